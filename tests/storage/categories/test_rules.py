"""What sources say is mapped to the town's list by rules that a person edits, and what says nothing is left out."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from core.items import EventItem
from storage.categories import rules
from storage.categories.junk import is_junk
from storage.categories.rules import CategoryRefused, RuleKind
from storage.search import listings
from storage.search.filters import EventFilter

BY = "ada"


@pytest.fixture
def event(harvest, at):
    """Stores events, each with a title and the categories that its source gives."""

    def stored(*given):
        harvest(
            *(
                EventItem(uid=f"{number}", title=title, categories=tuple(words), occurrences=(at(3, 19),))
                for number, (title, *words) in enumerate(given)
            )
        )

    return stored


def titles(connection, *categories):
    return sorted(one.title for one in listings.page(connection, EventFilter(categories=categories)).listings)


def shown(connection):
    [only] = listings.page(connection, EventFilter()).listings
    return only.town_categories


@pytest.mark.parametrize(
    ("word", "town"),
    [
        ("Concerts (Music)", "Music"),
        ("concert/music", "Music"),
        ("Youth & Family Activities", "Family"),
        ("Lectures & Talks", "Classes and talks"),
        ("Public Meetings", "Government"),
        ("Exhibits", "Art"),
        ("Farmers' Market", "Food and drink"),
    ],
)
def test_a_word_in_any_form(connection, event, word, town):
    event(("An evening", word))
    assert town in shown(connection)


def test_several_words_give_several_categories_in_the_order_of_the_town(connection, event):
    event(("An evening", "Film", "Music"))
    assert shown(connection) == ("Music", "Film")


def test_a_title_says_what_the_source_does_not(connection, event):
    event(("Jazz quartet on the pier",))
    assert shown(connection) == ("Music",)


@pytest.mark.parametrize(
    "title",
    [
        "Pelican Pier: The Musical",
        "The Oyster Brothers on Tour",
        "Blood pressure screening",
        "Train ride to the bay",
        "Come play with clay",
        "A night in Santa Fe",
        "Solar panels for your roof",
        "Job fair",
        "Trail of Tears: a reading",
        "Council of the city",
        "Tour the Boyd Gate House",
        "Of course you can",
        "Health and rescue for what fits",
    ],
)
def test_a_title_that_leaves_a_doubt_has_no_category(connection, event, title):
    event((title,))
    assert shown(connection) == ()


@pytest.mark.parametrize(
    "source", ["Van Wezel Performing Arts Hall", "Heron Theater", "Quay Museum", "Tern Brewing Co."]
)
def test_a_house_with_events_of_many_kinds_says_nothing(connection, event, source):
    connection.execute(text("UPDATE sources SET title = :title"), {"title": source})
    event(("An evening",))
    assert shown(connection) == ()


def test_no_rule_has_a_line_break(connection):
    patterns = connection.execute(text("SELECT pattern FROM category_rules")).scalars().all()
    assert [one for one in patterns if one != " ".join(one.split())] == []


@pytest.mark.parametrize("word", ["All-day", "Main", "2026", "https://schema.org/Event"])
def test_what_says_nothing_is_in_other_and_not_shown(connection, event, word):
    event(("An evening", word))
    assert shown(connection) == ()
    assert titles(connection, "Other") == ["An evening"]


@pytest.mark.parametrize("wanted", ["theater", "Theater and dance", "THEATER AND DANCE"])
def test_the_filter_takes_the_slug_or_the_name(connection, event, wanted):
    event(("Swan Lake", "Ballet"), ("An evening", "Zoning"))
    assert titles(connection, wanted) == ["Swan Lake"]


def test_the_filter_still_takes_a_word_of_a_source(connection, event):
    event(("Swan Lake", "Ballet"), ("An evening", "Zoning"))
    assert titles(connection, "zoning") == ["An evening"]
    assert titles(connection, "zoning", "theater") == ["An evening", "Swan Lake"]


def test_a_new_rule_maps_known_events_at_once(connection, event):
    event(("An evening", "Zoning Boards"))
    _, concerned = rules.map_pattern(connection, RuleKind.WORD, "Zoning Board", "Government", by=BY)
    assert (concerned, shown(connection)) == (1, ("Government",))


def test_a_rule_maps_what_is_harvested_later(connection, event):
    rules.map_pattern(connection, RuleKind.TITLE, "gamelan", "music", by=BY)
    event(("Gamelan night",))
    assert shown(connection) == ("Music",)


def test_a_word_that_says_nothing(connection, event):
    event(("An evening", "Music Building"))
    rules.map_pattern(connection, RuleKind.WORD, "music building", None, by=BY)
    assert shown(connection) == ()


def test_a_source_counts_where_nothing_else_does(connection, event):
    rules.map_pattern(connection, RuleKind.SOURCE, "hall", "music", by=BY)
    event(("An evening",), ("Documentary",))
    assert titles(connection, "music") == ["An evening"]
    assert titles(connection, "film") == ["Documentary"]


def test_a_removed_rule_no_longer_maps(connection, event):
    event(("An evening", "Zoning"))
    rule, _ = rules.map_pattern(connection, RuleKind.WORD, "zoning", "government", by=BY)
    rules.unmap(connection, rule.id)
    assert shown(connection) == ()


def test_unmapped_words_by_frequency_without_junk(connection, event):
    event(("A", "Zoning", "All-day"), ("B", "zoning", "Shipping"), ("C", "and films", "12"))
    found = rules.unmapped(connection, limit=9)
    assert [(one.word, one.events, one.sources) for one in found] == [
        ("zoning", 2, ["The Hall"]),
        ("shipping", 1, ["The Hall"]),
    ]


def test_the_town_adds_renames_and_removes_a_category(connection, event):
    rules.add_category(connection, "ships", "Ships")
    rules.map_pattern(connection, RuleKind.WORD, "shipping", "ships", by=BY)
    event(("An evening", "Shipping"))
    rules.rename_category(connection, "ships", "Ships and boats")
    assert shown(connection) == ("Ships and boats",)
    assert [one.slug for one in rules.list_categories(connection)][-2:] == ["ships", "other"]
    assert rules.remove_category(connection, "Ships and boats") == 1
    assert (shown(connection), titles(connection, "other")) == ((), ["An evening"])


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda c: rules.map_pattern(c, RuleKind.WORD, "zoning", "boats", by=BY), "no category 'boats'. It has: music"),
        (lambda c: rules.map_pattern(c, RuleKind.WORD, "concert", "music", by=BY), "already a rule"),
        (lambda c: rules.map_pattern(c, RuleKind.WORD, "!!", "music", by=BY), "no word that can be searched"),
        (lambda c: rules.map_pattern(c, RuleKind.TITLE, "jazz", None, by=BY), "Only a word"),
        (lambda c: rules.unmap(c, 999_999), "no rule 999999"),
        (lambda c: rules.add_category(c, "Music!", "Music!"), "can't be in a web address"),
        (lambda c: rules.add_category(c, "music", "Songs"), "already a category"),
        (lambda c: rules.rename_category(c, "music", "film"), "already a category"),
        (lambda c: rules.remove_category(c, "other"), "stays"),
    ],
)
def test_what_cannot_be_done(connection, act, message):
    with pytest.raises(CategoryRefused, match=message):
        act(connection)


@pytest.mark.parametrize(
    "word",
    [
        "All-day",
        "and films",
        "hikes)",
        "Outdoor Recreation (Kayak",
        "https://schema.org/MusicEvent",
        "2026-03-06",
        "March 6",
        "12",
        "7:30 PM"[:4],
        "-",
        "Featured Events",
        "Main",
        "Saturday",
        "None",
    ],
)
def test_junk(word):
    assert is_junk(word)


@pytest.mark.parametrize(
    "word", ["Music", "K-12 Students", "5K", "Arts & Crafts", "Concerts (Music)", "March for Science"]
)
def test_no_junk(word):
    assert not is_junk(word)
