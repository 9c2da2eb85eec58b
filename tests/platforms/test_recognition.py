"""Bodies are recognized by the marks that platforms declare."""

from __future__ import annotations

import csv
from datetime import UTC, datetime

import pytest

from core.errors import SourceError
from scrapers.platforms.platform import Body
from scrapers.platforms.recognition import choices, read_events, recognize
from scrapers.platforms.registry import platforms
from scrapers.reading.contract import Context

CONTEXT = Context(
    url="https://hall.example/events", timezone="America/New_York", now=datetime(2026, 11, 22, tzinfo=UTC)
)


@pytest.mark.parametrize("kind", choices())
def test_an_empty_body_is_an_error(kind):
    with pytest.raises(SourceError):
        read_events(kind, b"", CONTEXT)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "ics"),
        ("\ufeff\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "ics"),
        ("<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "rss"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"/>', "rss"),
        ('{"events":[],"rest_url":"x","next_rest_url":"y"}', "tribe"),
        ('{"total_results":1,"results":[{"startdt":"x"}]}', "libcal"),
        ('"<div class=\\"eventItem\\"></div>"', "carbonhouse"),
        ('<html><div class="eventItem entry"></div></html>', "carbonhouse"),
        ("<html><body>nothing</body></html>", "jsonld"),
    ],
)
def test_recognize(body, kind):
    assert recognize(body.encode(), CONTEXT).name == kind


OTHER = ("tribe_rest/tec-remap", "rss/boarddocs")
"""Test posts of a plugin, which no site publishes, and XML that isn't a feed."""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("ics_google", "ics"),
        ("ics_tribe", "ics"),
        ("tribe_rest", "tribe"),
        ("localist", "localist"),
        ("ovationtix", "ovationtix"),
        ("wix", "wix"),
        ("rss", "rss"),
    ],
)
def test_recorded_bodies_are_recognized(real, folder, kind):
    with (real / "INDEX.tsv").open(newline="") as file:
        listed = [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["kind"] == folder]
    with_events = [row["file"] for row in listed if (row["events"] or "0").isdigit() and int(row["events"] or 0) > 0]
    good = [name for name in with_events if not name.startswith(OTHER) and not name.endswith(".html")]
    recognized = {name: recognize((real / name).read_bytes(), CONTEXT).name for name in good}
    assert good
    assert {name: found for name, found in recognized.items() if found != kind} == {}


def test_marks_of_two_platforms_never_weigh_the_same():
    """Otherwise the order of the folders would decide which platform a body belongs to."""
    weights: dict[tuple[Body, int], set[str]] = {}
    for one in platforms().values():
        for mark in one.marks:
            weights.setdefault((mark.body, mark.weight), set()).add(one.name)
    assert {key: names for key, names in weights.items() if len(names) > 1} == {}


@pytest.mark.parametrize("body", Body)
def test_every_kind_of_body_has_a_fallback_platform(body):
    assert [mark for one in platforms().values() for mark in one.marks if mark.body is body and not mark.words]


def page_with(structured: str) -> bytes:
    cards = "".join(f"<li><h3>{title}</h3><p>{day}, 8 PM</p></li>" for title, day in LISTED.items())
    markup = f'<script type="application/ld+json">{structured}</script>'
    return f"<!doctype html><html lang=en><head>{markup}</head><body><ul>{cards}</ul></body></html>".encode()


LISTED = {"Tin Herons": "Dec 4, 2030", "Quiet Tide": "Dec 11, 2030", "Night Ferry": "Dec 18, 2030"}
GALA = '{"@context":"https://schema.org","@type":"Event","name":"Gala","startDate":"%s","endDate":"%s"}'
IN_2030 = Context(
    url="https://hall.example/events", timezone="America/New_York", now=datetime(2030, 11, 20, tzinfo=UTC)
)


@pytest.mark.parametrize("day", ["2030-11-18", "2029-05-05", "2024-05-05"])
def test_cards_count_where_structured_data_is_only_of_past_events(day):
    titles = [event.title for event in read_events("auto", page_with(GALA % (day, day)), IN_2030).events]
    assert titles == list(LISTED)


@pytest.mark.parametrize(("listed", "doubts"), [("Jun {}", 1), ("Jun {}, 2031", 0), ("Dec {}", 0)])
def test_a_year_that_only_past_events_state_is_a_guess(listed, doubts):
    """In December, the year of the page's footer is as good as stated."""
    page = page_with(GALA % ("2029-05-05", "2029-05-05")).decode().replace("</ul>", "</ul>© 2030")
    for day in ("4", "11", "18"):
        page = page.replace(f"Dec {day}, 2030", listed.format(day))
    reading = read_events("auto", page.encode(), IN_2030)
    assert len(reading.events) == 3
    guesses = [str(one) for one in reading.problems if "2031 is a guess: those with a year" in str(one)]
    assert (len(guesses), all("end on 2029-05-05" in one for one in guesses)) == (doubts, True)


@pytest.mark.parametrize("days", [("2030-11-20", ""), ("2030-12-05", "2030-12-05"), ("2030-01-01", "2031-03-01")])
def test_structured_data_counts_where_an_event_of_it_is_not_over(days):
    assert [event.title for event in read_events("auto", page_with(GALA % days), IN_2030).events] == ["Gala"]


def test_past_events_count_where_nothing_else_is_listed():
    body = f'<html><script type="application/ld+json">{GALA % ("2029-05-05", "")}</script><p>Closed</p></html>'
    assert [event.title for event in read_events("auto", body.encode(), IN_2030).events] == ["Gala"]
