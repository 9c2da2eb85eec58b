"""Leaves out the dates in a card's sentences: "Registration deadline is Dec 1", "last seen here on May 3"."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import html

from scrapers.platforms.cards.dates.labels import is_moved_to, is_said_to_be
from scrapers.platforms.cards.dates.mentions import WEEKDAY, Mention, times_in
from scrapers.platforms.cards.page_text import PageText
from scrapers.platforms.cards.title_words import is_part_of

_SENTENCE = 5
"""Words besides its date that make a line a sentence; fewer do if a word in small letters leads to the date."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_MOVED_ABROAD = re.compile(r"\b(?:verplaatst|verschoben|report[ée]|aplazad|rinviat)", re.IGNORECASE)
_LEADS_IN = re.compile(r"(?:\A|[\s(])(?!(?:and|und|y|e|et|to|or|o|ou|oder|then)\s)[a-zà-ÿ]{2,}\W{1,2}\Z")
_SAYS_WHEN = re.compile(
    rf"\b(?:{WEEKDAY}|dates?|when|time|doors?|shows?|starts?|begins?|open|at|from|on|fecha|datum|wann|quand|data|uhr)\b",
    re.IGNORECASE,
)
_BEFORE_ASIDE = re.compile(
    r"\b(?:closed|closes|re-?opens|deadline|submit(?:ted|ting)?|submissions?|entries|registers?|registration"
    r"|sign[ -]?ups?|enroll?(?:ment)?|appl(?:y|ications?)|nominations?|rsvp|due|early bird|on sale|pre-?sale"
    r"|last (?:chance|call|time|year)|founded|born|by(?=\W{0,3}\Z))\b[^.!?;]*\Z",
    re.IGNORECASE,
)
"""What a clause says that leads to a date which isn't the event's, if its line has another date."""
_AFTER_ASIDE = re.compile(
    r"[^.!?;\n]*\b(?:(?:is|are|will be|remains?) closed|closes|deadline|last (?:day|chance)|go(?:es)? on sale"
    r"|(?:opens?|closes?) (?:for )?registration|registration (?:opens?|closes?|ends?|starts?|begins?))\b"
    r"[^.!?;\n]*[.!?;\n]",
    re.IGNORECASE,
)
"""What follows an aside's date, to the end of the clause: "On Dec 24 our shop is closed."."""
_FEW = 2
_AGAIN = re.compile(r"[\s,;]*(?:and |& )?(?:once )?(?:again|also|then)(?: on)?[\s,]*", re.IGNORECASE)
_OCCASION = re.compile(
    r"[^\w\n]*(?:open )?(?:auditions?|call-?backs?|casting|audiciones|closed)(?: (?:are|is))?(?: on)?[^\w\n]*",
    re.IGNORECASE,
)
"""All that a line says before the day of something else than the event above it."""
_CLAUSE = re.compile(r"[.!?;]\s")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TITLES = (*_HEADINGS, "a", "strong", "b", "th")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page's text that has dates. `rest`: without its dates and hours."""

    start: int
    end: int
    dates: tuple[Mention, ...]
    rest: str


def without_asides(mentions: Sequence[Mention], page: PageText) -> list[Mention]:
    """The dates without those in sentences, where the line before or after in the same element has nothing but a date,
    and a third line has words that can be the title; and without those that a line has after its own date and other
    words: "Dec 4: Tin Herons. Enter by Dec 1". If a card has two dates, one whose clause says that it isn't the event's
    is left out too: "Our shop is closed Dec 24. Workshop: Dec 7, 5 PM"."""
    lines = _lines(mentions, page)
    asides = {one.start for line in lines for one in _after_own_date(line, page)}
    asides |= {one.start for one in _of_other_clauses(lines, page)}
    asides |= {one.start for one in _of_other_occasions(lines, page)}
    for place, line in enumerate(lines):
        if not _is_sentence(line, page):
            continue
        near = (lines[other] for other in (place - 1, place + 1) if 0 <= other < len(lines))
        if any(_is_other_day(line, one) and _are_of_one_card(one, line, lines, page) for one in near if _is_bare(one)):
            asides |= {one.start for one in line.dates}
    return [one for one in mentions if one.start not in asides]


def _lines(mentions: Sequence[Mention], page: PageText) -> list[_Line]:
    by_line: dict[int, list[Mention]] = defaultdict(list)
    for one in mentions:
        by_line[page.text.rfind("\n", 0, one.start) + 1].append(one)
    lines = []
    for start, dates in by_line.items():
        end = page.text.find("\n", dates[-1].end)
        end = len(page.text) if end < 0 else end
        lines.append(_Line(start, end, tuple(dates), _rest(start, end, dates, page.text)))
    return lines


def _rest(start: int, end: int, dates: Sequence[Mention], text: str) -> str:
    parts, reached = [], start
    for one in dates:
        parts.append(text[reached : one.start])
        reached = max(reached, one.end)
    return _without_hours(" ".join([*parts, text[reached:end]]))


