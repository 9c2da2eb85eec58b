"""The spider for carbonhouse sites: reads month JSON, RSS, the listing with its "load more", and detail pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from scrapy.http import Request, Response
from twisted.python.failure import Failure

from core.errors import BadBody, Blocked, PageChanged, PageGone, SourceError
from core.items import EventItem
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
from scrapers.platforms.tribe.addresses import month

MONTHS = 14
"""Asked of a site that has month JSON. An empty month does not mean that later ones are empty."""
LOAD_MORE_PAGES = 60
"""A list that has not ended by then repeats itself: its end is unknown, so the harvest is incomplete."""


class CarbonhouseSpider(SourceSpider):
    """Asks for this month's JSON and, if it answers, the following months; then the RSS feed, the listing until it is
    empty, and each event's detail page. Where they differ, the first of these wins: detail page, month JSON, RSS, card.

    The harvest is complete if the listing was read to its end. Without JSON and RSS, or if the site refuses its detail
    pages, the cards are enough: they give the dates, with the hour unknown. A refusal is noted once per run.
    """

    name = "carbonhouse"
    listing: ClassVar[str] = "/events"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.feed_events: dict[str, EventItem] = {}
        """From month JSON and RSS, by uid."""
        self.cards: dict[str, EventItem] = {}
        """By uid; each is removed when its event is passed on."""
        self.refusals = 0

    async def start(self) -> AsyncIterator[Request]:
        yield self._ask_month(0)

    def parse(self, response: Response) -> Iterator[Request | EventItem]:
        """The listing's first page.

        @page https://site.example/events tests/platforms/carbonhouse/fixtures/listing.html
        @returns requests 1
        """
        yield from self._read_cards(response, 0, None, 1)

    def parse_month(self, response: Response, ahead: int) -> Iterator[Request]:
        try:
            self._keep(self.emit(read_month(response.body, self.context(response))))
        except SourceError as error:
            yield self._without_month(ahead, name_failure(error, response.url))
        else:
            yield self._ask_month_after(ahead)

    def parse_rss(self, response: Response) -> Iterator[Request]:
        try:
            self._keep(self.emit(rss.read_events(response.body, self.context(response))))
        except SourceError as error:
            self._note_unless_absent(name_failure(error, response.url))
        yield self._ask_listing()

    def parse_more(
        self, response: Response, offset: int, more: LoadMore, turn: int, bare: bool
    ) -> Iterator[Request | EventItem]:
        yield from self._read_cards(response, offset, more, turn, bare=bare)

    def parse_detail(self, response: Response, uid: str) -> Iterator[EventItem]:
        card = self.cards.pop(uid)
        try:
            detail = next(self.emit(read_detail(response.body, self.context(response))), None)
        except SourceError as error:
            self.account.note(name_failure(error, response.url), essential=isinstance(error, PageChanged))
            detail = None
        yield (self._finish_card(card) if detail is None else self._finish(complete(card, replace(detail, uid=uid))))

    def _read_cards(
        self, response: Response, offset: int, more: LoadMore | None, turn: int, *, bare: bool = False
    ) -> Iterator[Request | EventItem]:
        """Read a page of cards; then ask for the next page or, at the end of the list, for the details. If a page
        cannot be read, the cards so far are kept and the harvest is incomplete.

        The list ends with `""`, a JSON string. An empty body ends it only if the page before was `bare` HTML.
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
        if page.unpaged is not None:
            self.account.note(page.unpaged, essential=True)
        self.account.says_empty |= turn == 1 and page.cards == 0
        more = more or page.load_more
        before = set(self.cards)
        self.cards = by_uid(merge([*self.cards.values(), *page.events]))
        at_end = page.unpaged is not None or more is None or page.cards == 0 or (turn > 1 and set(self.cards) == before)
        if more is not None and not at_end and turn < LOAD_MORE_PAGES:
            bare = turn > 1 and not response.body.lstrip().startswith(b'"')
            yield self._ask_more(offset + page.cards, more, turn + 1, bare=bare)
            return
        if at_end and page.unpaged is None:
            self.account.covered = Coverage(self.now, None)
        elif not at_end:
            self.account.note(PageChanged(f"the list goes on after {turn} pages", url=response.url), essential=True)
        yield from self._ask_details()

    def _ask_month(self, ahead: int) -> Request:
        first = month(self.now.astimezone(ZoneInfo(self.timezone)).date(), ahead)
        url = month_url(self.base_url, first.year, first.month)
        return self.get(url, self.parse_month, essential=False, errback=self._month_failed, ahead=ahead)

    def _ask_month_after(self, ahead: int) -> Request:
        return self._ask_month(ahead + 1) if ahead + 1 < MONTHS else self._ask_rss()

    def _month_failed(self, failure: Failure) -> Iterator[Request]:
        request, error = named(failure)
        yield self._without_month(request.cb_kwargs["ahead"], error)

    def _without_month(self, ahead: int, error: SourceError) -> Request:
        """If the first month fails, the site has no month JSON. If a later one does, it is skipped."""
        if ahead == 0:
            self._note_unless_absent(error)
            return self._ask_rss()
        self.account.note(error, essential=False)
        return self._ask_rss() if isinstance(error, Blocked) else self._ask_month_after(ahead)

    def _ask_rss(self) -> Request:
        return self.get(self.site("/events/rss"), self.parse_rss, essential=False, errback=self._rss_failed)

    def _rss_failed(self, failure: Failure) -> Iterator[Request]:
        self._note_unless_absent(named(failure)[1])
        yield self._ask_listing()

    def _note_unless_absent(self, error: SourceError) -> None:
        """A site need not have month JSON or RSS, so their absence is not an error. Other failures are noted."""
        if not isinstance(error, PageGone | BadBody | Blocked):
            self.account.note(error, essential=False)

    def _ask_listing(self) -> Request:
        return self.get(self.site(self.listing), self.parse, errback=self._cards_failed)

    def _cards_failed(self, failure: Failure) -> Iterator[Request | EventItem]:
        self.on_failure(failure)
        yield from self._ask_details()

    def _ask_more(self, offset: int, more: LoadMore, turn: int, *, bare: bool) -> Request:
        headers = {"X-Requested-With": "XMLHttpRequest", "Referer": self.site(self.listing)}
        url = load_more_url(self.base_url, offset, more)
        request = self.get(url, self.parse_more, errback=self._cards_failed, headers=headers)
        request.cb_kwargs.update(offset=offset, more=more, turn=turn, bare=bare)
        request.meta["allow_empty"] = True
        return request

    def _ask_details(self) -> Iterator[Request | EventItem]:
        """For every event of the listing, and for those found only in month JSON or RSS."""
        self.cards = {
            **{uid: event for uid, event in self.feed_events.items() if self._is_upcoming(event)},
            **self.cards,
        }
        for uid, card in list(self.cards.items()):
            if card.url and same_site(card.url, self.base_url):
                yield self.get(card.url, self.parse_detail, essential=False, errback=self._detail_failed, uid=uid)
            else:
                yield self._finish(self.cards.pop(uid))

    def _detail_failed(self, failure: Failure) -> Iterator[EventItem]:
        """Use the card. Only the first refusal is noted."""
        request, error = named(failure)
        if isinstance(error, Blocked):
            self.refusals += 1
        if not isinstance(error, Blocked) or self.refusals == 1:
            self.account.note(error, essential=False)
        yield self._finish_card(self.cards.pop(request.cb_kwargs["uid"]))

    def _is_upcoming(self, event: EventItem) -> bool:
        """Whether any occurrence is today or later: a month's JSON has its past days too."""
        today = self.now.astimezone(ZoneInfo(self.timezone)).date()
        return any(occurrence.local_date >= today for occurrence in event.occurrences)

    def _keep(self, events: Iterable[EventItem]) -> None:
        for event in events:
            earlier = self.feed_events.get(event.uid)
            self.feed_events[event.uid] = event if earlier is None else merge([earlier, event])[0]

    def _finish_card(self, card: EventItem) -> EventItem:
        """The event without its detail page."""
        self.account.incomplete[card.uid] = self.venue
        event = self._finish(card)
        return replace(event, venue=None) if event.venue == self.venue else event

    def _finish(self, event: EventItem) -> EventItem:
        """The event completed from month JSON or RSS, at the site's venue unless it names another. The title is the
        page's: in a feed, `<` may or may not open a tag."""
        known = self.feed_events.get(event.uid)
        if known is not None:
            known = replace(known, title=event.title)
            event = complete(known, event) if hours_known(event) else complete(event, known)
        return event if event.venue is not None else replace(event, venue=self.venue)


def by_uid(events: Iterable[EventItem]) -> dict[str, EventItem]:
    return {event.uid: event for event in events}


def hours_known(event: EventItem) -> bool:
    """Whether every occurrence has an hour."""
    return all(occurrence.time_known for occurrence in event.occurrences)
