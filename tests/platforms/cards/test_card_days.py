"""Which day of a card is the event's."""

from __future__ import annotations

import pytest

from core.items import EventItem
from scrapers.platforms.cards.reader import read_events
from scrapers.platforms.cards.recipes.read import read_by_recipe, recipe_of
from tests.platforms.cards.test_cards import CONTEXT, listed, read

OTHERS = [f"<h3>Show {name * 2}</h3><p>Dec {day}, 2026</p>" for day, name in enumerate("abcd", 20)]


def page_of(card: str) -> bytes:
    return f"<html><body>{listed(card, *OTHERS)}</body></html>".encode()


def tin_herons(card: str) -> list[EventItem]:
    return [one for one in read_events(page_of(card), CONTEXT).events if one.title == "Tin Herons"]


def among_others(card: str) -> list[str]:
    """The starts of a card in a list of others, each with its end after a slash."""
    shown = (one.to_json() for event in tin_herons(card) for one in event.occurrences)
    return [f"{one['starts_at']}/{one['ends_at'] or ''}" for one in shown]


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("Dec 4, 2026, 7–9pm", "T19:00:00-05:00/2026-12-04T21:00:00-05:00"),
        ("Dec 4, 19:00～21:00", "T19:00:00-05:00/2026-12-04T21:00:00-05:00"),
        ("Dec 4, 7 – 9pm", "T19:00:00-05:00/2026-12-04T21:00:00-05:00"),
        ("12/4/2026, 7-9pm", "T19:00:00-05:00/2026-12-04T21:00:00-05:00"),
        ("Dec 4, 2026, 1-3 p.m.", "T13:00:00-05:00/2026-12-04T15:00:00-05:00"),
        ("Dec 4, 2026, 12-1pm", "T12:00:00-05:00/2026-12-04T13:00:00-05:00"),
        ("Dec 4, 2026, 6 to 8pm", "T18:00:00-05:00/2026-12-04T20:00:00-05:00"),
        ("Dec 4, 2026, 10-noon", "T10:00:00-05:00/2026-12-04T12:00:00-05:00"),
        ("Dec 4, 2026, 12 noon", "T12:00:00-05:00/"),
        ("Dec 4, 12 noon", "T12:00:00-05:00/"),
        ("Dec 4, 2026, 12 to 3 o'clock", "/"),
        ("Dec 4 from noon until 3 PM", "T12:00:00-05:00/2026-12-04T15:00:00-05:00"),
        ("Dec 4, 2026, 8 o'clock", "/"),
    ],
)
def test_a_number_after_the_dates_comma_may_be_an_hour(written: str, hours: str) -> None:
    assert among_others(f"<h3>Tin Herons</h3><p>{written}</p>") == [f"2026-12-04{hours}"]


@pytest.mark.parametrize(
    "written",
    [
        "Fri, Dec 4 · midnight",
        "Dec 4, 2026, 12 Midnight",
        "Dec 4 at 12:00 midnight",
        "Midnight, Dec 4",
        "Fri, Dec 4</p><p>12 midnight",
        "Fri, Dec 4 <span>Midnight</span>",
    ],
)
def test_midnight_is_the_end_of_the_card_s_day(written: str) -> None:
    assert among_others(f"<h3>Tin Herons</h3><p>{written}</p>") == ["2026-12-05T00:00:00-05:00/"]


def test_a_year_that_the_rail_lacks_comes_from_the_full_date_in_the_card() -> None:
    def card(title: str, rail: str, date: str, tag: str = "p") -> str:
        return f"<h3>{title}</h3><i>{rail}</i><{tag}>{date}</{tag}>"

    found = read(
        "<h2>Our shows in 2026</h2>"
        + listed(
            card("Tin Herons", "Dec 4", "Friday, December 4, 2026"),
            card("Quiet Tide", "Jan 9", "Saturday, January 9, 2027", "div"),
            card("Night Ferry", "Nov 5", "Friday, November 5, 2027", "b"),
        )
    )
    assert found == [("Tin Herons", "2026-12-04"), ("Quiet Tide", "2027-01-09"), ("Night Ferry", "2027-11-05")]


def test_another_full_date_in_the_card_gives_no_year() -> None:
    cards = [
        f"<h3>Show {name}</h3><p>Dec {day}</p><p>Tickets since Nov 1, 2025</p>" for day, name in enumerate("abcd", 1)
    ]
    assert {starts[:4] for _, starts in read(listed(*cards))} == {"2026"}


def test_the_last_day_alone_is_no_day_of_an_exhibition() -> None:
    cards = [f"<h3>Show {name * 2}</h3><p>Through December {day}, 2026</p>" for day, name in enumerate("abcd", 1)]
    assert read(listed(*cards)) == []


def test_history_is_no_event() -> None:
    cards = [
        f"<h3>{name} opens the hall</h3><p>January {day}, 1918</p>" for day, name in enumerate(["Ann", "Bo", "Cy"], 1)
    ]
    assert read(listed(*cards)) == []


def test_a_date_in_a_long_sentence_is_not_the_cards() -> None:
    text = (
        "Join the officers of the district at the monthly meeting of the community, which is on the second floor; in {}"
    )
    cards = [
        f"<h3>Show {name * 2}</h3><p>{text.format(f'December {day}, 2026')}</p>" for day, name in enumerate("abcd", 1)
    ]
    assert read(listed(*cards)) == []


