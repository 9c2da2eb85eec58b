"""Which text of a card is its title, and which only looks like one."""

from __future__ import annotations

import pytest

from scrapers.platforms.cards.recipes.read import read_by_recipe, recipe_of
from scrapers.platforms.cards.title_words import cleaned, is_address, is_title
from tests.platforms.cards.test_cards import CONTEXT, listed, read


def test_a_heading_is_the_title_also_in_the_few_cards_of_another_kind() -> None:
    def card(title: str, day: int, more: str = "", kind: str = "upcoming") -> str:
        notes = f"<div><div><div><p><strong>{more or f'Plus guests {day}'}</strong></p></div></div></div>"
        heading = f"<h1 class='event-title'>{title}</h1><div><p>Dec {day}, 2026</p></div>"
        return f"<article class='event event--{kind}'>{heading}{notes}</article>"

    cards = [card(f"Show {letter * 3}", day) for day, letter in enumerate("abcdefgh", start=1)]
    cards.append(card("Tin Herons", 11, "Tickets for the May date remain valid", kind="past"))
    assert read("".join(cards))[-1] == ("Tin Herons", "2026-12-11")


def test_a_title_has_its_place_with_any_classes_of_its_own() -> None:
    def card(title: str, day: int, name: str, more: str) -> str:
        return f"<h3 class='{name}'>{title}</h3><h4 class='tagline'>{more}</h4><p>Dec {day}, 2026</p>"

    found = read(
        listed(
            card("Tin Herons", 4, "title", "with Salt Choir"),
            card("Quiet Tide", 5, "title title-long", "with Paper Moons"),
            card("Night Ferry", 6, "title title-tagline", "with Dune Patrol"),
            card("Ash and Alder", 7, "title title-both", "with Coral Kin"),
        )
    )
    assert [title for title, _ in found] == ["Tin Herons", "Quiet Tide", "Night Ferry", "Ash and Alder"]


@pytest.mark.parametrize(
    "text",
    [
        "Continue Reading",
        "Grab Your Ticket",
        "Reserve a seat",
        "0 events on Sunday, May 3rd, 2026 3 Sun",
        "No events scheduled",
        "The board is inviting you to a scheduled Zoom meeting.",
        "Microsoft Teams meeting",
        "One tap mobile",
        "Meeting ID: 854 8888 9162",
        "Dial by your location",
        "Location & Time Change",
    ],
)
def test_links_and_ways_to_join_are_no_titles(text: str) -> None:
    assert not is_title(text)


@pytest.mark.parametrize("text", ["W O L F C L U B", "Noah Reading", "Book Sale", "42nd Street: The Musical"])
def test_titles(text: str) -> None:
    assert is_title(text)


@pytest.mark.parametrize(
    "text",
    [
        "IL CPA Society 550 W. Jackson St.",
        "Northern Illinois University DeKalb, IL",
        "Illinois Society, 9th Floor",
        "Conference Room B",
        "City Hall Room 214",
    ],
)
def test_addresses(text: str) -> None:
    assert is_address(text)


@pytest.mark.parametrize("text", ["Brides of the Black Room", "Chocolate escape room", "An Evening with Jo Lark, MD"])
def test_not_an_address(text: str) -> None:
    assert not is_address(text)


@pytest.mark.parametrize(
    ("text", "dates", "title"),
    [
        ("Drag Show Nov 16, 2025 12:00", ["Nov 16, 2025"], "Drag Show"),
        ("On Golden Pond", [], "On Golden Pond"),
        ("From Here to Eternity, Dec 4", ["Dec 4"], "From Here to Eternity"),
        ("Dec 4 at 7 PM: Tin Herons", ["Dec 4"], "Tin Herons"),
        ("On Dec 4: Tin Herons", ["Dec 4"], "Tin Herons"),
        ("Midnight Mass, Dec 24", ["Dec 24"], "Midnight Mass"),
        ("Sunday Afternoon", [], "Sunday Afternoon"),
        ("Dec 4 noon - Lecture", ["Dec 4"], "Lecture"),
        ("Noon: Lecture", [], "Lecture"),
        ("When: Dec 4, 7 PM, Tin Herons", ["Dec 4"], "Tin Herons"),
    ],
)
def test_dates_and_hours_at_the_ends_are_cut(text: str, dates: list[str], title: str) -> None:
    assert cleaned(text, dates) == title


