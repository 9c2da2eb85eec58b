"""Tables with several columns of dates or hours: their heads say which is the event's."""

from __future__ import annotations

import pytest

from scrapers.platforms.cards.reader import read_events
from tests.platforms.cards.test_cards import CONTEXT, read

TITLES = ("Tin Herons", "Quiet Tide", "Night Ferry")
RIGHT = [(title, f"2027-01-{8 + number:02}") for number, title in enumerate(TITLES)]


def table(*heads: str) -> str:
    """A row for each title. Below a head with `*` are the days of the event, with `-` other days, else the titles."""
    rows = [heads]
    for number, title in enumerate(TITLES):
        days = {"*": f"Jan {8 + number}", "-": f"Dec {10 + number}"}
        rows.append(tuple(days.get(head[:1], title) for head in heads))
    head, *body = rows
    shown = "".join(f"<th>{one.lstrip('*-')}</th>" for one in head)
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in body)
    return f"<table><tr>{shown}</tr>{lines}</table>"


@pytest.mark.parametrize(
    "heads",
    [
        ("Concert", "-Rehearsal", "*Performance"),
        ("Event", "*Date", "-Registration deadline"),
        ("Event", "-Entry deadline", "*Date"),
        ("Artist", "-On Sale", "*Show"),
        ("Artist", "-Announced", "*Date"),
        ("Class", "-Register By", "*Starts"),
        ("Show", "-Auditions", "*Opening"),
        ("Event", "*Date", "-Rain Date"),
        ("Event", "-Set-up", "*Event Date"),
        ("*Date", "Event", "-Deadline"),
        ("Event", "-Posted", "*When"),
    ],
)
def test_the_column_of_the_event(heads: tuple[str, ...]) -> None:
    assert read(table(*heads)) == RIGHT


@pytest.mark.parametrize(("first", "last"), [("Opens", "Closes"), ("Start Date", "End Date"), ("From", "To")])
def test_a_start_and_an_end(first: str, last: str) -> None:
    (event, *_) = read_events(table("Exhibit", f"-{first}", f"*{last}").encode(), CONTEXT).events
    (one,) = event.occurrences
    assert one.to_json()["starts_at"] == "2026-12-10"
    assert str(one.to_json()["ends_at"]) == "2027-01-09"


@pytest.mark.parametrize("heads", [("Event", "-Members", "*Public"), ("Event", "-North", "*South")])
def test_columns_in_doubt_are_reported(heads: tuple[str, ...]) -> None:
    found = read_events(table(*heads).encode(), CONTEXT)
    assert found.events == ()
    assert [(one.title, one.found.partition(":")[0]) for one in found.problems] == [
        (title, "several dates in a row of a table") for title in TITLES
    ]


@pytest.mark.parametrize(
    ("first", "second"), [("Doors", "Show"), ("Gates Open", "Start Time"), ("Doors", "Music"), ("Check-in", "Race")]
)
def test_columns_of_hours(first: str, second: str) -> None:
    rows = "".join(
        f"<tr><td>12/{4 + n}/2026</td><td>{title}</td><td>6:30 PM</td><td>7:30 PM</td></tr>"
        for n, title in enumerate(TITLES)
    )
    page = f"<table><tr><th>Date</th><th>Artist</th><th>{first}</th><th>{second}</th></tr>{rows}</table>"
    assert read(page) == [(title, f"2026-12-0{4 + n}T19:30:00-05:00") for n, title in enumerate(TITLES)]
