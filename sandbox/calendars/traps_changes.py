"""Calendars in which one record changes, repeats, or hides another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from core.items import EventStatus
from sandbox.calendars.traps import Trap, at, event, feed, hours, in_utc, instance, next_monday, vevent, weekly, zoned


def change_traps(today: date) -> Iterator[Trap]:
    yield _moved_and_cancelled(today)
    yield _this_and_future(today)
    yield _same_uid_twice(today)
    yield _cancelled(today)
    yield _private(today)
    yield _one_bad_record(today)


def changing_uids(today: date, load: int) -> Trap:
    """New UIDs at every load: only their content shows that these are the same two events."""
    day = next_monday(today)
    records, true = [], []
    for number, title in enumerate(("Sunset Cruise", "Full Moon Drum Circle")):
        starts = at(day + timedelta(days=number), 18)
        uid = f"{load:08d}-{number}@changing.example"
        records.append(vevent(uid, title, zoned("DTSTART", starts), zoned("DTEND", at(starts.date(), 20))))
        true.append(event("", title, hours(starts)))
    return Trap("changing-uids", feed(*records), tuple(true))


def _moved_and_cancelled(today: date) -> Trap:
    """Four Tuesdays: the second is moved to Wednesday noon and the third is cancelled."""
    days = weekly(next_monday(today) + timedelta(days=1), 4)
    uid, title = "moved-and-cancelled@feeds.example", "Book Circle"
    moved = at(days[1] + timedelta(days=1), 12)
    series = vevent(
        uid, title, zoned("DTSTART", at(days[0], 18)), zoned("DTEND", at(days[0], 20)), "RRULE:FREQ=WEEKLY;COUNT=4"
    )
    override = vevent(
        uid,
        title,
        zoned("RECURRENCE-ID", at(days[1], 18)),
        zoned("DTSTART", moved),
        zoned("DTEND", at(moved.date(), 14)),
        "SEQUENCE:1",
    )
    cancelled = vevent(
        uid,
        title,
        f"RECURRENCE-ID:{in_utc(at(days[2], 18))}",
        zoned("DTSTART", at(days[2], 18)),
        zoned("DTEND", at(days[2], 20)),
        "STATUS:CANCELLED",
    )
    true = event(
        uid,
        title,
        instance(at(days[0], 18)),
        instance(at(days[1], 18), starts=moved),
        instance(at(days[2], 18), status=EventStatus.CANCELLED),
        instance(at(days[3], 18)),
    )
    return Trap("moved-and-cancelled", feed(override, series, cancelled), (true,))


def _this_and_future(today: date) -> Trap:
    """Five Fridays: from the third one on, they start 90 minutes later and last 30 minutes longer (RFC 5545 3.2.13)."""
    days = weekly(next_monday(today) + timedelta(days=4), 5)
    uid, title = "this-and-future@feeds.example", "Friday Organ Recital"
    series = vevent(
        uid, title, zoned("DTSTART", at(days[0], 18)), zoned("DTEND", at(days[0], 20)), "RRULE:FREQ=WEEKLY;COUNT=5"
    )
    override = vevent(
        uid,
        title,
        f"RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:{at(days[2], 18):%Y%m%dT%H%M%S}",
        zoned("DTSTART", at(days[2], 19, 30)),
        zoned("DTEND", at(days[2], 22)),
    )
    length = timedelta(hours=2, minutes=30)
    true = [instance(at(day, 18)) for day in days[:2]]
    true += [instance(at(day, 18), starts=at(day, 19, 30), length=length) for day in days[2:]]
    return Trap("this-and-future", feed(series, override), (event(uid, title, *true),))


def _same_uid_twice(today: date) -> Trap:
    """The newer copy (SEQUENCE 2) comes before the older one, which must not win just because it comes last."""
    day = next_monday(today)
    uid = "same-uid-twice@feeds.example"
    newer = vevent(
        uid,
        "Kite Festival (new hour)",
        "SEQUENCE:2",
        "LAST-MODIFIED:20260110T120000Z",
        zoned("DTSTART", at(day, 14)),
        zoned("DTEND", at(day, 16)),
    )
    older = vevent(
        uid,
        "Kite Festival",
        "SEQUENCE:0",
        "LAST-MODIFIED:20260102T120000Z",
        zoned("DTSTART", at(day, 11)),
        zoned("DTEND", at(day, 13)),
    )
    true = event(uid, "Kite Festival (new hour)", hours(at(day, 14)), sequence=2)
    return Trap("same-uid-twice", feed(newer, older), (true,))


def _cancelled(today: date) -> Trap:
    day = next_monday(today) + timedelta(days=2)
    uid, title = "cancelled@feeds.example", "Lantern Parade"
    record = vevent(uid, title, zoned("DTSTART", at(day, 19)), zoned("DTEND", at(day, 21)), "STATUS:CANCELLED")
    off = instance(at(day, 19), status=EventStatus.CANCELLED)
    true = event(uid, title, replace(off, recurrence_id=None), status=EventStatus.CANCELLED)
    return Trap("cancelled", feed(record), (true,))


def _private(today: date) -> Trap:
    """A CLASS:PRIVATE event must not be published; the public one next to it must."""
    day = next_monday(today)
    times = (zoned("DTSTART", at(day, 9)), zoned("DTEND", at(day, 11)))
    secret = vevent("private@feeds.example", "Staff Appraisal", *times, "CLASS:PRIVATE")
    public = vevent("public@feeds.example", "Garden Tour", *times, "CLASS:PUBLIC")
    return Trap("private", feed(secret, public), (event("public@feeds.example", "Garden Tour", hours(at(day, 9))),))


def _one_bad_record(today: date) -> Trap:
    """An event in month 13 and an event without a start, between two good ones."""
    day = next_monday(today)
    records, true = [], []
    for number, title in enumerate(("First Good One", "Second Good One")):
        uid, starts = f"good-{number}@feeds.example", at(day + timedelta(days=number), 10)
        records.append(vevent(uid, title, zoned("DTSTART", starts), zoned("DTEND", at(starts.date(), 12))))
        true.append(event(uid, title, hours(starts)))
    bad = vevent("bad-month@feeds.example", "Thirteenth Month", "DTSTART:20261340T100000Z")
    dateless = vevent("dateless@feeds.example", "Some Day")
    return Trap("one-bad-record", feed(records[0], bad, dateless, records[1]), tuple(true))
