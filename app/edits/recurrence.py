"""Reads how often an event repeats: "every Tuesday until Dec 22", "el primer viernes del mes, 6 veces", or an RRULE.

It refuses what it doesn't understand completely, because a wrong series is worse than none. The `recurrent` package
ignores words that it doesn't know, and was last released in 2021.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil import rrule

from app.edits.given import Unreadable
from app.edits.spanish import in_english

MOST = 400
LONGEST = timedelta(days=2 * 366)
EXAMPLES = 'Write for example "every Tuesday until Dec 22", "every other Friday, 6 times", or an RRULE.'
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS = tuple(map(rrule.weekday, range(7)))
_NUMBERS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": -1}
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(?P<year>\d{4}))?"
_DATES = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"),
    re.compile(rf"{_NAME}\s+{_DAY}{_YEAR}"),
    re.compile(rf"{_DAY}\s+(?:of\s+)?{_NAME}{_YEAR}"),
)
_WHOLE_MONTH = re.compile(rf"(?:(?:the )?end of )?{_NAME}{_YEAR}")
_UNITS = {"day": rrule.DAILY, "week": rrule.WEEKLY, "month": rrule.MONTHLY}
_END = re.compile(r"[,;]?\s*(?:until|till|through|thru|to|hasta)\s+(?P<until>.+?)\s*$")
_TIMES = re.compile(
    r"[,;]?\s*(?:(?:for|durante|por)\s+)?\b(?<!every )(?<!each )(?<!cada )(?P<count>\d+|[a-z]+)\s+"
    r"(?P<unit>times|weeks|days|months|veces|semanas|d[ií]as|meses)\s*$"
)
_EXCEPT = re.compile(r"[,;]?\s*(?:except|but not|not|excepto|salvo|menos)(?:\s+on)?\s+(?P<days>.+?)\s*$")
_UNCLEAR = re.compile(
    r"(?:on\s+)?(?:every|each)\s+(?:second|2nd|third|3rd|fourth|4th)\s+(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
)
_EVERY = re.compile(r"(?:on\s+)?(?:every|each|the)?\s*(?P<what>.+)$")


def read_starts(words: str, start: datetime, zone: ZoneInfo) -> list[datetime]:
    """All starts, the first one included. `start`: local in `zone`, without a zone. Raises Unreadable."""
    given = " ".join(words.split())
    by_rule = "freq=" in given.lower()
    found = _by_rule(given, start, zone) if by_rule else _in_words(given.lower().rstrip("."), start)
    if not found:
        raise Unreadable(f"{given!r} has no date from {start:%Y-%m-%d} on.")
    if found[0] != start:
        raise Unreadable(
            f"The first date, {start:%A, %Y-%m-%d}, isn't one of {given!r}: begin on {found[0]:%A, %Y-%m-%d}."
        )
    return found


def _by_rule(given: str, start: datetime, zone: ZoneInfo) -> list[datetime]:
    rule = given.upper().removeprefix("RRULE:")
    if "UNTIL=" not in rule and "COUNT=" not in rule:
        raise Unreadable("The RRULE has no end: add UNTIL or COUNT.")
    if re.search(r"FREQ=(HOUR|MINUTE|SECOND)LY|BY(HOUR|MINUTE|SECOND)=", rule):
        raise Unreadable("An event repeats by days, not by hours.")
    try:
        found = rrule.rrulestr(re.sub(r"UNTIL=([0-9TZ]+)", lambda end: _until(end[1], zone), rule), dtstart=start)
    except (ValueError, TypeError, KeyError) as error:
        raise Unreadable(f"{given!r} is not a valid RRULE (RFC 5545 3.3.10).") from error
    return _bounded(found)


def _until(end: str, zone: ZoneInfo) -> str:
    """As local time, to compare with local starts: a day to its end, a moment in UTC in the event's zone."""
    if "T" not in end:
        return f"UNTIL={end}T235959"
    if not end.endswith("Z"):
        return f"UNTIL={end}"
    return f"UNTIL={datetime.fromisoformat(end).astimezone(zone):%Y%m%dT%H%M%S}"


def _in_words(given: str, start: datetime) -> list[datetime]:
    rest, skipped = given, set[date]()
    if found := _EXCEPT.search(rest):
        rest, skipped = rest[: found.start()], {_day(one, start) for one in _listed(found["days"])}
    options: dict[str, Any] = {}
    if found := _END.search(rest):
        rest, options["until"] = rest[: found.start()], datetime.combine(_last_day(found["until"], start), time.max)
    elif found := _TIMES.search(rest):
        rest = rest[: found.start()]
        options |= _count(found["count"], found["unit"], start)
    else:
        _what(rest.strip(" ,;"), start)  # what isn't understood may hold the end
        raise Unreadable(f"{given!r} has no end. {EXAMPLES}")
    options |= _what(rest.strip(" ,;"), start)
    return [one for one in _bounded(rrule.rrule(dtstart=start, **options)) if one.date() not in skipped]


def _bounded(found: Any) -> list[datetime]:
    starts: list[datetime] = []
    for one in found:
        starts.append(one)
        if len(starts) > MOST or one - starts[0] > LONGEST:
            raise Unreadable(f"It has more than {MOST} dates, or lasts over two years: give an earlier end.")
    return starts


