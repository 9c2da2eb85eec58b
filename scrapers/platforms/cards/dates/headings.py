"""Records of dates that stand alone, as headings with the events below, or of several dates in a card."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from lxml import html

from scrapers.platforms.cards.dates.lists import end_of_hours
from scrapers.platforms.cards.dates.mentions import TIMES, Mention, find_times
from scrapers.platforms.cards.page_text import PageText
from scrapers.platforms.cards.records import FEWEST, Finder, Placed, Record, has_words, shape_of
from scrapers.platforms.cards.sequences import are_places, from_titles
from scrapers.platforms.cards.title_words import is_title

_OF_LISTS = ("li", "td", "th", "dd", "dt")
_LEVELS = 4
_ITEMS = ("li", "article", "div", "tr", "section", "a", "dd")


def records_below(family: Sequence[Placed], finder: Finder) -> list[Record]:
    """What stands between one date and the next, among the elements with the same parent."""
    page = finder.page
    parent, members = _siblings(family)
    if parent is None or len(members) < FEWEST:
        return []
    children = [child for child in parent if page.shows(child)]
    places = [children.index(top) for _, top in members]
    if (titled := from_titles(children, places, page)) is not None:
        return [finder.record(parts, one.mention) for (one, _), parts in zip(members, titled, strict=False)]
    records: list[Record] = []
    for (one, _), parts in zip(members, _stretches(children, places, page), strict=True):
        if parts:
            records += _items(parts, one.mention, finder)
    return records


def with_place(family: Sequence[Placed], finder: Finder) -> list[Placed]:
    """The dates that begin a line with an hour and a place, if most of a family do: "Dec 4, 7 PM, Little Stage"."""
    places = {one: place for one in family if (place := _place_after_hour(one.mention, finder))}
    return list(places) if 2 * len(places) > len(family) and are_places(list(places.values())) else []


def _place_after_hour(date: Mention, finder: Finder) -> str:
    text = finder.page.text
    start, end = text.rfind("\n", 0, date.start) + 1, end_of_hours(date, text)
    line_end = text.find("\n", end)
    has_hours = end > date.end or find_times(date.text) is not None
    rest = text[end : len(text) if line_end < 0 else line_end].strip(" ,;@|·•–—-")
    return rest if has_hours and not text[start : date.start].strip() and has_words(rest) else ""


def titled_before(family: Sequence[Placed], finder: Finder) -> list[Record] | None:
    """The records of dates with a place, each with the title above it: an element, or a line of the same element.
    Nothing if it is in doubt which of the texts between are titles; None without such texts."""
    page = finder.page
    parent, members = _siblings(family)
    if parent is not None and len(members) >= FEWEST:
        children = [child for child in parent if page.shows(child)]
        titled = from_titles(children, [children.index(top) for _, top in members], page)
        found = zip(members, titled or [], strict=False)
        return None if titled is None else [finder.record(parts, one.mention) for (one, _), parts in found]
    records: list[Record] = []
    for line in finder.lines(family):
        start = page.text.rfind("\n", 0, max(0, line.start - 1)) + 1
        if start >= line.start or finder.between(start, line.start):
            return None
        records.append(Record((), line.mention, start, line.end))
    element = page.element_at(records[0].start, records[-1].end) if records else None
    if element is None:
        return None
    return records if page.spans[element][1] <= records[-1].end + 1 else []


def whole_cards(family: Sequence[Placed], finder: Finder) -> list[Record]:
    """A record for each of the alike elements that hold several dates, one of them its own: a day with the day of
    the reception, of the album, or of the second showing below. Items of lists, rows, and lines count if each has its
    hour: then they are showings of the title above them."""
    dates = Counter(element for one in family for element in one.chain)
    held: dict[html.HtmlElement, list[Placed]] = defaultdict(list)
    lists: set[html.HtmlElement] = set()
    for one in family:
        level = next((n for n, element in enumerate(one.chain) if dates[element] > 1), None)
        if level is None:
            continue
        card: html.HtmlElement | None = one.chain[level]
        if level == 0 or one.chain[0].tag in _OF_LISTS:
            card = next((above for above in one.chain[level : level + _LEVELS] if _may_have_title(above, finder)), None)
            lists |= {card} - {None}
        if card is not None:
            held[card].append(one)
    shapes = Counter(map(shape_of, held)).most_common(1)
    if not shapes or shapes[0][1] < FEWEST:
        return []
    own = ((card, finder.own_date([one.mention for one in placed], [])) for card, placed in held.items())
    alike = ((card, date) for card, date in own if date is not None and shape_of(card) == shapes[0][0])
    return [finder.record((card,), date) for card, date in alike if card not in lists or find_times(date.text)]


def _may_have_title(element: html.HtmlElement, finder: Finder) -> bool:
    """Whether an element has words besides dates, hours, and links such as "Buy Tickets"."""
    start, end = finder.page.spans[element]
    rest = finder.rest(Record((), Mention(0, 0, "", ""), start, end))
    return is_title(" ".join(TIMES.sub(" ", rest).split()))


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
    """One record for each of several alike elements, and of those that each begin with an hour; else one for all."""
    alike = parts
    while len(alike) == 1:
        alike = tuple(child for child in alike[0] if finder.page.shows(child) and finder.page.of(child))
    shapes = {shape_of(one) for one in alike}
    are_items = len(shapes) == 1 and alike[0].tag in _ITEMS and shapes != {"div"}
    if len(alike) > 1 and (are_items or all(_begins_with_hour(finder.page.of(one)) for one in alike)):
        return [finder.record((one,), mention) for one in alike]
    return [finder.record(parts, mention)]


def _begins_with_hour(text: str) -> bool:
    found = find_times(text)
    return found is not None and not has_words(text[: found.start()]) and has_words(text[found.end() :])
