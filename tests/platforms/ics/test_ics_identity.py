"""Which components of a calendar are one event, and which copy of it stands."""

from __future__ import annotations

from core.items import EventItem, EventStatus
from scrapers.platforms.ics.reader import read_events
from tests.platforms.ics.ics_calendars import calendar, context, only, read, starts


def test_the_highest_sequence_wins_in_any_order() -> None:
    old = "UID:a\nSUMMARY:Old\nDTSTART:20261010T200000\nSEQUENCE:1\nLAST-MODIFIED:20261001T000000Z"
    new = "UID:a\nSUMMARY:New\nDTSTART:20261011T200000\nSEQUENCE:2\nLAST-MODIFIED:20260901T000000Z"
    for order in ((old, new), (new, old)):
        reading = read(*order)
        [event], [problem] = reading.events, reading.problems
        assert (event.uid, event.title, event.sequence) == ("a", "New", 2)
        assert problem.found == "another VEVENT with the UID of New, Old on 2026-10-10, has a lower SEQUENCE"


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


YOGA = [f"UID:y\nSUMMARY:Yoga\nDTSTART:202610{day}T090000" for day in range(10, 20)]


def own_titles(event: EventItem) -> list[str | None]:
    return [one.title for one in event.occurrences]


def test_one_retitled_date_of_a_series_takes_no_other_with_it() -> None:
    for title in ("CANCELLED: Yoga", "Yoga with Ann", "Pilates instead"):
        changed = YOGA[3].replace("SUMMARY:Yoga", f"SUMMARY:{title}\nSEQUENCE:1")
        event = only(read(*YOGA[:3], changed, *YOGA[4:]))
        assert (event.uid, event.title, len(event.occurrences)) == ("y", "Yoga", 10)
        assert own_titles(event) == [None] * 3 + [title] + [None] * 6
        assert event.status is EventStatus.SCHEDULED


def test_the_one_other_date_of_two_is_retitled() -> None:
    reading = read(YOGA[0], YOGA[1].replace("SUMMARY:Yoga", "SUMMARY:CANCELLED: Yoga\nSEQUENCE:1"))
    assert {(event.title, event.status) for event in reading.events} == {
        ("Yoga", EventStatus.SCHEDULED),
        ("CANCELLED: Yoga", EventStatus.CANCELLED),
    }


def test_a_title_with_other_quotes_dashes_or_capitals_is_the_same() -> None:
    written = ("Ann's Jam - Late", "Ann\u2019s Jam - Late", "ANN'S JAM \u2013 LATE", "Ann's\u00a0Jam - Late")
    dates = [f"UID:j\nSUMMARY:{title}\nDTSTART:2026101{n}T200000\nSEQUENCE:{n}" for n, title in enumerate(written)]
    assert len(starts(only(read(*dates)))) == 4
    assert len(starts(only(read(dates[0], dates[1])))) == 2


def test_one_uid_for_all_events_of_a_site() -> None:
    titles = ("Talk", "Film", "Dance", "Opera", "Circus", "Choir")
    events = [f"UID:a\nSUMMARY:{title}\nDTSTART:2026101{n}T200000\nSEQUENCE:{n % 2}" for n, title in enumerate(titles)]
    found = read(*events).events
    assert {event.title for event in found} == set(titles)
    moved = [event.replace("T200000", "T210000").replace("2026101", "2026102") for event in events]
    assert {event.uid for event in read(*moved).events} == {event.uid for event in found}


def test_dates_under_one_uid_with_other_titles_and_sequences_all_stand() -> None:
    titles = ("Talk", "Film", "Dance")
    events = [f"UID:a\nSUMMARY:{title}\nDTSTART:2026101{n}T200000\nSEQUENCE:{n}" for n, title in enumerate(titles)]
    for order in (events, events[::-1]):
        reading = read(*order)
        assert ({event.title for event in reading.events}, reading.problems) == (set(titles), ())


def test_one_cancelled_date_of_a_series_cancels_no_other() -> None:
    event = only(read(*YOGA[:1], f"{YOGA[1]}\nSTATUS:CANCELLED\nSEQUENCE:1", *YOGA[2:]))
    assert event.status is EventStatus.SCHEDULED
    assert [one.status for one in event.occurrences] == [
        EventStatus.CANCELLED if n == 1 else EventStatus.SCHEDULED for n in range(10)
    ]
    assert only(read(*(f"{one}\nSTATUS:CANCELLED" for one in YOGA))).status is EventStatus.CANCELLED


def test_a_notice_without_times_cancels_every_date() -> None:
    event = only(read(*YOGA, "UID:y\nSUMMARY:Yoga\nSTATUS:CANCELLED\nSEQUENCE:1"))
    assert {one.status for one in event.occurrences} == {event.status} == {EventStatus.CANCELLED}
    assert len(event.occurrences) == 10


def test_one_private_date_of_a_series_hides_no_other() -> None:
    assert len(only(read(f"{YOGA[0]}\nSEQUENCE:1\nCLASS:PRIVATE", *YOGA[1:])).occurrences) == 9


def test_a_date_of_a_series_that_the_feed_repeats_is_one_showing() -> None:
    weekly = "UID:w\nSUMMARY:Jam\nDTSTART:20261010T200000\nRRULE:FREQ=WEEKLY;COUNT=4"
    for edited in ("", "\nSEQUENCE:1", "\nLAST-MODIFIED:20261001T000000Z"):
        event = only(read(weekly, f"UID:w\nSUMMARY:Jam\nDTSTART:20261017T200000{edited}"))
        assert len(starts(event)) == len(set(starts(event))) == 4
    cancelled = only(read(weekly, "UID:w\nSUMMARY:Jam\nDTSTART:20261017T200000\nSEQUENCE:1\nSTATUS:CANCELLED"))
    assert [one.status.value for one in cancelled.occurrences] == ["scheduled", "cancelled", "scheduled", "scheduled"]


def test_a_matinee_that_was_edited_apart_is_a_showing() -> None:
    matinee = "UID:a\nSUMMARY:Revue\nDTSTART:20261010T140000"
    for edited in ("", "\nSEQUENCE:1", "\nLAST-MODIFIED:20261001T000000Z"):
        event = only(read(matinee, f"UID:a\nSUMMARY:Revue\nDTSTART:20261010T200000{edited}"))
        assert [start[11:13] for start in starts(event)] == ["14", "20"]


def test_a_part_that_google_split_off_to_change_the_hour_is_of_the_series() -> None:
    def series(uid: str, title: str, start: str, rule: str) -> str:
        return f"UID:{uid}@google.com\nSUMMARY:{title}\nDTSTART;TZID=America/New_York:{start}\nRRULE:FREQ=WEEKLY;{rule}"

    first = series("a", "Yoga", "20261005T190000", "UNTIL=20261012T035959Z")
    later = series("a_R20261012T230000", "Yoga", "20261012T200000", "COUNT=2")
    event = only(read(later, first))
    assert event.uid == "a@google.com"
    assert [one[:16] for one in starts(event)] == ["2026-10-05T19:00", "2026-10-12T20:00", "2026-10-19T20:00"]
    same_hour = series("a_R20261012T230000", "Yoga", "20261012T190000", "COUNT=2")
    other_title = series("a_R20261012T230000", "Pilates", "20261012T200000", "COUNT=2")
    for apart in (same_hour, other_title):
        assert {one.uid for one in read(first, apart).events} == {"a@google.com", "a_R20261012T230000@google.com"}
