"""Facts in all the notations of INDEX.tsv and of the expected files, here with invented events."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from core.items import EventStatus
from quality.accuracy.expected_files import listed_events, window
from quality.accuracy.ical_census import count_events
from quality.accuracy.index import listed_facts, parse_fact, read_index
from quality.accuracy.listed import Field
from quality.accuracy.moments import read_moment


@pytest.mark.parametrize(
    ("text", "day", "hour", "zone", "end"),
    [
        ("2026-10-08 (no time)", "2026-10-08", "no hour", None, None),
        ("2026-10-08", "2026-10-08", None, None, None),
        ("2026-08-28T19:00:00+01:00", "2026-08-28", "19:00 (UTC+01:00)", "UTC+01:00", None),
        ("2026-11-19T19:45:00.000Z", "2026-11-19", "19:45 (UTC)", None, None),
        ("2021-04-26T19:00 America/Chicago", "2021-04-26", "19:00 (America/Chicago)", "America/Chicago", None),
        ("2026-08-08 7:00 PM", "2026-08-08", "19:00", None, None),
        ("2026-05-30 12:15 a.m.", "2026-05-30", "00:15", None, None),
        ("2026-06-18 10:00-22:00", "2026-06-18", "10:00", None, "2026-06-18 22:00"),
        ("2026-10-03 14:00..15:30 local", "2026-10-03", "14:00", None, "2026-10-03 15:30"),
        ("2026-05-30..2026-11-15 (no times)", "2026-05-30", "no hour", None, "last day 2026-11-15"),
        ("2026-10-05..10 all day", "2026-10-05", "all day", None, "last day 2026-10-10"),
        ("2026-10-07T16:00 Denver", "2026-10-07", "16:00", None, None),
        ("TZID=America/New_York:20260610T120000", "2026-06-10", "12:00 (America/New_York)", "America/New_York", None),
        ('TZID="(UTC-05:00) Eastern Time (US & Canada)":20201102T133000', "2020-11-02", "13:30", None, None),
        (
            "TZID=Pacific Standard Time:20200915T083000",
            "2020-09-15",
            "08:30 (America/Los_Angeles)",
            "America/Los_Angeles",
            None,
        ),
        ("TZID=UTC:20260827T183000", "2026-08-27", "18:30 (UTC)", None, None),
        ("20260821T130000Z", "2026-08-21", "13:00 (UTC)", None, None),
        ("20260325T203000", "2026-03-25", "20:30", None, None),
        ("20080228T173000..193000", "2008-02-28", "17:30", None, "2008-02-28 19:30"),
        ("VALUE=DATE:20420120", "2042-01-20", "all day", None, None),
        ("VALUE=DATE 20260301..20270101", "2026-03-01", "all day", None, "last day 2026-12-31"),
        ("1759276800499 ms", "2025-10-01", "00:00 (UTC)", None, None),
        ("datetime(2019, 9, 18, 10, 0", "2019-09-18", "10:00", None, None),
        ("Wednesday / July 31 , 2024 Event Starts 8:00 PM", "2024-07-31", "20:00", None, None),
        ("19 Aug - 1 Sep 2026 ", "2026-08-19", None, None, "last day 2026-09-01"),
        ("24 Dec 2026 - 3 Jan 2027", "2026-12-24", None, None, "last day 2027-01-03"),
        ("Sep 03 ", "????-09-03", None, None, None),
        ("Fri Aug 21, 12:00 PM (only in the title; pubDate 2026-08-22 is not)", "????-08-21", "12:00", None, None),
        ("2019-9-18T10-10-00-00", "2019-09-18", None, None, None),
    ],
)
def test_moments(text: str, day: str, hour: str | None, zone: str | None, end: str | None) -> None:
    when = read_moment(text)
    assert when is not None
    told = [None if part is None else str(part) for part in (when.day, when.hour, when.zone, when.end)]
    assert told == [day, hour, zone, end]


@pytest.mark.parametrize("text", ["see file", "soon", "31 InvalidMonth 2024", "VALUE=DATE-TIME:", "20261399T000000"])
def test_no_moment(text: str) -> None:
    assert read_moment(text) is None


def test_a_title_may_hold_the_separator_and_a_fact_ends_with_place_and_notes() -> None:
    facts = parse_fact("Salt Choir | Live | 2026-10-25 (no time) | Pelican Hall, tickets shop.example eventid=45")
    assert facts is not None
    assert (facts[Field.TITLE], facts[Field.VENUE]) == ("Salt Choir | Live", "Pelican Hall")
    cancelled = parse_fact("Story Hour (CANCELLED) | 2026-10-12T14:00 | Location: Room 2 (see test)")
    assert cancelled is not None
    assert (cancelled[Field.TITLE], cancelled[Field.STATUS]) == ("Story Hour", EventStatus.CANCELLED)
    assert cancelled[Field.VENUE] == "Room 2"
    assert parse_fact("two vevents with the same title") is None


def test_index_rows(tmp_path: Path) -> None:
    names = "file kind source licence bytes events events_expected_by_repo fact1 fact2 fact3 expected_file note"
    head = "\t".join(names.split()) + "\n"
    row = 'rss/a.xml\trss\tx\tMIT\t9\t?\t\tThe "Quay | 2026-10-08 | Pier\tsee file\t\t\tnote\n'
    (tmp_path / "INDEX.tsv").write_text(head + row, encoding="utf-8")
    (found,) = read_index(tmp_path)
    assert found.count is None
    listed, remarks = listed_facts(found)
    assert [one.facts[Field.TITLE] for one in listed] == ['The "Quay']
    assert remarks == ("see file",)


def expected(tmp_path: Path, told: object) -> Path:
    path = tmp_path / "page.html.expected"
    path.write_text(json.dumps(told), encoding="utf-8")
    return path


def shown(tmp_path: Path, told: object, body: bytes = b"") -> list[dict[str, str]]:
    found = listed_events(expected(tmp_path, told), body)
    return [{field.value: str(fact) for field, fact in one.facts.items()} for one in found]


def test_expected_records(tmp_path: Path) -> None:
    record = {"title": "Book Fair", "start": "2026-11-28", "all_day": True, "end": None, "location": "Room 2, Main"}
    assert shown(tmp_path, {"expect": [record]}) == [
        {"title": "Book Fair", "date": "2026-11-28", "time": "all day", "end": "None", "venue": "Room 2, Main"}
    ]
    midnights = {"title": "Closed", "start": "2026-03-27T00:00:00-07:00", "end": "2026-03-28T00:00:00-07:00"}
    assert "time" not in shown(tmp_path, {"events": [midnights]})[0]
    single = {"count": 1, "title": "Gulls", "date": "Apr 26, 2021", "time": "7:00 PM"}
    assert shown(tmp_path, single) == [{"title": "Gulls", "date": "2021-04-26", "time": "19:00"}]


def test_expected_cards_tell_when_there_is_no_hour_and_no_ticket(tmp_path: Path) -> None:
    cards = [{"title": "Gulls", "date": "2026-10-08", "time": None, "ticket": "/events/detail/gulls"}]
    assert shown(tmp_path, {"own_reading": cards}) == [
        {"title": "Gulls", "date": "2026-10-08", "time": "no hour", "ticket_url": "None"}
    ]


def test_expected_asserts_and_constants_of_a_scraper(tmp_path: Path) -> None:
    asserts = [
        'parsed_item["title"] == "Board"',
        'parsed_item["start"] == datetime(2024, 6, 13, 10, 0)',
        'parsed_item["end"] == datetime(2024, 6, 13, 11, 30)',
        '( parsed_item["source"] == "https://town.example/1" # noqa )',
        'parsed_items[3]["title"] == "Another"',
    ]
    told = {"frozen_now": "2024-02-13", "asserts": asserts}
    assert shown(tmp_path, told, b"Board https://town.example/1") == [
        {
            "title": "Board",
            "date": "2024-06-13",
            "time": "10:00",
            "end": "2024-06-13 11:30",
            "url": "https://town.example/1",
        }
    ]
    (one,) = listed_events(expected(tmp_path, told), b"nothing of it")
    assert Field.TITLE in one.disputed
    assert Field.URL not in one.facts


def test_expected_elixir_terms(tmp_path: Path) -> None:
    event = {
        "event_title": "Tin Herons",
        "event_date": "~D[2026-01-30]",
        "event_time": "~T[22:00:00]",
        "price": '%Price{format: :range, lo: Decimal.new("25.63"), hi: Decimal.new("71.75")}',
        "ticket_url": "nil",
        "details_url": "https://hall.example/herons",
    }
    told = {"tests": [{"one_event": event}, {"one_event": {}}]}
    assert shown(tmp_path, told, b"Tin Herons https://hall.example/herons") == [
        {
            "title": "Tin Herons",
            "date": "2026-01-30",
            "time": "22:00",
            "price": "2563-7175",
            "url": "https://hall.example/herons",
        }
    ]


def test_expected_nodes(tmp_path: Path) -> None:
    node = {
        "@type": "MusicEvent",
        "name": "Gulls",
        "startDate": "2017-06-10T19:30:00-0400",
        "location": {"name": "Pier"},
    }
    micro = {"type": "http://schema.org/Event", "properties": {"name": "Terns", "startDate": "2013-09-14T21:30"}}
    assert [one["title"] for one in shown(tmp_path, {"json-ld": [node], "rdfa": []})] == ["Gulls"]
    assert shown(tmp_path, [micro]) == [{"title": "Terns", "date": "2013-09-14", "time": "21:30"}]


def test_windows(tmp_path: Path) -> None:
    assert window(expected(tmp_path, {"window": "2026-03-25..2026-06-23 (past dropped)"})) == (
        "2026-03-25",
        "2026-06-23",
    )
    assert window(expected(tmp_path, {"window": ["2026-10-04", "2027-02-01"]})) == ("2026-10-04", "2027-02-01")
    assert window(expected(tmp_path, {"count": 1})) is None
    assert window(expected(tmp_path, [])) is None


def test_a_series_with_its_overrides_is_one_event() -> None:
    records = [
        "UID:a",
        "UID:a\r\nRECURRENCE-ID:20261101T000000Z",
        "UID:b",
        "SUMMARY:x\r\nDTSTART:20261101",
        "SUMMARY:y",
    ]
    events = "".join(f"BEGIN:VEVENT\r\n{record}\r\nEND:VEVENT\r\n" for record in records)
    assert count_events(f"BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n".encode()) == 4
    assert count_events(f"BEGIN:VCALENDAR\n{events}END:VCALENDAR".encode("utf-16")) == 4
    assert count_events(b"BEGIN:VCALENDAR\nEND:VCALENDAR") == 0
