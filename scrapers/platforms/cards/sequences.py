"""Which siblings of a date that stands alone are its own, where each event begins with its title: "title, date, price,
title, date, price"."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lxml import html

from scrapers.platforms.cards.page_text import PageText
from scrapers.platforms.cards.records import shape_of

_PLACE = re.compile(
    r"\b(?:hall|stage|room|theat(?:er|re)|auditorium|library|park|gardens?|church|chapel|cent(?:er|re)|museum|gallery"
    r"|school|pavilion|amphitheat(?:er|re)|arena|ballroom|barn|studio|lawn|plaza|square|campus|lobby|courtyard|patio"
    r"|lounge|tavern|brewery|temple|cathedral|gym(?:nasium)?|annex|cafe|café)(?: [A-Z\d]\w?)?$",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "dt")


def are_places(texts: Sequence[str]) -> bool:
    """Whether most of the words that follow a list's dates and hours are places: by their last word, or because they
    repeat: "Little Stage", "Garden", "Little Stage"."""
    counts = Counter(texts)
    return 2 * sum(_PLACE.search(one) is not None or counts[one] > 1 for one in texts) > len(texts)


@dataclass(frozen=True, slots=True)
class _Period:
    """How many elements before and behind each date are its own. `is_sure`: the page shows it."""

    before: int = 0
    after: int = 0
    is_sure: bool = True


def from_titles(
    children: Sequence[html.HtmlElement], places: Sequence[int], page: PageText
) -> list[tuple[html.HtmlElement, ...]] | None:
    """The siblings that belong to each date, with it, if a heading of its own precedes each date and
    none follows the last, or if the sequence that repeats begins before its date. Nothing if that is in doubt.
    None if events begin with their date."""
    if headings := _headings_before(children, places):
        longest = max(later - earlier for earlier, later in itertools.pairwise(places))
        bounds = itertools.pairwise([*headings, headings[-1] + longest])
        return [tuple(child for child in children[low:high] if page.of(child)) for low, high in bounds]
    shown = [child for n, child in enumerate(children) if n in places or page.of(child)]
    at = [shown.index(children[place]) for place in places]
    period = _period(shown, at, page)
    if period is None:
        return None
    nexts = [*(place - period.before for place in at[1:]), len(shown)]
    return [
        tuple(shown[place - period.before : min(place + 1 + period.after, end)])
        for place, end in zip(at, nexts, strict=True)
        if period.is_sure
    ]


def _headings_before(children: Sequence[html.HtmlElement], places: Sequence[int]) -> list[int]:
    """Where the heading between each date and the one before it is; nothing if not each has one, or one follows."""
    headings = [n for n, child in enumerate(children) if child.tag in _HEADINGS and n not in places]
    if not headings or headings[-1] > places[-1]:
        return []
    found = [
        max((n for n in headings if low < n < place), default=-1) for low, place in itertools.pairwise((-1, *places))
    ]
    return [] if -1 in found else found


def _period(shown: Sequence[html.HtmlElement], at: Sequence[int], page: PageText) -> _Period | None:
    """None if only what follows a date is its own.

    What precedes each date and the first one too is where a record begins; what follows each and the last one too is
    where it ends. In "text, date, text, date, text" both are alike: to which date a text belongs can't be seen. Such
    sentences are left out ("Songs of the sea."); if a title may be among them, the sequence is in doubt.
    """
    is_sure = True
    for shape in _shapes(page):
        shapes = [shape(one) for one in shown]
        gaps = [shapes[low + 1 : high] for low, high in itertools.pairwise(at)]
        size, longest = min(map(len, gaps)), max(map(len, gaps))
        ahead = _alike([shapes[: at[0]][::-1], *(gap[::-1] for gap in gaps)])
        behind = _alike([shapes[at[-1] + 1 :], *gaps])
        if not ahead and behind == size:
            return None
        if ahead and ahead + behind <= size:
            return _Period(ahead, longest - ahead)
        either, others = gaps[0][size - ahead : behind], gaps[0][: size - ahead] + gaps[0][behind:]
        if ahead and size == longest and all(map(_is_sentence, either)) and not all(map(_is_sentence, others)):
            return _Period(size - behind, size - ahead)
        is_sure = not ahead
    return None if is_sure else _Period(is_sure=False)


def _alike(sequences: Sequence[Sequence[str]]) -> int:
    """How many of the first elements are the same in all."""
    return sum(1 for _ in itertools.takewhile(lambda several: len(set(several)) == 1, zip(*sequences, strict=False)))


def _shapes(page: PageText) -> tuple[Callable[[html.HtmlElement], str], ...]:
    """What tells a title from a text, the finest first: a period at its end, what is in it, its classes, its tag."""

    def said(element: html.HtmlElement) -> str:
        return _nested_shape(element) + ("." if page.of(element).rstrip().endswith(".") else "")

    return said, _nested_shape, shape_of, lambda one: str(one.tag)


def _is_sentence(shape: str) -> bool:
    return shape.endswith(".")


def _nested_shape(element: html.HtmlElement) -> str:
    """The shapes of an element and of the only ones in it: of a paragraph, its bold text."""
    shapes = [shape_of(element)]
    while len(element) == 1 and not (element.text or "").strip():
        element = element[0]
        shapes.append(shape_of(element))
    return " > ".join(shapes)