def _without_hours(text: str) -> str:
    for hours in times_in(text):
        text = text.replace(hours[0], " ")
    return text


def _is_other_day(sentence: _Line, bare: _Line) -> bool:
    own = sentence.dates[0].text
    return not any(is_part_of(own, one.text) or is_part_of(one.text, own) for one in bare.dates)


def _is_bare(line: _Line) -> bool:
    return _WORD.search(_SAYS_WHEN.sub(" ", line.rest)) is None


def _is_sentence(line: _Line, page: PageText) -> bool:
    own = line.dates[0]
    if (
        len(line.dates) > 1
        or own.former
        or is_said_to_be(page.text, own)
        or _is_new(own, page.text)
        or _MOVED_ABROAD.search(line.rest)
    ):
        return False
    element = page.element_at(own.start, own.end)
    if element is None or element.tag in _TITLES or any(one.tag in _TITLES for one in element.iterancestors()):
        return False
    before, words = page.text[line.start : own.start], len(_WORD.findall(line.rest))
    if not before.strip() or before.rstrip().endswith(":"):
        return False
    return words >= _SENTENCE or (words >= 2 and _LEADS_IN.search(before) is not None)


def _is_new(one: Mention, text: str) -> bool:
    return is_moved_to(text[max(0, one.start - 40) : one.start])


def _are_of_one_card(bare: _Line, sentence: _Line, lines: Sequence[_Line], page: PageText) -> bool:
    """Whether the smallest element with both has more text, and no further date on a line of its own; or, in a list
    without an element around each event, no heading stands between the two."""
    first, last = sorted((bare, sentence), key=lambda one: one.start)
    card = page.element_at(first.dates[0].start, last.dates[-1].end)
    if card is None:
        return False
    start, end = page.spans[card]
    if sum(_is_bare(one) for one in lines if start <= one.start < end) == 1:
        return start < first.start or last.end < end
    between = (one for one in card.iter(*_HEADINGS) if first.start < page.spans.get(one, (0, 0))[0] < last.start)
    return next(between, None) is None


def _after_own_date(line: _Line, page: PageText) -> list[Mention]:
    """The dates that follow another one and at least two words on a line, and that a word in small letters leads to."""
    found, reached = [], line.dates[0].end
    for one in line.dates[1:]:
        between = _without_hours(page.text[reached : one.start])
        if (
            len(_WORD.findall(between)) >= 2
            and _LEADS_IN.search(between)
            and not (one.former or _is_new(one, page.text) or _AGAIN.fullmatch(between))
        ):
            found.append(one)
        else:
            reached = one.end
    return found


def _of_other_occasions(lines: Sequence[_Line], page: PageText) -> Iterator[Mention]:
    """The dates of lines such as "Auditions: Dec 3" below a heading that names something else, and has at most one
    further date below it; with more, the lines are a list of their own."""
    headings = sorted(span for one, span in page.spans.items() if one.tag in _HEADINGS)
    starts = [start for start, _ in headings]
    for line in lines:
        own, place = line.dates[0], bisect_right(starts, line.start)
        if (
            place == 0
            or line.start < headings[place - 1][1]
            or not _OCCASION.fullmatch(page.text[line.start : own.start])
        ):
            continue
        low, high = starts[place - 1], starts[place] if place < len(starts) else len(page.text)
        dates = [one for other in lines for one in other.dates if low <= one.start < high]
        if len(dates) <= _FEW and not _OCCASION.match(page.text[slice(*headings[place - 1])].strip()):
            yield own


def _of_other_clauses(lines: Sequence[_Line], page: PageText) -> Iterator[Mention]:
    """The dates whose clause says that they aren't the event's, where their line, or the only other line with dates in
    the same element, has a date without one of those clauses."""
    by_element: dict[html.HtmlElement | None, list[_Line]] = defaultdict(list)
    for line in lines:
        by_element[page.element_at(line.dates[0].start, line.dates[-1].end)].append(line)
    for element, near in by_element.items():
        for together in [near] if element is not None and len(near) <= _FEW else [[one] for one in near]:
            found = [one for line in together for one in _in_other_clauses(line, page.text)]
            if len(found) < sum(len(line.dates) for line in together):
                yield from found


def _in_other_clauses(line: _Line, text: str) -> Iterator[Mention]:
    reached = line.start
    for one, end in zip(line.dates, [*(one.start for one in line.dates[1:]), line.end + 1], strict=True):
        start = max((clause.end() for clause in _CLAUSE.finditer(text, reached, one.start)), default=reached)
        reached = one.end
        if one.former or _is_new(one, text):
            continue
        if _BEFORE_ASIDE.search(text[start : one.start]) or _AFTER_ASIDE.match(text[one.end : end]):
            yield one
