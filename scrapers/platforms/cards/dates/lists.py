"""Joins the dates that a page writes as one list: "Dec 4 at 7pm, Dec 5 at 2pm"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from scrapers.platforms.cards.dates.mentions import TIMES, WEEKDAY, Mention, find_times, in_english, is_woven
from scrapers.platforms.cards.page_text import PageText
from scrapers.platforms.cards.title_words import is_part_of
from scrapers.reading.dates.line import read_line
from scrapers.reading.dates.unclear import Unclear
from scrapers.reading.dates.words import Kind, words_of
from scrapers.reading.status.words import MARKS

_SAYS_NOTHING = (Kind.APART, Kind.AND)
_LEADS_ON = (Kind.TO, Kind.LABEL)
_BETWEEN = (*_SAYS_NOTHING, *_LEADS_ON, Kind.CLOCK, Kind.NUMBER, Kind.ZONE, Kind.WEEKDAY, Kind.IGNORED)
_LONGEST = 200
_LONGEST_BETWEEN = 60
_WEEKDAYS_BEFORE = re.compile(rf"(?:\b{WEEKDAY}[\s,.&/]+(?:and\s+)?)+\Z", re.IGNORECASE)
_WEEKDAY_AND_DAY = re.compile(rf"\b{WEEKDAY}[\s.]+\d{{1,2}}(?!\d|:)", re.IGNORECASE)
_REACH = 40
_NUMBER = re.compile(r"\d+")
_WEEKDAY_BEFORE = rf"(?:{WEEKDAY}[ .,]+)?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_MONTH_AND_DAY = re.compile(
    rf"{_WEEKDAY_BEFORE}(?P<month>[a-z]{{3,9}}\.?) "
    rf"(?P<days>{_ORDINAL}(?:[ ,&–-]+(?:and )?{_WEEKDAY_BEFORE}{_ORDINAL}){{0,9}})"
    r"(?P<year>, ?(?:19|20)\d\d)?",
    re.IGNORECASE,
)
_WEEKDAYS = r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days\b,?"
_EACH_WEEK = re.compile(_WEEKDAYS, re.IGNORECASE)
_BARE_HOUR = r"(?:at|@) ?\d{1,2}(?::\d\d)?(?![\d:/])"
_HOURS = rf"(?:(?:at |from |@ ?)?{TIMES.pattern}|{_BARE_HOUR})"
_HOURS_BEFORE = re.compile(
    rf"(?<!\d)(?:\d{{1,2}}(?:[:.]\d\d)?(?: ?[-–—] ?|,? (?:and|&) |, ))*{TIMES.pattern}"
    rf"[ ,]*(?:on |@ )?(?:{_WEEKDAYS})?\s*\Z",
    re.IGNORECASE,
)
_LONGEST_HOURS = 60
_DAYS_AFTER_HOURS = re.compile(
    rf"[ ,@|(·–-]*{_HOURS}\)?(?:\s?[;/•·|]|,|,? (?:and|&)(?= \d{{1,2}} (?:at|@)))\s?(?:and )?"
    rf"(?P<whole>{_WEEKDAY_BEFORE}(?P<days>{_ORDINAL}(?:(?:,| ?& ?| and |[–-]) ?{_ORDINAL}){{0,9}}))"
    rf"(?=(?: ?[|:(–-] ?| |(?<=; \d), |(?<=; \d\d), ){_HOURS})",
    re.IGNORECASE,
)
MARK = re.compile(MARKS, re.IGNORECASE)
_NOTE = re.compile(rf"\([^()\d\n]{{2,40}}\)|(?:\s[-–—]\s?)?{MARKS}", re.IGNORECASE)
"""What a list says of one of its dates: "(preview)", "- SOLD OUT"."""
_BUTTON = re.compile(
    r"\b(?:(?:buy|get|book|order|reserve|purchase) (?:your )?(?:tickets?|seats?|now)|tickets|rsvp"
    r"|register(?: now)?|more info|details)\b",
    re.IGNORECASE,
)
"""The links behind each date of a list."""
_DAYS_AFTER_NOTE = re.compile(
    rf" ?(?:{_NOTE.pattern})(?:, ?| ?& ?|,? and )(?:and |& ?)?"
    rf"(?P<whole>(?P<days>{_ORDINAL}(?:(?:, ?| ?& ?|,? and ) ?{_ORDINAL}){{0,9}}))"
    rf"(?=\s*(?:\n|\Z|\(|[–—-]? ?{MARKS}|[,@|·–-]? ?{_HOURS}))",
    re.IGNORECASE,
)
_HOURS_BELOW = re.compile(rf" *\n\s*{TIMES.pattern}", re.IGNORECASE)
_TRAILING_HOURS = re.compile(r"[\s.,:;@|·•(–—-]*(?:at |from )?\s*", re.IGNORECASE)


def with_lists(mentions: Sequence[Mention], page: PageText, language: str) -> list[Mention]:
    """The dates, those of one list on one line as one: dates with nothing but hours and punctuation between them, and
    the numbers that follow a date to the line's end ("Dec 30, 31, Jan 1 8pm"). A date that belongs to the words after
    it is left out where its line has another: "Dec 4: 4th of July Parade"."""
    dates = [*_with_days_after_hours(_without_woven(mentions, page.text), page.text)]
    return [_whole(run, page.text, language) for run in _runs(dates, page.text)]


def _with_days_after_hours(mentions: Sequence[Mention], text: str) -> Iterator[Mention]:
    """The dates, and the days of the same month that follow their hours: the 7 of "Dec 5, 6 at 8pm; 7 at 2pm"."""
    for place, one in enumerate(mentions):
        yield one
        month = _MONTH_AND_DAY.fullmatch(one.text)
        if month is None or one.former or one.parts:
            continue
        position, last = one.end, int(_NUMBER.findall(month["days"])[-1])
        stop = mentions[place + 1].start if place + 1 < len(mentions) else len(text)
        while found := _DAYS_AFTER_HOURS.match(text, position, stop) or _DAYS_AFTER_NOTE.match(text, position, stop):
            days = [int(number) for number in _NUMBER.findall(found["days"])]
            if days != sorted(set(days)) or not last < days[0] <= days[-1] <= 31:
                break
            written = f"{month['month']} {found['days']}{month['year'] or ''}"
            yield Mention(found.start("whole"), found.end("whole"), written, written)
            position, last = found.end("days"), days[-1]


def _without_woven(mentions: Sequence[Mention], text: str) -> list[Mention]:
    woven = {one.start for one in mentions if is_woven(one, text)}
    lines = {text.rfind("\n", 0, one.start) for one in mentions if one.start not in woven} if woven else set()
    return [one for one in mentions if one.start not in woven or text.rfind("\n", 0, one.start) not in lines]


def joined(mentions: Sequence[Mention], text: str, language: str) -> Mention | None:
    """The dates as one list, also on several lines; None if there is something else between them."""
    if all(_joins(one, other, text) for one, other in pairwise(mentions)):
        if len(mentions) == 2 and _may_be_start_and_end(mentions[0], mentions[1], text):
            return _list(mentions[:1], end_of_hours(mentions[0], text), text, language)
        return _list(mentions, _end_of_last(mentions, text), text, language)
    return None


def _end_of_last(mentions: Sequence[Mention], text: str) -> int:
    """The end of a list's last date, with the hours right after it; also with those below, if the first has its hours
    below."""
    first, last = mentions[0], mentions[-1]
    below = _HOURS_BELOW.match(text, last.end)
    return below.end() if below is not None and _HOURS_BELOW.match(text, first.end) else end_of_hours(last, text)


def is_moved(date: Mention, new: Mention) -> bool:
    """Whether a date is the old or the new one of a notice."""
    return date is new or any(is_part_of(date.text, known) for known in (new.text, new.former))


def with_others(new: Mention, others: Sequence[Mention], text: str) -> Mention:
    """The new date of a notice and the dates that stay, as one list."""
    if not others:
        return new
    parts = [part for one in others for part in one.parts or (f"{one.text}{text[one.end : end_of_hours(one, text)]}",)]
    listed = (*map(_line, parts), new.text)
    return replace(new, text="; ".join(listed), parts=listed, former="", but=new.former)


def _may_be_start_and_end(one: Mention, other: Mention, text: str) -> bool:
    """Whether one day is on two lines, each with an hour: "Dec 4 7 PM", "Dec 4 9:30 PM". It begins at the first."""
    if "\n" not in text[one.end : other.start] or not (
        is_part_of(one.text, other.text) or is_part_of(other.text, one.text)
    ):
        return False
    line_end = text.find("\n", other.end)
    marked = MARK.search(text, one.end, len(text) if line_end < 0 else line_end)
    return marked is None and all(end_of_hours(date, text) > date.end for date in (one, other))


def _runs(mentions: Sequence[Mention], text: str) -> Iterator[list[Mention]]:
    run: list[Mention] = []
    for one in mentions:
        if run and ("\n" in text[run[-1].end : one.start] or not _joins(run[-1], one, text)):
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _joins(one: Mention, other: Mention, text: str) -> bool:
    """Whether nothing but hours and punctuation stands between two dates, and no "to"."""
    between = text[one.end : other.start]
    if one.former or other.former or len(between) > _LONGEST_BETWEEN:
        return False
    try:
        words = words_of(_EACH_WEEK.sub(" ", _BUTTON.sub(" ", _NOTE.sub(" , ", between))))
    except Unclear:
        return False
    last = next((word for word in reversed(words) if word.kind not in _SAYS_NOTHING), None)
    return bool(words) and all(word.kind in _BETWEEN for word in words) and (last is None or last.kind not in _LEADS_ON)


def _whole(run: Sequence[Mention], text: str, language: str) -> Mention:
    first, last = run[0], run[-1]
    line_end = text.find("\n", last.end)
    start = _start_with_weekdays(first, text)
    if start < first.start:
        run = (replace(first, start=start), *run[1:])
    for end in (len(text) if line_end < 0 else line_end, end_of_hours(last, text)):
        listed = start < first.start or len(run) > 1 or _WEEKDAY_AND_DAY.search(text, last.end, end) is not None
        if not listed or first.former or end - start >= _LONGEST:
            continue
        days = _days_in(text[start:end])
        if days and (start < first.start or days > sum(_days_in(one.text) for one in run)):
            return _list(run, end, text, language)
    return first if len(run) == 1 else _list(run, end_of_hours(last, text), text, language)


def _start_with_weekdays(first: Mention, text: str) -> int:
    """Where "Fri. & " of "Fri. & Sat., Dec 4 & 5" begins."""
    line_start = max(text.rfind("\n", 0, first.start) + 1, first.start - _REACH)
    found = _WEEKDAYS_BEFORE.search(text, line_start, first.start)
    return first.start if found is None else found.start()


def _days_in(text: str) -> int:
    """How many days a text names; 0 for a range, and if anything in it is not a date or an hour."""
    try:
        line = read_line(" ".join(text.split()))
    except Unclear:
        return 0
    if any(word.kind in (Kind.UNKNOWN, Kind.NUMBER, Kind.TO) for word in line.dates):
        return 0
    if any(word.kind in (Kind.UNKNOWN, Kind.NUMBER) for word in line.hours):
        return 0
    return sum(word.kind in (Kind.DAY, Kind.DATE) for word in line.dates)


def end_of_hours(last: Mention, text: str) -> int:
    """The end of a list's last date, with the hours right after it."""
    begins = _TRAILING_HOURS.match(text, last.end)
    assert begins is not None
    line_end = text.find("\n", last.end)
    line = text[begins.end() : len(text) if line_end < 0 else line_end]
    found = find_times(line)
    return begins.end() + found.end() if found is not None and found.start() == 0 else last.end