def test_a_day_without_a_year_in_a_list_of_past_years_is_not_next_years() -> None:
    past = [f"<h3>Show {name * 2}</h3><p>May {day}, 2024</p>" for day, name in enumerate("abcde", 1)]
    yearless = "<h3>Show zz</h3><p>April 24</p>"
    assert [title for title, _ in read(listed(*past, yearless))] == [f"Show {name * 2}" for name in "abcde"]
    coming = [f"<h3>Show {name * 2}</h3><p>April {day}, 2027</p>" for day, name in enumerate("abcde", 1)]
    assert ("Show zz", "2027-04-24") in read(listed(*coming, yearless))


@pytest.mark.parametrize(
    "written",
    [
        "December 3 @ 5:00 pm - December 9 @ 9:00 pm",
        "December 3, 2026 5:00 pm - December 9, 2026 9:00 pm",
        "Dec 3, 5 PM to Dec 9, 9 PM",
        "12/3/2026 5pm – 12/9/2026 9pm",
        "<span>Dec 3 @ 5:00 pm</span> - <span>Dec 9 @ 9:00 pm</span>",
    ],
)
def test_a_start_and_an_end_with_hours(written: str) -> None:
    assert among_others(f"<h3>Tin Herons</h3><p>{written}</p>") == [
        "2026-12-03T17:00:00-05:00/2026-12-09T21:00:00-05:00"
    ]


@pytest.mark.parametrize("written", ["Thu, Dec 3, 2026 at 5pm to Wed, Dec 9, 2026", "Dec 3-9, 2026, 5 pm"])
def test_a_range_with_one_hour_is_a_range(written: str) -> None:
    assert among_others(f"<h3>Tin Herons</h3><p>{written}</p>") == ["2026-12-03/2026-12-10"]


def test_one_night_with_both_dates_has_its_hours() -> None:
    night = "December 3 @ 10:00 pm - December 4 @ 2:00 am"
    assert among_others(f"<h3>Tin Herons</h3><p>{night}</p>") == [
        "2026-12-03T22:00:00-05:00/2026-12-04T02:00:00-05:00",
    ]


@pytest.mark.parametrize(
    ("notice", "status"),
    [
        ("<p>POSTPONED to January 9, 2027</p>", "postponed"),
        ("<p class='notice'>Postponed until Sat, Jan 9</p>", "postponed"),
        ("<div><b>Rescheduled to January 9, 2027</b></div>", "rescheduled"),
        ("<div>New date: January 9, 2027</div>", "rescheduled"),
    ],
)
def test_a_new_date_takes_the_place_of_the_old_one_without_its_hour(notice: str, status: str) -> None:
    found = tin_herons(f"<h3>Tin Herons</h3><p>Dec 3, 2026, 7pm</p>{notice}")
    assert [(one.status, one.occurrences[0].local_date.isoformat()) for one in found] == [(status, "2027-01-09")]
    assert not found[0].occurrences[0].time_known


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("This event is no longer taking place", "cancelled"),
        ("The show is no longer going ahead.", "cancelled"),
        ("Masks are no longer required", "scheduled"),
        ("This event is no longer taking place at the park", "scheduled"),
    ],
)
def test_no_longer_taking_place_is_canceled_unless_only_the_place_is(line: str, status: str) -> None:
    found = tin_herons(f"<h3>Tin Herons</h3><p>Dec 3, 2026, 7pm</p><p>{line}</p>")
    assert [one.status for one in found] == [status]


def test_a_recipe_reads_the_new_date_too() -> None:
    page = page_of("<h3>Tin Herons</h3><p>Dec 3, 2026, 7pm</p><div>Postponed to Jan 9, 2027</div>")
    recipe = recipe_of(page, CONTEXT)
    assert recipe is not None
    assert read_by_recipe(recipe, page, CONTEXT).events[0].occurrences[0].to_json()["starts_at"] == "2027-01-09"


def test_a_notice_without_an_old_date_leaves_the_card_above_alone() -> None:
    cards = [
        "<h3>Tin Herons</h3><p>Dec 3, 2026</p>",
        "<h3>Quiet Tide</h3><p>Postponed to Jan 9, 2027</p>",
        "<h3>Night Ferry</h3><p>Dec 5, 2026</p>",
    ]
    assert read(listed(*cards)) == [
        ("Tin Herons", "2026-12-03"),
        ("Quiet Tide", "2027-01-09"),
        ("Night Ferry", "2026-12-05"),
    ]


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("Doors 7 | Show 8 | Dec 4", "T20:00:00-05:00/"),
        ("Dec 4, 11:30am-1pm and 6-8pm", "/"),
        ("2026/12/04 20:00", "T20:00:00-05:00/"),
        ("12.04.26 8 PM", "T20:00:00-05:00/"),
        ("12-4-26 8:00pm", "T20:00:00-05:00/"),
        ("4 Dec 7-9 PM", "T19:00:00-05:00/2026-12-04T21:00:00-05:00"),
    ],
)
def test_a_number_before_a_month_is_no_day_if_one_follows(written: str, hours: str) -> None:
    assert among_others(f"<h3>Tin Herons</h3><p>{written}</p>") == [f"2026-12-04{hours}"]
