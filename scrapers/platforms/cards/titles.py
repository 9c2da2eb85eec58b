"""Finds the title of each record: the text in the place where most records of a group have one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import html

from scrapers.platforms.cards.columns import column_of, is_other_column, is_title_column
from scrapers.platforms.cards.dates.mentions import find_times, may_have_hours
from scrapers.platforms.cards.records import Finder, Record, shape_of
from scrapers.platforms.cards.title_words import cleaned, is_address, is_date_title, is_dates, is_title
from scrapers.reading.text import squash

_NAMED = re.compile(
    r"(?:^|[-_\s])(?:\w*title|headline|event-?name|artist|heading)(?:$|[-_\s])|^\s*(?:summary|name)\s*$", re.IGNORECASE
)
_NAMED_ID = re.compile(r"(?:meeting|event)[-_]?(?:name|title)$", re.IGNORECASE)
_DAY_NAME = re.compile(r"\b(?:the|day)\b", re.IGNORECASE)
_ASIDE = re.compile(r"(?:posted|published|updated|modified|created|amended)\b", re.IGNORECASE)
_TWO_LETTERS = re.compile(r"[^\W\d_]{2}")
"""A title ("Mu") only in a place where other cards have words, as with dates."""
_HEADINGS = {"h1": 8.0, "h2": 8.0, "h3": 8.0, "h4": 7.5, "h5": 6.0, "h6": 5.5}
_LONGEST = 300
_LONGEST_LINE = 200
_LEVELS = 4
_DOUBTFUL = 0.3
"""A title in a place that scores less than this share of the group's best place is a text of another kind."""


@dataclass(frozen=True, slots=True)
class Title:
    """A title and the element that shows it; None for a line of a text."""

    text: str
    element: html.HtmlElement | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """`place`: the shapes around the element inside its record; `variant`: the shape of the record, since some cards of
    a list are built in another way than the others; `rank`: how likely this kind of element is a title; `is_date`:
    its text is a date or number, which is a title only in a place where other cards have words; `is_own`: it is the
    card's own date ("May Day"), which is a title only if the card has no other."""

    place: str
    variant: str
    rank: float
    title: Title
    is_date: bool = False
    is_own: bool = False


def titles(group: Sequence[Record], finder: Finder) -> list[Title | None]:
    """A title for each record, None where it has none.

    Each place is scored by what it is (a heading, a link), in how many records of its variant it has a text, and how
    many of the texts differ: "Buy tickets" is in all and always the same.
    """
    all_found = [list(_candidates(record, finder)) for record in group]
    worded = {one.place for candidates in all_found for one in candidates if not one.is_date}
    found = [[one for one in candidates if one.place in worded and not one.is_own] for candidates in all_found]
    ranks: dict[str, float] = defaultdict(float)
    texts: dict[str, set[str]] = defaultdict(set)
    order: dict[str, list[int]] = defaultdict(list)
    coverage = Counter(place for candidates in found for place in {one.place for one in candidates})
    variants = Counter(variant for candidates in found for variant in {one.variant for one in candidates})
    variant_of = {one.place: one.variant for candidates in found for one in candidates}
    for candidates in found:
        for position, one in enumerate(candidates):
            ranks[one.place] = max(ranks[one.place], one.rank)
            texts[one.place].add(one.title.text)
            order[one.place].append(position)

    def score(place: str) -> tuple[float, float]:
        share = min(1.0, coverage[place] / variants[variant_of[place]] + 0.05)
        variety = min(1.0, len(texts[place]) / coverage[place] + 0.35)
        return -ranks[place] * share * variety, sum(order[place]) / len(order[place])

    scores = {place: score(place) for place in ranks}
    weakest = _DOUBTFUL * min((one for one, _ in scores.values()), default=0.0)
    place = min(scores, key=lambda one: scores[one], default="")
    own = [[one.title for one in candidates if one.is_own and one.place == place] for candidates in all_found]
    return [
        (_best(candidates, scores, weakest) or next(iter(dates), None)) if record.parts else _of_line(record, finder)
        for record, candidates, dates in zip(group, found, own, strict=True)
    ]


def _best(candidates: Sequence[_Candidate], scores: Mapping[str, tuple[float, float]], weakest: float) -> Title | None:
    """The title in the best place; None if that is a far worse place than where others of the group have theirs."""
    best = min(candidates, key=lambda one: scores[one.place], default=None)
    return best.title if best is not None and scores[best.place][0] <= weakest else None


def _of_line(record: Record, finder: Finder) -> Title | None:
    span = (record.start, record.end)
    lines = [" ".join(one.split()) for one in finder.page.text[record.start : record.end].strip().split("\n")]
    line = lines[0]
    text = cleaned(line, finder.own_dates(*span, span, line, record.mention)[0])
    return Title(text) if is_title(text) and not is_address(text) and len(text) < _LONGEST_LINE else None