def _list(run: Sequence[Mention], end: int, text: str, language: str) -> Mention:
    """One mention for all. `parts`: each date with the hours after it, if hours stand between the dates."""
    first = run[0]
    written = _line(text[first.start : end])
    parts = tuple(in_english(piece, language) for piece in _pieces(run, end, text))
    return replace(
        first,
        end=end,
        anchor=first.anchor or first.end,
        written=written,
        text="; ".join(parts) or in_english(written, language),
        parts=parts,
    )


def _pieces(run: Sequence[Mention], end: int, text: str) -> list[str]:
    """Each date with the hours after it, or with those before it if they precede the first; none if hours stand on
    both sides, or between no two dates."""
    line_start = text.rfind("\n", 0, run[0].start) + 1
    if find_times(text[line_start : run[0].start]) is not None:
        return _after_their_hours(run, end, text) if len(run) > 1 else []
    bounds = [*(one.start for one in run), end]
    pieces = [_piece(one, text[low:high]) for one, (low, high) in zip(run, pairwise(bounds), strict=True)]
    return pieces if any(_has_hours(piece) for piece in pieces[:-1]) else []


def _after_their_hours(run: Sequence[Mention], end: int, text: str) -> list[str]:
    """The groups of "8pm Dec 5, 6; 2pm Dec 7"."""
    if end > run[-1].end:
        return []
    groups: list[list[int]] = []
    reached = text.rfind("\n", 0, run[0].start) + 1
    for one in run:
        low = max(reached, one.start - _LONGEST_HOURS)
        hours = _HOURS_BEFORE.search(text[low : one.start])
        if hours is not None and (not groups or find_times(text[low : low + hours.start()]) is None):
            groups.append([low + hours.start(), one.end])
        elif groups and find_times(text[reached : one.start]) is None:
            groups[-1][1] = one.end
        else:
            return []
        reached = one.end
    return [_line(_EACH_WEEK.sub(" ", text[start:stop])) for start, stop in groups] if len(groups) > 1 else []


def _has_hours(piece: str) -> bool:
    return find_times(piece) is not None or re.search(_BARE_HOUR, piece) is not None


def _piece(one: Mention, shown: str) -> str:
    """A date with its hours, and with its month where the page doesn't repeat it."""
    line = _line(_EACH_WEEK.sub(" ", shown))
    whole = line if one.written in line or one.text in line else f"{one.written} {_line(shown[one.end - one.start :])}"
    return whole.removesuffix(" and").rstrip(" ,;&/|•·")


def _line(text: str) -> str:
    return " ".join(_BUTTON.sub(" ", _NOTE.sub(" ", text)).split()).replace(" ,", ",")
