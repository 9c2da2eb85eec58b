"""Which events of an answer are upcoming, and what a look says of those that it reads only in part."""

from __future__ import annotations

from datetime import UTC, datetime

from core.fetching.fetcher import Fetched
from scrapers.discovery.findings import Candidate
from scrapers.discovery.pages import Page

NOON = datetime(2026, 12, 4, 17, tzinfo=UTC)


def calendar(*events: str) -> bytes:
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", *events, "END:VCALENDAR", "")
    return "\r\n".join(lines).encode()


def event(title: str, starts: str, *more: str) -> str:
    zone = ";TZID=America/New_York" if "T" in starts else ";VALUE=DATE"
    head = ("BEGIN:VEVENT", f"UID:{title}", "DTSTAMP:20261101T000000Z", f"SUMMARY:{title}")
    return "\r\n".join((*head, f"DTSTART{zone}:{starts}", *more, "END:VEVENT"))


def ends(at: str) -> str:
    return f"DTEND;TZID=America/New_York:{at}"


def found(body: bytes) -> Candidate:
    answer = Fetched(url="https://hall.example/feed.ics", status=200, body=body, charset=None)
    candidate = Page.of(answer, NOON, "America/New_York").candidate
    assert candidate is not None
    return candidate


def test_what_ended_today_is_over_and_what_runs_is_not() -> None:
    body = calendar(
        event("Breakfast", "20261204T080000", ends("20261204T090000")),
        event("Fair", "20261203T100000", ends("20261205T180000")),
        event("Talk", "20261204T100000"),
        event("Market", "20261204"),
        event("Concert", "20261204T193000", ends("20261204T210000")),
        event("Yesterday", "20261203"),
    )
    assert [one.title for one in found(body).events] == ["Fair", "Market", "Talk", "Concert"]


def test_a_doubt_about_an_event_is_a_note() -> None:
    body = calendar(event("Concert", "20261204T193000", "RRULE:FREQ=SOMETIMES"), event("Broken", "2026120"))
    shown = found(body)
    assert [one.title for one in shown.events] == ["Concert"]
    assert ["FREQ=SOMETIMES" in one for one in shown.notes] == [True]
    assert len(shown.problems) == 1
