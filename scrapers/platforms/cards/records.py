"""Finds the repeated parts of a page that each hold one event: cards, rows, list items, or lines.

Dates whose elements have the same place in the page's structure belong together. The record of a date is the largest
element around it that holds no other date of its group.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from lxml import html

from scrapers.platforms.cards.dates.lists import is_moved, joined, with_others
from scrapers.platforms.cards.dates.mentions import WEEKDAY, Mention, is_woven, times_in
from scrapers.platforms.cards.page_text import PageText, Stretches
from scrapers.platforms.cards.title_words import is_part_of
from scrapers.reading.text import squash

FEWEST = 3
"""A structure that repeats less often may be chance."""
_NEAR = 8
_WORDS_BEFORE = 15
_SENTENCE = 5
"""Words besides its dates that make an element's text a sentence."""
_STATE = re.compile(
    r"odd|even|first|last|active|alt|altrow|featured|past|upcoming|current|today|weekend|(?:odd|even)-row"
    rf"|views-row-(?:first|last|odd|even)|{WEEKDAY}",
    re.IGNORECASE,
)
_NEWS = re.compile(
    r"(?:^|[-_\s])(?:news|news-?item|press|press-releases?|alerts?|announcements?|breadcrumbs?|dropdown|comments?"
    r"|tweets?|rscalendar|datepicker)(?:$|[-_\s])",
    re.IGNORECASE,
)
_STYLES = {"s", "del", "strike", "b", "strong", "em", "i", "u", "font"}
"""Elements that only a few cards may have around their date: a canceled one is struck out."""
_LETTERS = re.compile(r"[^\W\d_]{3}")


@dataclass(frozen=True, slots=True)
class Record:
    """What holds one event.

    parts       sibling elements; none for a line of a text.
    mention     its date.
    start, end  its part of the page's text.
    """

    parts: tuple[html.HtmlElement, ...]
    mention: Mention
    start: int
    end: int


def free_of(taken: Iterable[Record], group: Iterable[Record]) -> list[Record]:
    """Those of a group that overlap none that are taken."""
    known = Stretches((one.start, one.end) for one in taken)
    return [one for one in group if not known.overlap(one.start, one.end)]


@dataclass(frozen=True, slots=True)
class Placed:
    """A date with the elements around it, innermost first."""

    mention: Mention
    chain: tuple[html.HtmlElement, ...]

    @property
    def path(self) -> str:
        """The shapes of the two innermost elements, and the tags above."""
        return " < ".join([*(shape_of(one) for one in self.chain[:2]), *(str(one.tag) for one in self.chain[2:])])

    @property
    def tags(self) -> str:
        return " < ".join(str(one.tag) for one in self.chain)


def shape_of(element: html.HtmlElement) -> str:
    """The tag and the classes that cards have in common: not those with digits, which number cards, and not states."""
    return _shape(str(element.tag), element.get("class") or "")


@lru_cache(maxsize=4096)
def _shape(tag: str, classes: str) -> str:
    return ".".join([tag, *common_classes(classes)[:4]])


def common_classes(classes: str) -> list[str]:
    """Those that cards have in common, sorted."""
    return sorted(one for one in set(classes.split()) if not _STATE.fullmatch(one) and not any(map(str.isdigit, one)))


def has_words(text: str) -> bool:
    return _LETTERS.search(text) is not None


