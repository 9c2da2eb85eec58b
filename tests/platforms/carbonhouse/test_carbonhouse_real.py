"""Recorded pages of real carbonhouse sites have the facts that are recorded with them."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import pytest

from core.errors import PageChanged, SourceError
from core.items import EventItem, EventStatus
from scrapers.platforms.carbonhouse.cards import read_cards
from scrapers.platforms.carbonhouse.load_more import LoadMore
from scrapers.platforms.carbonhouse.merging import merge
from scrapers.platforms.carbonhouse.reader import read_events
from scrapers.reading.contract import Context, Reading

LONDON, NEW_YORK, CHICAGO, TORONTO = "Europe/London", "America/New_York", "America/Chicago", "America/Toronto"
RECORDED = {
    "vanwezel-events.html": ("https://www.vanwezel.org/events", NEW_YORK, "2026-10-01"),
    "vanwezel-ajax-9.json": ("https://www.vanwezel.org/events/events_ajax/9", NEW_YORK, "2026-10-01"),
    "theo2-venue1-events_ajax-0.json": ("https://www.theo2.co.uk/events/events_ajax/0", LONDON, "2026-08-15"),
    "theo2-venue1-events_ajax-24.json": ("https://www.theo2.co.uk/events/events_ajax/24", LONDON, "2026-08-15"),
    "theo2-venue1-events_ajax-48.json": ("https://www.theo2.co.uk/events/events_ajax/48", LONDON, "2026-08-15"),
    "theo2-venue1-events_ajax-72.json": ("https://www.theo2.co.uk/events/events_ajax/72", LONDON, "2026-08-15"),
    "theo2-venue1-events_ajax-96.json": ("https://www.theo2.co.uk/events/events_ajax/96", LONDON, "2026-08-15"),
    "theo2-detail.html": ("https://www.theo2.co.uk/events/detail/accept", LONDON, "2026-08-15"),
    "ovoarena-detail.html": ("https://www.ovoarena.co.uk/events/detail/megadeth", LONDON, "2026-08-15"),
    "bridgestonearena-events.html": ("https://www.bridgestonearena.com/events", CHICAGO, "2021-08-20"),
    "bridgestonearena-detail.html": (
        "https://www.bridgestonearena.com/events/detail/nsh-vs-fla-2",
        CHICAGO,
        "2021-04-20",
    ),
    "radius-event-detail.html": ("https://www.radius-chicago.com/events/detail/1000001", CHICAGO, "2026-06-01"),
    "paramountoakland-events_ajax-6.html": (
        "https://www.paramountoakland.org/events/events_ajax/6",
        "America/Los_Angeles",
        "2026-07-19",
    ),
    "cocacolacoliseum-single_card.html": (
        "https://www.coca-colacoliseum.com/events/events_ajax/0",
        TORONTO,
        "2024-07-20",
    ),
    "historytoronto-single_card.html": ("https://www.historytoronto.com/events/events_ajax/0", TORONTO, "2024-07-20"),
    "historytoronto-parse_error_card.html": (
        "https://www.historytoronto.com/events/events_ajax/0",
        TORONTO,
        "2024-07-20",
    ),
    "empty-events_ajax.html": ("https://www.historytoronto.com/events/events_ajax/96", TORONTO, "2024-07-20"),
}
UNREADABLE = {"historytoronto-parse_error_card.html"}
NO_EVENT_PAGES = {"huntingtonplace-detroit-events.html", "radius-rss.xml"}


def context(name: str) -> Context:
    url, zone, today = RECORDED[name]
    return Context(url=url, timezone=zone, now=datetime.fromisoformat(f"{today}T12:00").replace(tzinfo=ZoneInfo(zone)))


def read(real: Path, name: str) -> Reading:
    return read_events((real / "carbonhouse" / name).read_bytes(), context(name))


def facts(real: Path) -> dict[str, dict[str, str]]:
    with (real / "INDEX.tsv").open(encoding="utf-8", newline="") as index:
        rows = csv.DictReader(index, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["file"].removeprefix("carbonhouse/"): row for row in rows if row["kind"] == "carbonhouse"}


def start(event: EventItem) -> str:
    return str(event.occurrences[0].to_json()["starts_at"])


def test_every_recorded_file_is_listed(real: Path) -> None:
    assert set(facts(real)) == set(RECORDED) | NO_EVENT_PAGES


@pytest.mark.parametrize("name", sorted(RECORDED))
def test_every_listed_event_is_read_and_none_is_invented(real: Path, name: str) -> None:
    reading = read(real, name)
    listed = int(facts(real)[name]["events"])
    assert len(reading.events) + len(reading.problems) == listed
    assert bool(reading.problems) == (name in UNREADABLE)


@pytest.mark.parametrize("name", sorted(set(RECORDED) - UNREADABLE))
def test_the_title_of_every_listed_fact_is_read(real: Path, name: str) -> None:
    row = facts(real)[name]
    listed = [row[column] for column in ("fact1", "fact2", "fact3") if row[column] and "end of feed" not in row[column]]
    titles = [event.title for event in read(real, name).events]
    for fact in listed:
        assert any(fact.startswith(title) for title in titles), fact


@pytest.mark.parametrize("name", ["vanwezel-events.html", "vanwezel-ajax-9.json"])
def test_van_wezel_s_cards(real: Path, name: str) -> None:
    expected: list[dict[str, Any]] = json.loads((real / "carbonhouse" / f"{name}.expected").read_text())["own_reading"]
    events = read(real, name).events
    assert [(event.title, start(event)) for event in events] == [(one["title"], one["date"]) for one in expected]
    assert not any(occurrence.time_known for event in events for occurrence in event.occurrences)
    assert all(
        event.image_url and event.image_url.startswith("https://www.vanwezel.org/assets/img/") for event in events
    )
    for event, one in zip(events, expected, strict=True):
        link = urljoin("https://www.vanwezel.org/", one["ticket"])
        if one["ticket"] == "(registration form)":
            assert event.ticket_url is not None
            assert event.ticket_url.startswith("https://forms.cloud.microsoft/")
        else:
            assert event.ticket_url == (None if link == event.url else link)


def test_van_wezel_s_button(real: Path) -> None:
    name = "vanwezel-events.html"
    cards = read_cards((real / "carbonhouse" / name).read_bytes(), context(name))
    assert (cards.cards, cards.load_more) == (9, LoadMore(offset=9, increment=9))


@pytest.mark.parametrize("name", ["vanwezel-events.html", "bridgestonearena-events.html"])
def test_a_recorded_listing_that_lost_its_button_may_go_on(real: Path, name: str) -> None:
    body = (real / "carbonhouse" / name).read_bytes()
    whole = read_cards(body, context(name))
    assert whole.load_more is not None
    lost = read_cards(body.replace(b"loadMoreEvents", b"nextSlice"), context(name))
    assert (lost.events, lost.load_more) == (whole.events, None)
    assert isinstance(lost.unpaged, PageChanged)


def test_other_recordings_have_all_their_buttons(real: Path) -> None:
    """Complete lists, detail pages with carousels, and pages of other kinds have none to lose."""
    whole, other = [], []
    for path in sorted((real / "carbonhouse").glob("*.*l")):
        at = Context(
            url=f"https://hall.example/events/{path.stem}", timezone="UTC", now=datetime(2026, 10, 1, tzinfo=UTC)
        )
        try:
            cards = read_cards(path.read_bytes(), at)
            whole.append(cards.load_more)
            assert cards.unpaged is None
        except SourceError as error:
            other.append(error.field)
    assert whole.count(None) >= 5
    assert "load_more" not in other


def test_all_pages_of_the_o2_together(real: Path) -> None:
    pages = [read(real, f"theo2-venue1-events_ajax-{offset}.json").events for offset in (0, 24, 48, 72, 96)]
    events = merge(event for page in pages for event in page)
    assert len(events) == 86
    assert (start(events[0]), events[0].occurrences[0].to_json()["ends_at"]) == ("2026-08-19", "2026-09-02")
    assert (start(events[-1]), events[-1].status) == ("2027-09-05T18:00:00+01:00", EventStatus.RESCHEDULED)


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (0, ["2026-08-19", "2026-10-02", "2026-10-23T18:00:00+01:00"]),
        (24, ["2026-10-24", "2026-11-15", "2026-12-01"]),
        (48, ["2026-12-03T18:30:00+00:00", "2026-12-24", "2027-03-26T18:30:00+00:00"]),
        (72, ["2027-03-28T18:00:00+01:00", "2027-04-28T18:30:00+01:00", "2027-09-05T18:00:00+01:00"]),
    ],
)
def test_the_starts_of_the_o2_s_listed_facts(real: Path, offset: int, expected: list[str]) -> None:
    name = f"theo2-venue1-events_ajax-{offset}.json"
    row = facts(real)[name]
    events = read(real, name).events
    listed = [row[column] for column in ("fact1", "fact2", "fact3")]
    assert [start(event) for fact in listed for event in events if fact.startswith(f"{event.title} | ")] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("bridgestonearena-detail.html", "2021-04-26T19:00:00-05:00"),
        ("radius-event-detail.html", "2026-08-07T21:30:00-05:00"),
        ("ovoarena-detail.html", "2027-03-11T19:00:00+00:00"),
        ("theo2-detail.html", "2026-08-28T19:00:00+01:00"),
        ("cocacolacoliseum-single_card.html", "2024-07-31T20:00:00-04:00"),
        ("historytoronto-single_card.html", "2024-07-31T20:00:00-04:00"),
        ("paramountoakland-events_ajax-6.html", "2026-09-22T20:00:00-07:00"),
        ("bridgestonearena-events.html", "2021-09-03"),
    ],
)
def test_the_first_start(real: Path, name: str, expected: str) -> None:
    assert start(read(real, name).events[0]) == expected


def test_a_page_of_meetings_on_the_same_platform_has_no_events(real: Path) -> None:
    url = "https://www.huntingtonplacedetroit.com/about/upcoming-drcfa-meetings"
    body = (real / "carbonhouse" / "huntingtonplace-detroit-events.html").read_bytes()
    with pytest.raises(PageChanged):
        read_events(body, Context(url=url, timezone=NEW_YORK, now=datetime(2024, 5, 9, tzinfo=ZoneInfo(NEW_YORK))))