def _what(words: str, start: datetime) -> Mapping[str, Any]:
    english = in_english(words)
    if english in ("daily", "weekly", "monthly"):
        return {"freq": {"daily": rrule.DAILY, "weekly": rrule.WEEKLY, "monthly": rrule.MONTHLY}[english]}
    found = _EVERY.fullmatch(english)
    what = re.sub(r"\s+(?:of|in) (?:the|each|every) month$", " of the month", found["what"]) if found else ""
    if what in ("weekday", "weekdays"):
        return {"freq": rrule.DAILY, "byweekday": range(5)}
    if what in ("weekend", "weekends"):
        return {"freq": rrule.DAILY, "byweekday": (5, 6)}
    if _UNCLEAR.fullmatch(english):
        raise Unreadable(f"{words!r} may mean every other week, or once a month. Write one of these.")
    if what.removesuffix(" of the month").split(" ")[0] in _NUMBERS and not what.startswith("second day"):
        return _monthly(what.removesuffix(" of the month"), words)
    interval, what = _interval(what)
    if what.removesuffix("s") in _UNITS:
        return {"freq": _UNITS[what.removesuffix("s")], "interval": interval}
    if " on " in what:
        unit, _, days = what.partition(" on ")
        if unit.removesuffix("s") != "week":
            raise _unknown(words)
        what = days
    return {"freq": rrule.WEEKLY, "interval": interval, "byweekday": [_weekday(one, words) for one in _listed(what)]}


def _monthly(what: str, words: str) -> Mapping[str, Any]:
    """`first and third friday`."""
    *numbers, day = [part for part in re.split(r"\s+and\s+|[,\s]+", what) if part]
    if not numbers or any(number not in _NUMBERS for number in numbers):
        raise _unknown(words)
    weekday = _weekday(day, words)
    return {"freq": rrule.MONTHLY, "byweekday": [weekday(_NUMBERS[number]) for number in numbers]}


def _interval(what: str) -> tuple[int, str]:
    first, _, rest = what.partition(" ")
    if first in ("other", "second") and rest:
        return 2, rest
    if first in _COUNTS and rest:
        return _COUNTS.index(first) + 1, rest
    if first.isdigit() and 1 <= int(first) <= 12:
        return int(first), rest
    return 1, what


def _listed(words: str) -> list[str]:
    return [part for part in re.split(r"\s*(?:,|&|\band\b|\b[ye]\b|/)\s*", words) if part]


def _weekday(name: str, words: str) -> Any:
    short = name.strip(" .").removesuffix("s")
    matching = [number for number, day in enumerate(_DAYS) if len(short) >= 3 and day.startswith(short)]
    if len(matching) != 1 or (len(short) < len(_DAYS[matching[0]]) and len(short) > 4):
        raise _unknown(words)
    return _WEEKDAYS[matching[0]]


def _count(count: str, unit: str, start: datetime) -> Mapping[str, Any]:
    word, period = in_english(count), in_english(unit)
    number = int(word) if word.isdigit() else _COUNTS.index(word) + 1 if word in _COUNTS else 0
    if not 1 <= number <= MOST:
        raise Unreadable(f"{count!r} isn't a number of {unit} that an event repeats. {EXAMPLES}")
    if period == "times":
        return {"count": number}
    days = {"days": 1, "weeks": 7}.get(period)
    if days is None:
        raise Unreadable(f"Give the last day instead of {number} months. {EXAMPLES}")
    return {"until": datetime.combine(start.date() + timedelta(days=days * number - 1), time.max)}


def _last_day(words: str, start: datetime) -> date:
    """A day, or a month up to its last day: `June`, `the end of June 2027`."""
    found = _WHOLE_MONTH.fullmatch(in_english(words).strip(" .,"))
    if found is None:
        return _day(words, start)
    month = _MONTHS.index(found["month"][:3]) + 1
    year = int(found["year"] or start.year + (month < start.month))
    return date(year, month, monthrange(year, month)[1])


def _day(words: str, start: datetime) -> date:
    """`Dec 22`, `December 22nd, 2026`, `22 Dec`, `2026-12-22`; without a year, the first one from the start on."""
    found = next((found for pattern in _DATES if (found := pattern.fullmatch(in_english(words).strip(" .,")))), None)
    if found is None:
        raise Unreadable(f"{words!r} isn't a day: write Dec 22, 2026-12-22, or a month for its last day.")
    parts = found.groupdict()
    name = parts.get("month") or ""
    month = int(name) if name.isdigit() else _MONTHS.index(name[:3]) + 1
    try:
        if parts["year"]:
            return date(int(parts["year"]), month, int(parts["day"]))
        this_year = date(start.year, month, int(parts["day"]))
        return this_year if this_year >= start.date() else this_year.replace(year=start.year + 1)
    except ValueError as error:
        raise Unreadable(f"{words!r} isn't in the calendar.") from error


def _unknown(words: str) -> Unreadable:
    return Unreadable(f"{words!r} isn't understood. {EXAMPLES}")
