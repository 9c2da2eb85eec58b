"""Cards that can't be read, among others that can: each is a problem that says which event it could be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from core.recipes.recipe import Recipe
from scrapers.platforms.cards.reader import read_events
from scrapers.platforms.cards.recipes.read import read_by_recipe, read_without
from tests.platforms.cards.test_card_days import page_of
from tests.platforms.cards.test_cards import CONTEXT, listed

SOURCED = replace(CONTEXT, source="hall")


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("Dec 34, 2026", "no day 2026-12-34"),
        ("Mon, Dec 4, 2026", "2026-12-04 is a Friday, not a Monday"),
        ("Dec 9, 2026 - Dec 4, 2026", "a range that ends before it begins"),
        ("July 20", "far from the page's others"),
        ("Every Friday, 7 PM", "no date that can be read"),
        ("Date TBA", "no date that can be read"),
        ("Tonight at 8", "no date that can be read"),
        ("<span>Dec 4 in the hall, <i>or</i> Dec 5 in the park</span>", "no date that can be read"),
        ("First Thursday of each month", "no date that can be read"),
        ("Postponed from December 4 until further notice", "no date that can be read"),
    ],
)
def test_a_card_with_an_unreadable_date_is_reported(written: str, found: str) -> None:
    read = read_events(page_of(f"<h3><a href='/shows/tin-herons'>Tin Herons</a></h3><p>{written}</p>"), SOURCED)
    assert len(read.events) == 4
    (problem,) = read.problems
    assert found in problem.found
    assert (problem.field, problem.source) == ("starts_at", "hall")
    assert (problem.title, problem.uid) == ("Tin Herons", "tin-herons")
    assert problem.url == "https://hall.example/shows/tin-herons"
    assert "add the event" in problem.advice


def test_a_card_without_a_title_is_reported_with_its_day() -> None:
    (problem,) = read_events(page_of("<h3>M83</h3><p>Dec 4, 2026</p><p>8 PM show</p>"), SOURCED).problems
    assert (problem.field, problem.day, problem.url) == ("title", date(2026, 12, 4), CONTEXT.url)


def test_dates_of_a_card_that_are_no_list_are_reported_by_their_days() -> None:
    found = read_events(page_of("<h3>Tin Herons</h3><p>Dec 4 in the hall</p><p>Dec 5 in the park</p>"), SOURCED)
    assert [(one.field, one.day and one.day.day) for one in found.problems] == [("title", 4), ("title", 5)]


def test_two_cards_that_can_be_read_and_one_that_cannot_are_a_list() -> None:
    cards = [("Tin Herons", "Dec 4"), ("Quiet Tide", "Dec 34"), ("Night Ferry", "Dec 18")]
    read = read_events(listed(*(f"<h3>{title}</h3><p>{day}, 2026</p>" for title, day in cards)).encode(), SOURCED)
    assert [one.title for one in read.events] == ["Tin Herons", "Night Ferry"]
    assert [one.title for one in read.problems] == ["Quiet Tide"]


@pytest.mark.parametrize(
    "dates",
    [
        ["Every Friday, 7 PM"],
        ["Date TBA"],
        ["Dec 11 in the hall", "Dec 12 in the park"],
        ["Dec 11, 7 PM with Ann", "Dec 12, 8 PM with Bo"],
        ["Weekly from 7 PM"],
    ],
)
def test_one_of_three_cards_that_has_no_date_of_its_own(dates: list[str]) -> None:
    odd = "<h3>Quiet Tide</h3>" + "".join(f"<p>{one}</p>" for one in dates)
    page = listed("<h3>Tin Herons</h3><p>Dec 4, 7 PM</p>", odd, "<h3>Night Ferry</h3><p>Dec 18, 8 PM</p>")
    read = read_events(page.encode(), SOURCED)
    assert [one.title for one in read.events] == ["Tin Herons", "Night Ferry"]
    assert [one.title for one in read.problems] == ["Quiet Tide"]


@pytest.mark.parametrize("line", ["Dec 12: canceled due to ice", "The Dec 12 show is sold out", "Dec 12 sold out!"])
def test_a_third_line_about_one_date_of_three_cards(line: str) -> None:
    odd = f"<h3>Quiet Tide</h3><p>Fri, Dec 11, 7 PM</p><p>Sat, Dec 12, 7 PM</p><p>{line}</p>"
    page = listed("<h3>Tin Herons</h3><p>Dec 4, 7 PM</p>", odd, "<h3>Night Ferry</h3><p>Dec 18, 8 PM</p>")
    events = read_events(page.encode(), SOURCED).events
    assert [(one.title, len(one.occurrences)) for one in events] == [
        ("Tin Herons", 1),
        ("Quiet Tide", 2),
        ("Night Ferry", 1),
    ]


@pytest.mark.parametrize(
    "card",
    [
        "<h3>Become a member</h3><p>Free entry all year</p>",
        "<h3>Closed</h3><p>Mon, Dec 7, 2026</p>",
        "<h3>Our hall</h3><p>Updated 6/7/2026</p>",
        "<p>Jan 8, 2019</p>",
    ],
)
def test_what_is_no_event_is_not_reported(card: str) -> None:
    assert read_events(page_of(card), SOURCED).problems == ()


def test_the_recipe_s_reader_and_the_crawl_report_them_too() -> None:
    page = page_of("<h3>Tin Herons</h3><p>Every Friday, 7 PM</p>")
    recipe = Recipe(card=".card", title="h3", date="p")
    for read in (read_without(page, SOURCED), read_by_recipe(recipe, page, SOURCED)):
        assert [(one.title, one.field) for one in read.problems] == [("Tin Herons", "starts_at")]


@pytest.mark.parametrize(
    ("zone", "language", "day"),
    [
        ("America/New_York", "en", "2026-12-09"),
        ("Europe/Berlin", "de", "2027-09-12"),
        ("America/Sao_Paulo", "pt", "2027-09-12"),
    ],
)
def test_dates_with_dots_are_in_the_page_s_order(zone: str, language: str, day: str) -> None:
    dates = ["12.9.2026"] if day.startswith("2026") else ["12.9.2027"]
    dates += ["12.15.26", "12.16.26"] if day.startswith("2026") else ["15.12.26", "16.12.26"]
    cards = listed(*(f"<h3>Show {'abc'[n] * 2}</h3><p>{one}</p>" for n, one in enumerate(dates)))
    page = f"<html lang='{language}'><body>{cards}</body></html>".encode()
    events = read_events(page, replace(CONTEXT, timezone=zone)).events
    assert [one.occurrences[0].local_date.isoformat() for one in events] == [day, "2026-12-15", "2026-12-16"]


@pytest.mark.parametrize(
    "title",
    [
        "No Class - Thanksgiving",
        "No class: Christmas",
        "No Class (New Year's Day)",
        "Thanksgiving - No Class",
        "No School - Winter Break",
        "No classes, spring break",
        "No practice for Labor Day",
        "No rehearsal - Christmas Eve",
        "No Class due to the holiday",
        "NO CLASSES THANKSGIVING WEEK",
    ],
)
def test_a_day_off_is_no_event(title: str) -> None:
    cards = (f"<h3>{one}</h3><p>Dec {4 + n}, 2026</p>" for n, one in enumerate(("Tin Herons", title, "Night Ferry")))
    assert [one.title for one in read_events(listed(*cards).encode(), SOURCED).events] == ["Tin Herons", "Night Ferry"]


@pytest.mark.parametrize("title", ["No Class Reunion", "No Class: A Comedy", "Thanksgiving Concert"])
def test_a_name_with_such_words_is_an_event(title: str) -> None:
    cards = (f"<h3>{one}</h3><p>Dec {4 + n}, 2026</p>" for n, one in enumerate(("Tin Herons", title, "Night Ferry")))
    assert title in [one.title for one in read_events(listed(*cards).encode(), SOURCED).events]
