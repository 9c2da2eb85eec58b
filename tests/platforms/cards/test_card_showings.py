"""Several showings below one title, and days below a month."""

from __future__ import annotations

import pytest

from scrapers.platforms.cards.reader import read_events
from tests.platforms.cards.test_cards import CONTEXT, read

SHOWINGS = {
    "Tin Herons": ("Fri, Dec 4, 7 PM", "Sat, Dec 5, 2 PM", "Sat, Dec 5, 7 PM"),
    "Quiet Tide": ("Fri, Dec 11, 7 PM", "Sun, Dec 13, 2 PM"),
    "Night Ferry": ("Fri, Dec 18, 7 PM", "Sat, Dec 19, 2 PM"),
}


@pytest.mark.parametrize(
    ("card", "date", "between"),
    [
        ("<section><h3>{title}</h3><ul>{dates}</ul></section>", "<li>{day}, {hour}</li>", ""),
        ("<section><h3>{title}</h3><p>A tale.</p><ol>{dates}</ol></section>", "<li>{day}, {hour}</li>", ""),
        (
            "<section><h3>{title}</h3><ul>{dates}</ul></section>",
            "<li>{day}, {hour} <a href=/b>Buy Tickets</a></li>",
            "",
        ),
        ("<section><h3>{title}</h3><p>{dates}</p></section>", "{day}, {hour}", "<br>"),
        ("<div><b>{title}</b><br>{dates}</div>", "{day}, {hour}", "<br>"),
        (
            "<section><h3>{title}</h3><table>{dates}</table></section>",
            "<tr><td>{day}, {hour}</td><td><a href=/b>Tickets</a></td></tr>",
            "",
        ),
        ("<section><h3>{title}</h3><table>{dates}</table></section>", "<tr><td>{day}</td><td>{hour}</td></tr>", ""),
        ("<section><h3>{title}</h3>{dates}</section>", "<p>{day}, {hour}</p>", ""),
        ("<li>{title}<ul>{dates}</ul></li>", "<li>{day}, {hour}</li>", ""),
        ("<div><h3>{title}</h3><div>{dates}</div></div>", "<a class=b href=/b>{day}, {hour}</a>", ""),
    ],
)
def test_showings_below_a_title(card: str, date: str, between: str) -> None:
    cards = []
    for title, showings in SHOWINGS.items():
        parts = (one.rsplit(", ", 1) for one in showings)
        cards.append(
            card.format(title=title, dates=between.join(date.format(day=day, hour=hour) for day, hour in parts))
        )
    events = read_events(f"<main>{''.join(cards)}</main>".encode(), CONTEXT).events
    assert {
        one.title: tuple(
            f"{start.starts_at:%a, %b} {start.starts_at.day}, {start.starts_at.hour % 12} PM"
            for start in one.occurrences
        )
        for one in events
    } == SHOWINGS


MONTHS = {
    "December 2026": (("Fri 11", "Tin Herons", "7 PM"), ("Sat 19", "Quiet Tide", "8 PM")),
    "January 2027": (("Fri 8", "Night Ferry", "7 PM"), ("Sat 16", "Loom Street", "8 PM")),
}
BELOW = [
    ("Tin Herons", "2026-12-11T19:00:00-05:00"),
    ("Quiet Tide", "2026-12-19T20:00:00-05:00"),
    ("Night Ferry", "2027-01-08T19:00:00-05:00"),
    ("Loom Street", "2027-01-16T20:00:00-05:00"),
]


@pytest.mark.parametrize(
    ("month", "day"),
    [
        ("<h2>{month}</h2><table>{days}</table>", "<tr><td>{day}</td><td>{title}</td><td>{hour}</td></tr>"),
        ("<table><caption>{month}</caption>{days}</table>", "<tr><td>{day}</td><td>{title}</td><td>{hour}</td></tr>"),
        ("<h2>{month}</h2>{days}", "<div><div class=day>{day}</div><h3>{title}</h3><p>{hour}</p></div>"),
        ("<h3>{month}</h3><ul>{days}</ul>", "<li><b>{day}</b> {title} {hour}</li>"),
        ("<p><b>{month}</b></p>{days}", "<p>{day} - {title}, {hour}</p>"),
        ("<h2>{month}</h2>{days}", "<p>{day}th: {title}, {hour}</p>"),
        ("<h2>{month}</h2>{days}", "<p>{day} {title} {hour}</p>"),
    ],
)
@pytest.mark.parametrize("with_year", [True, False])
def test_days_below_a_month(month: str, day: str, with_year: bool) -> None:
    page = ""
    for name, rows in MONTHS.items():
        days = "".join(day.format(day=one, title=title, hour=hour) for one, title, hour in rows)
        page += month.format(month=name if with_year else name.split()[0], days=days)
    assert read(f"<main>{page}</main>") == BELOW


def test_a_range_of_days_below_a_month() -> None:
    titles = zip((4, 11, 18), ("Tin Herons", "Quiet Tide", "Night Ferry"), strict=True)
    page = "".join(f"<div><i>Fri {day} - Sun {day + 2}</i><h3>{title}</h3></div>" for day, title in titles)
    events = read_events(f"<main><h2>December 2026</h2>{page}</main>".encode(), CONTEXT).events
    assert [str(one.occurrences[0].to_json()["ends_at"]) for one in events] == [
        "2026-12-07",
        "2026-12-14",
        "2026-12-21",
    ]


def test_a_weekday_that_differs_is_reported() -> None:
    days = "".join(
        f"<p>{day}: {title}</p>" for day, title in (("Fri 4", "Ann Lane"), ("Mon 12", "Bo Wide"), ("Fri 18", "Cy"))
    )
    found = read_events(f"<main><h2>December 2026</h2>{days}<p>Sat 19: Dune Trio</p></main>".encode(), CONTEXT)
    assert "Bo Wide" not in [one.title for one in found.events]
    assert [one.title for one in found.problems] == ["Bo Wide"]