def test_a_name_gives_no_hour() -> None:
    cards = [
        "<h3>High Noon</h3><p>Dec 4</p>",
        "<h3>Midnight Mass</h3><p>Dec 24</p>",
        "<h3>Lecture</h3><p>Dec 9, noon</p>",
    ]
    assert read(listed(*cards)) == [
        ("High Noon", "2026-12-04"),
        ("Midnight Mass", "2026-12-24"),
        ("Lecture", "2026-12-09T12:00:00-05:00"),
    ]


def test_a_text_of_another_kind_is_no_title() -> None:
    cards = [f"<h3>Show {letter * 3}</h3><p>Dec {day}, 2026</p>" for day, letter in enumerate("abcde", 1)]
    assert len(read(listed(*cards, "<p>Bring a chair</p><p>Dec 9, 2026</p>"))) == 5


def linked(title: str, date: str) -> str:
    return f"<h3><a href='/e/{date[4:6].strip()}'>{title}</a></h3><p>{date}, 2026</p><p>7 PM</p>"


def with_others(title: str) -> str:
    others = (linked(f"Show {name * 2}", f"Dec {day}") for day, name in enumerate("abc", 20))
    return listed(linked(title, "Dec 4"), *others)


OTHER_DATES = [
    "1776",
    "1984",
    "9 to 5",
    "24/7",
    "June",
    "May Day",
    "Friday the 13th",
    "Sept. 5",
    "4th of July Parade",
    "May 4th Be With You",
    "September 11 Memorial",
    "5/4 Jazz",
    "12 Noon Recital",
]


@pytest.mark.parametrize("title", OTHER_DATES)
def test_a_title_keeps_a_date_or_hour_that_is_not_the_cards(title: str) -> None:
    assert read(with_others(title))[0][0] == title


@pytest.mark.parametrize("title", OTHER_DATES)
def test_a_recipe_reads_these_titles_too(title: str) -> None:
    body = f"<html><body>{with_others(title)}</body></html>".encode()
    recipe = recipe_of(body, CONTEXT)
    assert recipe is not None
    assert read_by_recipe(recipe, body, CONTEXT).events[0].title == title


@pytest.mark.parametrize(
    "title", ["Dec 4: Tin Herons", "Tin Herons, December 4th", "12/4 Tin Herons", "7 PM Tin Herons"]
)
def test_a_title_loses_the_cards_own_date_or_hour(title: str) -> None:
    assert read(with_others(title))[0][0] == "Tin Herons"


@pytest.mark.parametrize("heading", ["Friday", "December", "2026", "Dec 4", "Friday, December 4", "12/4/2026"])
def test_the_cards_own_date_is_no_title(heading: str) -> None:
    assert [title for title, _ in read(with_others(heading))] == ["Show aa", "Show bb", "Show cc"]


def test_headings_that_are_all_dates_are_no_titles() -> None:
    cards = [f"<h3><a href='/e/{day}'>Jan {day}</a></h3><p>Dec {day}, 2026</p>" for day in (4, 5, 6, 7)]
    assert read(listed(*cards)) == []


