"""Reads pages of cards: the listing, and the cards that its "load more" button loads."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace

from parsel import Selector, SelectorList

from core.errors import BadRecord, PageChanged, WrongKind
from core.items import EventItem
from scrapers.platforms.carbonhouse.addresses import is_load_more
from scrapers.platforms.carbonhouse.card import read_card
from scrapers.platforms.carbonhouse.load_more import LISTS, LoadMore, read_load_more
from scrapers.platforms.carbonhouse.merging import merge
from scrapers.reading.bodies import TextKind, decode, kind_of, parse_html, refuse_challenge
from scrapers.reading.contract import Context
from scrapers.reading.css_index import IndexedSelector
from scrapers.reading.text import fix_surrogates, text_of


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPage:
    """The contents of a page of cards.

    events     one for each detail page; several cards of one show are one event with several occurrences.
    problems   unreadable cards and unclear hours.
    cards      the number of all cards on the page, read or not, to add to the next offset. 0 at the end of the list.
    load_more  the button for more cards; None if the page has none.
    unpaged    why the button can't be read, so that the list may go on; None if it can.
    """

    events: tuple[EventItem, ...] = ()
    problems: tuple[BadRecord, ...] = ()
    cards: int = 0
    load_more: LoadMore | None = None
    unpaged: PageChanged | None = None


_CARD_CLASSES = ("eventItem", "m-eventItem", "m-venueframework-eventslist__item", "event_card")
_NO_EVENTS = re.compile(
    r"\bno (?:more |upcoming |current |scheduled |matching |public |available )*(?:events?|shows?|performances?"
    r"|results)\b|\bthere are (?:currently )?no\b|\bcheck back (?:soon|later)\b",
    re.IGNORECASE,
)


def read_cards(body: bytes, context: Context) -> CardPage:
    """The cards of a listing or of a "load more" answer, which is HTML or a JSON string with HTML.

    A "load more" answer without cards (`""`, white space, an empty list) is the end of the list. Raises PageChanged for
    a whole page without cards that doesn't say it has no events, and if most cards are unreadable. Raises EmptyBody,
    WrongKind, BadCharset, and Blocked for other bodies.
    """
    if is_load_more(context.url) and not body.strip():
        return CardPage()
    markup = unwrapped(decode(body, context), context)
    if not markup.strip():
        return CardPage()
    page = IndexedSelector.of(parse_html(markup, context))
    is_whole = bool(re.search(r"<(?:!doctype|html|body)[\s>]", markup[:5000], re.IGNORECASE))
    nodes = _cards(page)
    if not nodes:
        _require_end_of_list(page, context, is_whole=is_whole)
        return _with_button(CardPage(), page, context)
    events, problems, unread = _read_all(nodes, context)
    if unread > 1 and unread * 2 > len(nodes):
        raise PageChanged(
            f"{unread} of {len(nodes)} cards are unreadable, the first: {problems[0].found}",
            url=context.url,
            source=context.source,
            field=problems[0].field,
        )
    return _with_button(CardPage(events=merge(events), problems=tuple(problems), cards=len(nodes)), page, context)


def _with_button(cards: CardPage, page: Selector, context: Context) -> CardPage:
    try:
        return replace(cards, load_more=read_load_more(page, context, cards=cards.cards))
    except PageChanged as error:
        return replace(cards, unpaged=error)


def unwrapped(text: str, context: Context) -> str:
    """The HTML in a "load more" answer. A text that isn't JSON comes back unchanged. Raises WrongKind for JSON that
    isn't a string."""
    if kind_of(text) is not TextKind.JSON:
        return text
    refuse_challenge(text, context)
    try:
        markup = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise WrongKind(
            f"neither HTML nor complete JSON, beginning {text.strip()[:60]!r}", url=context.url, source=context.source
        ) from error
    if not isinstance(markup, str):
        raise WrongKind(
            f"JSON of another kind, beginning {text.strip()[:60]!r}", url=context.url, source=context.source
        )
    return fix_surrogates(markup)


def _cards(page: Selector) -> SelectorList[Selector]:
    """The cards of the list, without those of carousels, which would make the offset wrong. The AEG skin has no special
    class for cards: they are `entry` elements that link to a detail page."""
    scopes = list(page.css(LISTS)) or [page]
    is_card = " or ".join(f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')" for name in _CARD_CLASSES)
    entry = "contains(concat(' ', normalize-space(@class), ' '), ' entry ') and .//a[contains(@href, '/detail/')]"
    for query in (f"descendant::*[({is_card}) and not(ancestor::*[{is_card}])]", f"descendant::*[{entry}]"):
        for scope in [*scopes, page]:
            if nodes := scope.xpath(query):
                return nodes
    return SelectorList()


def _require_end_of_list(page: Selector, context: Context, *, is_whole: bool) -> None:
    shown = text_of(page)
    lists = page.css(LISTS)
    said = shown if not is_whole else " ".join(text_of(node) for node in lists) or shown
    if _NO_EVENTS.search(said) or (not is_whole and not shown):
        return
    if not is_whole and is_load_more(context.url) and not page.css("a"):
        return
    raise PageChanged(
        f"no cards, and no notice that there are no events: {shown[:100]!r}", url=context.url, source=context.source
    )


def _read_all(nodes: SelectorList[Selector], context: Context) -> tuple[list[EventItem], list[BadRecord], int]:
    events: list[EventItem] = []
    problems: list[BadRecord] = []
    unread = 0
    for node in nodes:
        try:
            event, doubts = read_card(IndexedSelector.of(node), context)
        except BadRecord as problem:
            problems.append(problem)
            unread += 1
            continue
        events.append(event)
        problems += doubts
    return events, problems, unread