def _candidates(record: Record, finder: Finder) -> Iterator[_Candidate]:
    spans = finder.page.spans
    read: dict[tuple[int, int], _Text | None] = {}
    for position, part in enumerate(record.parts):
        variant = f"{position}:{shape_of(part)}"
        for element in part.iter():
            span = spans.get(element)
            if span is None or not (1 if element.tag in _HEADINGS else 2) < span[1] - span[0] < _LONGEST:
                continue
            if element is part:
                text = _text(record, finder, span, titled_lines(element, finder))
            else:
                if span not in read:
                    read[span] = _text(record, finder, span, finder.page.of(element))
                text = read[span]
            if text is not None and (rank := _rank(element, part, text.words)):
                rank *= 0.4 if text.is_mixed else 1
                place = f"{_place(element, part)} < {variant}"
                title = Title(text.words, element)
                yield _Candidate(place, variant, rank, title, is_date=text.is_date, is_own=text.is_own)


@dataclass(frozen=True, slots=True)
class _Text:
    """What an element's text, without the card's dates and hours around it, would be as a title. `is_date`, `is_own`:
    see _Candidate. `is_mixed`: it has a date or an hour that couldn't be cut off."""

    words: str
    is_date: bool
    is_own: bool
    is_mixed: bool


def _text(record: Record, finder: Finder, span: tuple[int, int], whole: str) -> _Text | None:
    """None if it can't be a title."""
    dates, outside = finder.own_dates(record.start, record.end, span, whole, record.mention)
    has_hours = may_have_hours(whole)
    hours = finder.hours_outside(record.start, record.end, span) if has_hours else ""
    words = cleaned(whole, dates, hours)
    if is_title(words):
        is_mixed = any(one in words for one in dates) or (has_hours and find_times(words) is not None)
        return _Text(words, is_date=False, is_own=False, is_mixed=is_mixed)
    if _TWO_LETTERS.fullmatch(whole):
        return _Text(whole, is_date=True, is_own=False, is_mixed=False)
    if not outside or not is_dates(whole):
        return None
    is_own = not is_date_title(whole, outside)
    return None if is_own and not _DAY_NAME.search(whole) else _Text(whole, True, is_own, is_mixed=False)


def titled_lines(record: html.HtmlElement, finder: Finder) -> str:
    """Of a record's lines, those that can be a part of its title: not "Posted Sep 23", "7 PM", or "Free"."""
    start, end = finder.page.spans[record]
    lines = [" ".join(one.split()) for one in finder.page.text[start:end].split("\n")]
    written = [one.written for one in finder.between(start, end)]
    kept = [one for one in lines if not _ASIDE.match(one) and is_title(cleaned(one, written))]
    if kept and not kept[0].startswith(tuple(written)):
        kept = [one for one in kept if not (one.startswith(tuple(written)) and find_times(one))]
    return squash(" ".join(kept or lines))


def _place(element: html.HtmlElement, root: html.HtmlElement) -> str:
    """The shapes from the element up to its record. A title's own classes don't count: long ones have others."""
    shapes: list[str] = []
    while element is not root and len(shapes) < _LEVELS and (parent := element.getparent()) is not None:
        shapes.append(_numbered(element) if shapes or not _is_named(element) else f"{element.tag}, a title")
        element = parent
    return " < ".join(shapes)


def _numbered(element: html.HtmlElement) -> str:
    """The shape; for a table's cell with its column, since cells rarely have classes."""
    if element.tag not in ("td", "th"):
        return shape_of(element)
    return f"{shape_of(element)}:{sum(1 for _ in element.itersiblings(preceding=True))}"


def _rank(element: html.HtmlElement, root: html.HtmlElement, text: str) -> float:
    """0 for an address, and for what a table's head calls something else."""
    if is_address(text):
        return 0
    column = column_of(element)
    if not column:
        return _rank_by_markup(element, root, text)
    if is_title_column(column):
        return _rank_by_markup(element, root, text) + 4
    return 0 if is_other_column(column) else _rank_by_markup(element, root, text)


def _rank_by_markup(element: html.HtmlElement, root: html.HtmlElement, text: str) -> float:
    rank = _HEADINGS.get(element.tag, 0.0)
    if element is not root and len(text) < 160 and _is_named(element):
        return max(rank, 7) + 1
    if rank:
        return rank
    if element.tag == "a" and element.get("href"):
        return 5
    if element.tag in ("strong", "b"):
        return 4.5
    if len(text) < 120 and element is not root and not len(element):
        return 3
    return 1.5 if len(text) < 160 else 0


def _is_named(element: html.HtmlElement) -> bool:
    if not element.attrib:
        return False
    return _says_title(f"{element.get('class') or ''} {element.get('itemprop') or ''}", element.get("id") or "")


@lru_cache(maxsize=4096)
def _says_title(classes: str, name: str) -> bool:
    return _NAMED.search(classes) is not None or _NAMED_ID.search(name) is not None