class Finder:
    """Finds the groups of records of one page."""

    def __init__(self, page: PageText, mentions: Sequence[Mention], language: str = "") -> None:
        self.page = page
        self.language = language
        self.mentions = mentions
        self._starts = [one.start for one in mentions]

    def inside(self, record: Record) -> Sequence[Mention]:
        return self.between(record.start, record.end)

    def between(self, start: int, end: int) -> Sequence[Mention]:
        """The dates that begin in a part of the page's text."""
        return self.mentions[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def own_dates(
        self, start: int, end: int, title: tuple[int, int], shown: str, own: Mention | None = None
    ) -> tuple[list[str], list[str]]:
        """The dates in a card that are its own and in the text `shown` of its title, as written, and those outside its
        title, in English. A date in the title is the card's if it is `own` or part of one outside; without one outside,
        all are."""
        dates = self.between(start, end)
        outside = [one.text for one in dates if not title[0] <= one.start < title[1]]
        if own is not None and not title[0] <= own.start < title[1]:
            outside.append(own.text)
        known = [*outside, *((own.text,) if own else ())]
        cut = [
            one
            for one in dates
            if (one.written in shown or (one.former and one.former in shown)) and self._is_of_card(one, known, own)
        ]
        return [text for one in cut for text in (one.written, one.former) if text], outside

    def _is_of_card(self, date: Mention, known: Sequence[str], own: Mention | None) -> bool:
        if not known:
            return True
        is_part = any(is_part_of(date.text, day) for day in known)
        return is_part and (date == own or not is_woven(date, self.page.text))

    def hours_outside(self, start: int, end: int, title: tuple[int, int]) -> str:
        parts = (self.page.text[start : title[0]], self.page.text[title[1] : end])
        return " ".join(found[0] for part in parts for found in times_in(part))

    def rest(self, record: Record) -> str:
        """The record's text without its dates, on one line."""
        return self._text_without_dates(record.start, record.end)

    def _text_without_dates(self, start: int, end: int) -> str:
        parts, position = [], start
        for mention in self.between(start, end):
            parts.append(self.page.text[position : mention.start])
            position = mention.end
        parts.append(self.page.text[position:end])
        return squash(" ".join(parts))

    def families(self) -> list[list[Placed]]:
        """The dates by their place in the structure, two or more, without those of news, menus, and the page's foot.

        Where too few have the same classes, the tags alone decide: some sites give each card its own.
        """
        by_path: dict[str, list[Placed]] = defaultdict(list)
        by_tags: dict[str, list[Placed]] = defaultdict(list)
        for mention in self.mentions:
            element = self.page.element_at(mention.start, mention.anchor or mention.end)
            while element is not None and element.tag in _STYLES and self._is_dressed(element, mention):
                element = element.getparent()
            if element is not None:
                placed = Placed(mention, (element, *element.iterancestors()))
                by_path[placed.path].append(placed)
        for family in by_path.values():
            if len(family) < FEWEST:
                by_tags[family[0].tags] += family
        families = [*(one for one in by_path.values() if len(one) >= FEWEST), *by_tags.values()]
        return [one for one in families if len(one) > 1 and not _is_aside(one[0].chain)]

    def _is_dressed(self, element: html.HtmlElement, mention: Mention) -> bool:
        """Whether an element holds a date without other words, and fills its parent."""
        parent, text = element.getparent(), self.page.of(element)
        return parent is not None and self.page.of(parent) == text and not has_words(text.replace(mention.written, ""))

    def cards(self, family: Sequence[Placed], choice: int = 0, *, whole: bool = False) -> list[Record]:
        """A record for each date that has an element of its own, and for each card that lists several.

        Where a card stands alone in its section, its largest element is the section: all are cut to the usual depth
        (`choice` 0), or to the second most usual one (1). `whole`: without the dates of cards that hold several.
        """
        dates = Counter(element for one in family for element in one.chain)
        alone = [one for one in family if dates[one.chain[0]] == 1 and not self._in_sentence(one.mention)]
        depths = [next((n for n, part in enumerate(one.chain) if dates[part] > 1), len(one.chain)) - 1 for one in alone]
        titled = Counter(
            n for one, n in zip(alone, depths, strict=True) if has_words(self._without_dates(one.chain[n]))
        )
        counts = Counter(depths)
        by_use = sorted(counts, key=lambda depth: (-counts[depth] - titled[depth], -counts[depth]))
        if len(by_use) <= choice:
            return []
        usual = by_use[choice]
        shapes = {shape_of(one.chain[usual]) for one, n in zip(alone, depths, strict=True) if n >= usual}
        several = self._several([one for one in family if usual < len(one.chain)], usual, shapes, alone)
        single = [
            self.record((one.chain[min(n, usual)],), one.mention)
            for one, n in zip(alone, depths, strict=True)
            if (n >= usual or not whole) and not several.keys() & set(one.chain[: usual + 1])
        ]
        chosen = [self.record((card,), mention) for card, mention in several.items()]
        return sorted([*single, *chosen], key=lambda one: one.start) if chosen else single

    def _without_dates(self, element: html.HtmlElement) -> str:
        start, end = self.page.spans[element]
        return self._text_without_dates(start, end)

    def _several(
        self, family: Sequence[Placed], depth: int, shapes: set[str], alone: Sequence[Placed]
    ) -> dict[html.HtmlElement, Mention]:
        """The cards, at this depth and of these shapes, that hold several dates, each with its own."""
        usual = Counter(_position(one, depth) for one in alone if depth < len(one.chain)).most_common(1)
        found: dict[html.HtmlElement, Mention] = {}
        for card, members in groupby(family, lambda one: one.chain[depth]):
            placed = list(members)
            if len(placed) > 1 and shape_of(card) in shapes:
                fitting = [one.mention for one in placed if usual and _position(one, depth) == usual[0][0]]
                own = self.own_date([one.mention for one in placed], fitting if card.tag == "tr" else [])
                own = own or self._date_alone(placed)
                found |= {card: own} if own is not None else {}
        return found

    def own_date(self, dates: Sequence[Mention], fitting: Sequence[Mention]) -> Mention | None:
        """The new date of a notice, with the dates that stay; all dates, if they are one list; the only one in the
        column where most rows have theirs (`fitting`); the only one on a line without words."""
        moved = [one for one in dates if one.former]
        if len(moved) == 1:
            others = [one for one in dates if not is_moved(one, moved[0])]
            if any(has_words(self.rest_of_line(one)) for one in others):
                return None
            return with_others(moved[0], others, self.page.text)
        whole = joined(dates, self.page.text, self.language)
        if whole is None and len(fitting) != 1:
            fitting = [one for one in dates if not has_words(self.rest_of_line(one))]
        return whole or (fitting[0] if len(fitting) == 1 else None)

    def rest_of_line(self, mention: Mention) -> str:
        """What stands on a date's line besides dates and hours."""
        text = self.page.text
        start, line_end = text.rfind("\n", 0, mention.start) + 1, text.find("\n", mention.end)
        rest = self.rest(Record((), mention, start, len(text) if line_end < 0 else line_end))
        for hours in times_in(rest):
            rest = rest.replace(hours[0], " ")
        return rest

    def _date_alone(self, placed: Sequence[Placed]) -> Mention | None:
        """The only date that fills its element, where the others are in sentences: "First seen on January 5, 2019"."""
        words = [(one.mention, self._without_dates(one.chain[0])) for one in placed]
        alone = [mention for mention, rest in words if not has_words(rest)]
        others = [rest for _, rest in words if has_words(rest)]
        return alone[0] if len(alone) == 1 and all(len(rest.split()) >= _SENTENCE for rest in others) else None

    def _in_sentence(self, mention: Mention) -> bool:
        """Whether a date is part of a running text: "The hall opened with great ceremony on January 1"."""
        before = self.page.text[self.page.text.rfind("\n", 0, mention.start) + 1 : mention.start]
        return len(before.split()) > _WORDS_BEFORE

    def lines(self, family: Sequence[Placed]) -> list[Record]:
        """A record for each date that shares its element with others: its line, if it is the only one there."""
        dates = Counter(one.chain[0] for one in family)
        starts = [self.page.text.rfind("\n", 0, one.mention.start) + 1 for one in family]
        on_line = Counter(starts)
        records = []
        for one, start in zip(family, starts, strict=True):
            if dates[one.chain[0]] > 1 and on_line[start] == 1:
                end = self.page.text.find("\n", one.mention.end)
                records.append(Record((), one.mention, start, len(self.page.text) if end < 0 else end))
        return records

    def record(self, parts: tuple[html.HtmlElement, ...], mention: Mention) -> Record:
        spans = [self.page.spans[part] for part in parts]
        return Record(parts, mention, min(start for start, _ in spans), max(end for _, end in spans))


def _position(placed: Placed, depth: int) -> tuple[int, ...]:
    """Where the date's element is among its siblings, up to this depth."""
    return tuple(sum(1 for _ in one.itersiblings(preceding=True)) for one in placed.chain[:depth])


def _is_aside(chain: Sequence[html.HtmlElement]) -> bool:
    return any(
        one.tag in ("footer", "nav") or _NEWS.search(f"{one.get('class') or ''} {one.get('id') or ''}")
        for one in chain[:_NEAR]
        if one.tag not in ("main", "body", "html")
    )
