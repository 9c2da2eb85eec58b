"""Calendars with difficult RRULE, RDATE, and EXDATE lines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sandbox.calendars.traps import (
    Trap,
    at,
    event,
    feed,
    in_utc,
    instance,
    next_monday,
    vevent,
    weekly,
    whole_days,
    zoned,
)
from sandbox.ical_text import fall_back, spring_forward
from sandbox.tribe.months import Month

LONGEST_WINDOW = timedelta(days=430)


def rule_traps(today: date) -> Iterator[Trap]:
    yield _across_a_clock_change(today)
    yield from _until_forms(today)
    yield _every_second_day(today)
    yield _last_working_day(today)
    yield _without_some_dates(today)
    yield _with_extra_dates(today)
    yield _endless(today)


def next_clock_change(today: date, *, weeks_ahead: int) -> date:
    """New York's next clock change that is at least `weeks_ahead` weeks away."""
    changes = [change(year) for year in range(today.year, today.year + 3) for change in (spring_forward, fall_back)]
    return min(day for day in changes if day >= today + timedelta(weeks=weeks_ahead))


def _across_a_clock_change(today: date) -> Trap:
    """10:30 local time stays 10:30, so the instances shift by an hour in UTC at the clock change."""
    days = weekly(next_clock_change(today, weeks_ahead=3) - timedelta(days=20), 6)
    uid, title = "weekly-dst@feeds.example", "Harbor Yoga"
    lines = (zoned("DTSTART", at(days[0], 10, 30)), zoned("DTEND", at(days[0], 12, 30)), "RRULE:FREQ=WEEKLY;COUNT=6")
    true = event(uid, title, *(instance(at(day, 10, 30)) for day in days))
    return Trap("weekly-dst", feed(vevent(uid, title, *lines)), (true,))


def _until_forms(today: date) -> Iterator[Trap]:
    """UNTIL is inclusive: the last start in UTC or in local time, or a date three days later. The shows are in the
    evening, so that the last one is on the next day in UTC."""
    days = weekly(next_monday(today), 4)
    last = at(days[-1], 20)
    forms = {
        "until-utc": in_utc(last),
        "until-local": f"{last:%Y%m%dT%H%M%S}",
        "until-date": f"{days[-1] + timedelta(days=3):%Y%m%d}",
    }
    for name, until in forms.items():
        uid, title = f"{name}@feeds.example", "Monday Night Improv"
        lines = (zoned("DTSTART", at(days[0], 20)), zoned("DTEND", at(days[0], 22)))
        true = event(uid, title, *(instance(at(day, 20)) for day in days))
        yield Trap(name, feed(vevent(uid, title, *lines, f"RRULE:FREQ=WEEKLY;UNTIL={until}")), (true,))
    uid, title = "until-date-all-day@feeds.example", "Library Closed"
    lines = (f"DTSTART;VALUE=DATE:{days[0]:%Y%m%d}", f"RRULE:FREQ=WEEKLY;UNTIL={days[-1]:%Y%m%d}")
    true = event(uid, title, *(whole_days(day, None, recurring=True) for day in days))
    yield Trap("until-date-all-day", feed(vevent(uid, title, *lines)), (true,))


def _every_second_day(today: date) -> Trap:
    days = [today + timedelta(days=2 + 2 * index) for index in range(5)]
    uid, title = "every-second-day@feeds.example", "Tide Pool Walk"
    lines = (
        zoned("DTSTART", at(days[0], 8)),
        zoned("DTEND", at(days[0], 10)),
        "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=5",
    )
    return Trap(
        "every-second-day",
        feed(vevent(uid, title, *lines)),
        (event(uid, title, *(instance(at(day, 8)) for day in days)),),
    )


def _last_working_day(today: date) -> Trap:
    """BYSETPOS=-1: the last weekday (Monday to Friday) of four consecutive months."""
    days = [_last_weekday(Month.of(today).plus(months)) for months in range(1, 5)]
    uid, title = "last-working-day@feeds.example", "Payday Jazz"
    lines = (
        zoned("DTSTART", at(days[0], 17)),
        zoned("DTEND", at(days[0], 19)),
        "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=4",
    )
    return Trap(
        "bysetpos", feed(vevent(uid, title, *lines)), (event(uid, title, *(instance(at(day, 17)) for day in days)),)
    )


def _without_some_dates(today: date) -> Trap:
    """EXDATE in the series' zone, in UTC, and two dates on one line."""
    days = weekly(next_monday(today) + timedelta(days=3), 8)
    uid, title = "exdates@feeds.example", "Salsa Thursday"
    lines = (
        zoned("DTSTART", at(days[0], 19)),
        zoned("DTEND", at(days[0], 21)),
        "RRULE:FREQ=WEEKLY;COUNT=8",
        zoned("EXDATE", at(days[1], 19)),
        f"EXDATE:{in_utc(at(days[3], 19))}",
        zoned("EXDATE", at(days[5], 19)) + f",{at(days[6], 19):%Y%m%dT%H%M%S}",
    )
    true = event(uid, title, *(instance(at(days[index], 19)) for index in (0, 2, 4, 7)))
    return Trap("exdates", feed(vevent(uid, title, *lines)), (true,))


def _with_extra_dates(today: date) -> Trap:
    """RDATE as a list of times, including one from the rule, and as a PERIOD with its own length."""
    days = weekly(next_monday(today) + timedelta(days=5), 3)
    extra, longer = days[0] + timedelta(days=1), days[1] + timedelta(days=1)
    uid, title = "rdates@feeds.example", "Farmers Market"
    lines = (
        zoned("DTSTART", at(days[0], 9)),
        zoned("DTEND", at(days[0], 11)),
        "RRULE:FREQ=WEEKLY;COUNT=3",
        zoned("RDATE", at(extra, 9)) + f",{at(days[1], 9):%Y%m%dT%H%M%S}",
        f"RDATE;VALUE=PERIOD:{in_utc(at(longer, 9))}/PT5H",
    )
    true = [instance(at(day, 9)) for day in (days[0], extra, days[1], days[2])]
    true.insert(3, instance(at(longer, 9), length=timedelta(hours=5)))
    return Trap("rdates", feed(vevent(uid, title, *lines)), (event(uid, title, *true),))


def _endless(today: date) -> Trap:
    """No COUNT and no UNTIL. The weekday is chosen so that no instance is within a day of either end of the usual
    window, yesterday to thirteen months ahead."""
    end = Month.of(today).plus(13)
    turn = (min(end.first_day + timedelta(days=today.day - 1), end.last_day) - today).days % 7
    offset = next(day for day in (1, 2, 3, 4) if day not in {(turn - 1) % 7, turn, (turn + 1) % 7})
    first = today + timedelta(days=offset - 14)
    days = weekly(first, LONGEST_WINDOW.days // 7 + 3)
    uid, title = "endless@feeds.example", "Open Mic"
    lines = (zoned("DTSTART", at(first, 18)), zoned("DTEND", at(first, 20)), "RRULE:FREQ=WEEKLY")
    true = event(uid, title, *(instance(at(day, 18)) for day in days))
    return Trap("endless", feed(vevent(uid, title, *lines)), (true,))


def _last_weekday(month: Month) -> date:
    day = month.last_day
    return day - timedelta(days=max(0, day.weekday() - 4))
