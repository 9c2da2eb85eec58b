"""Which components of a calendar are one event, and which copy of it stands."""

from __future__ import annotations

from scrapers.platforms.ics.reader import read_events
from tests.platforms.ics.ics_calendars import calendar, context, only, read, starts


def test_the_highest_sequence_wins_in_any_order() -> None:
    old = "UID:a\nSUMMARY:Old\nDTSTART:20261010T200000\nSEQUENCE:1\nLAST-MODIFIED:20261001T000000Z"
    new = "UID:a\nSUMMARY:New\nDTSTART:20261011T200000\nSEQUENCE:2\nLAST-MODIFIED:20260901T000000Z"
    for order in ((old, new), (new, old)):
        event = only(read(*order))
        assert (event.uid, event.title, event.sequence) == ("a", "New", 2)


def test_the_copy_modified_last_wins_where_only_the_time_or_the_title_differs() -> None:
    old = "UID:a\nSUMMARY:Talk\nDTSTART:20261010T200000\nLAST-MODIFIED:20260901T000000Z"
    later = "UID:a\nSUMMARY:Talk\nDTSTART:20261010T210000\nLAST-MODIFIED:20261001T000000Z"
    renamed = "UID:a\nSUMMARY:Long talk\nDTSTART:20261010T200000\nLAST-MODIFIED:20261001T000000Z"
    assert starts(only(read(old, later))) == ["2026-10-10T21:00:00-04:00"]
    assert only(read(renamed, old)).title == "Long talk"


def test_two_events_under_one_uid_both_come_through() -> None:
    one, two = "UID:a\nSUMMARY:Talk\nDTSTART:20261010T200000", "UID:a\nSUMMARY:Film\nDTSTART:20261012T200000"
    straight, reverse = read(one, two).events, read(two, one).events
    assert {event.title for event in straight} == {"Talk", "Film"}
    assert {event.uid for event in straight} == {event.uid for event in reverse}
    assert all(event.uid.startswith("a#") and len(event.uid) == 10 for event in straight)


def test_one_title_at_several_dates_under_one_uid_is_one_event() -> None:
    event = only(read("UID:a\nSUMMARY:Talk\nDTSTART:20261010T200000", "UID:a\nSUMMARY:Talk\nDTSTART:20261012T200000"))
    assert starts(event) == ["2026-10-10T20:00:00-04:00", "2026-10-12T20:00:00-04:00"]
    assert event.uid == "a"


def test_an_event_without_uid_goes_by_a_fingerprint_that_stays() -> None:
    found = "SUMMARY:Talk\nDTSTART:20261010T200000\nLOCATION:Red Room"
    first = only(read(f"{found}\nDTSTAMP:20261001T000000Z"))
    again = only(read(f"{found}\nDTSTAMP:20261002T000000Z\nDESCRIPTION:more"))
    other = only(read(f"{found} West"))
    assert first.uid == again.uid
    assert first.uid.startswith("fp-")
    assert other.uid != first.uid


def test_uids_that_change_at_every_load_are_not_used() -> None:
    def load(stamp: str) -> set[str]:
        events = [
            f"UID:{stamp}-{number}@hall\nDTSTAMP:{stamp}Z\nSUMMARY:Talk {number}\nDTSTART:2026101{number}T200000"
            for number in range(3)
        ]
        return {event.uid for event in read(*events).events}

    assert load("20261001T120000") == load("20261002T130000")
    assert len(load("20261001T120000")) == 3
    body = calendar("UID:random-1\nSUMMARY:Talk\nDTSTART:20261010T200000")
    assert read_events(body, context(uids_change=True)).events[0].uid.startswith("fp-")