@pytest.mark.parametrize(
    "title",
    [
        "May the Fourth / May 4th Be With You",
        "May 4th Be With You",
        "May the 4th",
        "May Day",
        "July 4th Fireworks",
        "4th of July Parade",
    ],
)
@pytest.mark.parametrize(
    "around",
    [
        "<div class='card'><h3>{0}</h3><p>{1}</p></div>",
        "<article><p>{1}</p><h2><a href='/e'>{0}</a></h2></article>",
        "<tr><td>{0}</td><td>{1}</td></tr>",
        "<tr><td>{1}</td><td><b>{0}</b></td></tr>",
    ],
)
def test_a_title_that_names_a_day_is_whole_also_on_that_day(title: str, around: str) -> None:
    cards = [(title, "May 4, 2027 · 7 PM"), ("Quiet Tide", "May 7, 2027 · 8 PM")]
    cards += [("Night Ferry", "May 8, 2027 · 8 PM"), ("Low Marsh", "May 9, 2027 · 8 PM")]
    rows = "".join(around.format(*card) for card in cards)
    found = dict(read(f"<table>{rows}</table>" if around.startswith("<tr") else rows))
    assert found[title] == "2027-05-04T19:00:00-04:00"


def test_a_line_with_a_day_in_its_title() -> None:
    lines = ["May 4, 2027: Dec 4th Club", "May 5, 2027: 4th of July Parade", "May 6, 2027: Quiet Tide"]
    assert [title for title, _ in read("".join(f"<p>{one}</p>" for one in lines))] == [
        "Dec 4th Club",
        "4th of July Parade",
        "Quiet Tide",
    ]


def test_a_weekday_or_the_bare_date_is_no_title() -> None:
    cards = [
        ("Tuesday", "May 4, 2027"),
        ("May 5", "May 5, 2027"),
        *((f"Show {one * 2}", "May 6, 2027") for one in "abc"),
    ]
    found = read("".join(f"<div class='card'><h3>{title}</h3><p>{day}</p></div>" for title, day in cards))
    assert [title for title, _ in found] == ["Show aa", "Show bb", "Show cc"]


@pytest.mark.parametrize(
    "line",
    [
        "Special Meeting - Watch Livestream",
        "Special Meeting - 10:00am - Watch Livestream",
        "Special Meeting Link to Livestream",
        "Special Meeting | Live Stream",
        "Special Meeting - View the recording",
        "Special Meeting at 10 a.m.",
        "Special Meeting from 10 am to noon",
        "Special Meeting - Zoom link",
    ],
)
def test_a_title_ends_before_the_link_and_the_hour_behind_it(line: str) -> None:
    assert cleaned(line, ()) == "Special Meeting"


@pytest.mark.parametrize("line", ["Bring It On", "Where It's At", "Killed the Radio Star - The Video Years", "Zoom"])
def test_a_title_keeps_the_words_that_only_look_like_a_rest(line: str) -> None:
    assert cleaned(f"{line}, Dec 5", ("Dec 5",)) == line


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Board Information and Meetings", "Board Meeting"),
        ("Harbor Committee Agendas & Meetings", "Harbor Committee Meeting"),
        ("Harbor Committee Meetings and Events", "Harbor Committee Meetings and Events"),
        ("/files/2026/Mailing_Labels.pdf 2026 Harbor Committee Meetings", "Harbor Committee Meeting"),
    ],
)
def test_a_list_of_bare_dates_has_the_name_of_its_meetings(heading: str, name: str) -> None:
    dates = "".join(f"<li>Dec {day}, 2026</li>" for day in (4, 5, 6))
    assert [title for title, _ in read(f"<h3>{heading}</h3><ul>{dates}</ul>")] == [name] * 3


@pytest.mark.parametrize(
    "said", ["no meeting", "- No Meeting", "(no board meeting)", "NO MEETING THIS MONTH", "No class."]
)
def test_a_day_without_a_meeting_is_no_event(said: str) -> None:
    dates = "".join(f"<li>Dec {day}, 2026 {said if day == 5 else ''}</li>" for day in (4, 5, 6, 7))
    found = read(f"<h3>Harbor Committee Meetings</h3><ul>{dates}</ul>")
    assert [start[8:10] for _, start in found] == ["04", "06", "07"]
