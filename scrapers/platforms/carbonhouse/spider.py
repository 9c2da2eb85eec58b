"""Spiders for carbonhouse sites: month JSON where there is one, the listing with its "load more", the detail pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from core.errors import BadBody, Blocked, PageChanged, PageGone, SourceError
from core.items import EventItem, Venue
from scrapers.platforms.account import Coverage
from scrapers.platforms.base import SourceSpider, named, same_site
from scrapers.platforms.carbonhouse.addresses import load_more_url, month_url
from scrapers.platforms.carbonhouse.cards import read_cards
from scrapers.platforms.carbonhouse.detail import read_detail
from scrapers.platforms.carbonhouse.load_more import LoadMore
from scrapers.platforms.carbonhouse.merging import complete, merge
from scrapers.platforms.carbonhouse.month import read_month
from scrapers.platforms.failures import check_body, name_failure
from scrapers.platforms.rss import reader as rss
from scrapers.platforms.tribe.spider import month

MONTHS = 14
"""Months asked of a site that has the month JSON; an empty month is not the end of its programme."""
LOAD_MORE_PAGES = 60
"""A list that has not ended by then repeats itself: its end is unknown, so the harvest is not complete."""


class CarbonhouseSpider(SourceSpider):
    """The order: this month's JSON; if it answers, the months that follow; the RSS; the listing until it is empty; then
    each event's detail page. What a better page knows is kept: detail, month JSON, RSS, card.

    The listing is the proof of completeness. A site without JSON or RSS, or whose detail pages refuse, is harvested
    from its cards: their dates stand, with the hour unknown, and the refusal is on the run once.
    """

    name = "carbonhouse"
    listing: ClassVar[str] = "/events"
    venue: ClassVar[Venue | None] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known: dict[str, EventItem] = {}
        self.cards: dict[str, EventItem] = {}
        self.refused = 0

    async def start(self) -> AsyncIterator[Request]:
        yield self._ask_month(0)

    def parse(self, response: Response) -> Iterator[Request | EventItem]:
        """The listing's first page.

        @url https://www.vanwezel.org/events
        @returns requests 1
        """
        yield from self._turn(response, 0, None, 1)

    def parse_month(self, response: Response, ahead: int) -> Iterator[Request]:
        try:
            self._learn(self.emit(read_month(response.body, self.context(response))))
        except SourceError as error:
            yield self._without_month(ahead, name_failure(error, response.url))
        else:
            yield self._ask_month_after(ahead)

    def parse_rss(self, response: Response) -> Iterator[Request]:
        try:
            self._learn(self.emit(rss.read_events(response.body, self.context(response))))
        except SourceError as error:
            self._missed(name_failure(error, response.url))
        yield self._ask_listing()

    def parse_more(
        self, response: Response, offset: int, more: LoadMore, turn: int, bare: bool
    ) -> Iterator[Request | EventItem]:
        yield from self._turn(response, offset, more, turn, bare=bare)

    def parse_detail(self, response: Response, uid: str) -> Iterator[EventItem]:
        card = self.cards.pop(uid)
        try:
            detail = next(self.emit(read_detail(response.body, self.context(response))), None)
        except SourceError as error:
            self.account.note(name_failure(error, response.url), essential=isinstance(error, PageChanged))
            detail = None
        yield (self._finish_card(card) if detail is None else self._finish(complete(card, replace(detail, uid=uid))))

    def _turn(
        self, response: Response, offset: int, more: LoadMore | None, turn: int, *, bare: bool = False
    ) -> Iterator[Request | EventItem]:
        """Take a page of cards; then ask for the next, or, at the list's end, for the details. A page that cannot be
        read ends the list before its end: what came before it is kept, and the harvest claims no completeness.

        The list's end is `""`, a JSON string. Nothing at all is the end only where the page before was `bare` HTML.
        """
        try:
            if not bare:
                check_body(response.body, response.status, response.url)
            page = read_cards(response.body, self.context(response))
        except SourceError as error:
            self.account.note(name_failure(error, response.url), essential=True)
            yield from self._ask_details()
            return
        for problem in page.problems:
            self.account.reject(problem)
        more = more or page.load_more
        before = set(self.cards)
        self.cards = by_uid(merge([*self.cards.values(), *page.events]))
        at_end = more is None or page.cards == 0 or (turn > 1 and set(self.cards) == before)
        if more is not None and not at_end and turn < LOAD_MORE_PAGES:
            bare = turn > 1 and not response.body.lstrip().startswith(b'"')
            yield self._ask_more(offset + page.cards, more, turn + 1, bare=bare)
            return
        if at_end:
            self.account.covered = Coverage(self.now, None)
        else:
            self.account.note(PageChanged(f"the list goes on after {turn} pages", url=response.url), essential=True)
        yield from self._ask_details()

    def _ask_month(self, ahead: int) -> Request:
        first = month(self.now.astimezone(ZoneInfo(self.timezone)).date(), ahead)
        url = month_url(self.base_url, first.year, first.month)
        return self.get(url, self.parse_month, essential=False, errback=self._no_month, ahead=ahead)

    def _ask_month_after(self, ahead: int) -> Request:
        return self._ask_month(ahead + 1) if ahead + 1 < MONTHS else self._ask_rss()

    def _no_month(self, failure: Failure) -> Iterator[Request]:
        request, error = named(failure)
        yield self._without_month(request.cb_kwargs["ahead"], error)

    def _without_month(self, ahead: int, error: SourceError) -> Request:
        """Where the first month does not answer there is no month JSON. Where it did, one that fails is left out."""
        if ahead == 0:
            self._missed(error)
            return self._ask_rss()
        self.account.note(error, essential=False)
        return self._ask_rss() if isinstance(error, Blocked) else self._ask_month_after(ahead)

    def _ask_rss(self) -> Request:
        return self.get(self.site("/events/rss"), self.parse_rss, essential=False, errback=self._no_rss)

    def _no_rss(self, failure: Failure) -> Iterator[Request]:
        self._missed(named(failure)[1])
        yield self._ask_listing()

    def _missed(self, error: SourceError) -> None:
        """A site need not have month JSON or RSS: their absence is no error, another failure is one to know of."""
        if not isinstance(error, PageGone | BadBody | Blocked):
            self.account.note(error, essential=False)

    def _ask_listing(self) -> Request:
        return self.get(self.site(self.listing), self.parse, errback=self._no_cards)

    def _no_cards(self, failure: Failure) -> Iterator[Request | EventItem]:
        self.on_failure(failure)
        yield from self._ask_details()

    def _ask_more(self, offset: int, more: LoadMore, turn: int, *, bare: bool) -> Request:
        headers = {"X-Requested-With": "XMLHttpRequest", "Referer": self.site(self.listing)}
        url = load_more_url(self.base_url, offset, more)
        request = self.get(url, self.parse_more, errback=self._no_cards, headers=headers)
        request.cb_kwargs.update(offset=offset, more=more, turn=turn, bare=bare)
        request.meta["allow_empty"] = True
        return request

    def _ask_details(self) -> Iterator[Request | EventItem]:
        """For every event of the listing, and for those that only month JSON or RSS tell of."""
        self.cards = {**{uid: event for uid, event in self.known.items() if self._ahead(event)}, **self.cards}
        for uid, card in list(self.cards.items()):
            if card.url and same_site(card.url, self.base_url):
                yield self.get(card.url, self.parse_detail, essential=False, errback=self._no_detail, uid=uid)
            else:
                yield self._finish(self.cards.pop(uid))

    def _no_detail(self, failure: Failure) -> Iterator[EventItem]:
        """The card stands. A site that refuses is noted at the first refusal, not at each."""
        request, error = named(failure)
        if isinstance(error, Blocked):
            self.refused += 1
        if not isinstance(error, Blocked) or self.refused == 1:
            self.account.note(error, essential=False)
        yield self._finish_card(self.cards.pop(request.cb_kwargs["uid"]))

    def _ahead(self, event: EventItem) -> bool:
        """Whether any of it is today or later: a month's JSON tells of its past days too."""
        today = self.now.astimezone(ZoneInfo(self.timezone)).date()
        return any(occurrence.local_date >= today for occurrence in event.occurrences)

    def _learn(self, events: Iterable[EventItem]) -> None:
        for event in events:
            earlier = self.known.get(event.uid)
            self.known[event.uid] = event if earlier is None else merge([earlier, event])[0]

    def _finish_card(self, card: EventItem) -> EventItem:
        """The event without its detail page."""
        self.account.incomplete[card.uid] = self.venue
        event = self._finish(card)
        return replace(event, venue=None) if event.venue == self.venue else event

    def _finish(self, event: EventItem) -> EventItem:
        """The event with what month JSON or RSS know better of it, at the hall unless it says elsewhere. Its title is
        the page's: in a feed it is not told whether `<` opens a tag."""
        known = self.known.get(event.uid)
        if known is not None:
            known = replace(known, title=event.title)
            event = complete(known, event) if hours_known(event) else complete(event, known)
        return event if event.venue is not None else replace(event, venue=self.venue)


def by_uid(events: Iterable[EventItem]) -> dict[str, EventItem]:
    return {event.uid: event for event in events}


def hours_known(event: EventItem) -> bool:
    """Whether every occurrence has its hour."""
    return all(occurrence.time_known for occurrence in event.occurrences)
