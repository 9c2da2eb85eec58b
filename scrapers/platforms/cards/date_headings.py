"""Records of dates that stand alone: headings with the events of that day below, or a date below its event."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence

from lxml import html

from scrapers.platforms.cards.dates.mentions import Mention
from scrapers.platforms.cards.page_text import PageText
from scrapers.platforms.cards.records import FEWEST, Finder, Placed, Record, has_words, shape_of

_ITEMS = ("li", "article", "div", "tr", "section", "a", "dd")


def records_below(family: Sequence[Placed], finder: Finder) -> list[Record]:
    """What stands between one date and the next, among the elements with the same parent."""
    page = finder.page
    parent, members = _siblings(family)
    if parent is None or len(members) < FEWEST:
        return []
    children = [child for child in parent if page.shows(child)]
    places = [children.index(top) for _, top in members]
    records: list[Record] = []
    for (one, _), parts in zip(members, _stretches(children, places, page), strict=True):
        if parts:
            records += _items(parts, one.mention, finder)
    return records


def _siblings(
    family: Sequence[Placed],
) -> tuple[html.HtmlElement | None, list[tuple[Placed, html.HtmlElement]]]:
    """The element that holds most of the dates, and for each of those dates its child that holds the date alone."""
    dates = Counter(element for one in family for element in one.chain)
    tops: list[tuple[Placed, html.HtmlElement, html.HtmlElement]] = []
    for one in family:
        level = next((n for n, element in enumerate(one.chain) if dates[element] > 1), 0)
        if level:
            tops.append((one, one.chain[level - 1], one.chain[level]))
    if not tops:
        return None, []
    parent = Counter(above for _, _, above in tops).most_common(1)[0][0]
    return parent, [(one, top) for one, top, above in tops if above is parent]


def _stretches(
    children: Sequence[html.HtmlElement], places: Sequence[int], page: PageText
) -> Iterator[tuple[html.HtmlElement, ...]]:
    """The siblings that belong to each date. They precede it if text precedes the first date and none follows the
    last."""
    longest = max(later - earlier for earlier, later in itertools.pairwise(places))
    follows = _has_words(children[places[-1] + 1 :], page)
    precedes = _has_words(children[max(0, places[0] - 2) : places[0]], page)
    for number, place in enumerate(places):
        if follows or not precedes:
            low, high = place + 1, places[number + 1] if number + 1 < len(places) else place + longest
        else:
            low, high = (places[number - 1] if number else place - longest) + 1, place
        yield tuple(child for child in children[max(0, low) : high] if page.of(child))


def _has_words(elements: Sequence[html.HtmlElement], page: PageText) -> bool:
    return any(has_words(page.of(one)) for one in elements)


def _items(parts: tuple[html.HtmlElement, ...], mention: Mention, finder: Finder) -> list[Record]:
    """One record for each of several alike elements, else one for all."""
    alike = parts
    while len(alike) == 1:
        alike = tuple(child for child in alike[0] if finder.page.shows(child) and finder.page.of(child))
    shapes = {shape_of(one) for one in alike}
    if len(alike) > 1 and len(shapes) == 1 and alike[0].tag in _ITEMS and shapes != {"div"}:
        return [finder.record((one,), mention) for one in alike]
    return [finder.record(parts, mention)]
