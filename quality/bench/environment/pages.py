"""The pages of the bench's carbonhouse site: the sandbox's markup, padded to the size of a real page."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from hashlib import sha256

from quality.bench.environment import feeds
from sandbox.carbonhouse.cards import ListedCard, card_html, listed_cards
from sandbox.carbonhouse.detail import detail_html
from sandbox.carbonhouse.shows import TICKET_HOST, Show, Showing
from sandbox.site import HTML, ICAL, Answer, not_found

INCREMENT = 100
"""Cards on each page of the listing, so that a crawl asks for all pages of a list of thousands."""
_AJAX = re.compile(r"/events/events_ajax/(\d{1,6})")
_FEED = re.compile(r"/feeds/(\d{1,6})\.ics")
_CHANGE = re.compile(r"/change/(\d{1,6})")
"""A request for it changes this many events in every calendar, and rebuilds the calendars that were served."""
_ROBOTS = Answer(b"User-agent: *\nDisallow: /account\n", "text/plain; charset=utf-8")
_PARAGRAPH = (
    "<p>An evening of chamber music, with works old and new, played by the ensemble of the house and its guests. "
    "Seats are numbered; the foyer opens an hour before the start, and there is a talk with the players.</p>\n"
)


@dataclass(slots=True)
class Pages:
    """All answers of the site. Links are relative, so that every host serves the same bytes."""

    shows: dict[str, Show]
    cards: tuple[ListedCard, ...]
    page_bytes: int
    feed_events: int
    first: datetime
    changed: int = 0
    ready: dict[str, Answer] = field(default_factory=dict)

    def answer(self, target: str) -> Answer:
        if found := _CHANGE.fullmatch(target):
            self.changed = int(found[1])
            for path in filter(_FEED.fullmatch, list(self.ready)):
                self.ready[path] = self._made(path)
        if target not in self.ready:
            self.ready[target] = self._made(target.partition("?")[0])
        return self.ready[target]

    def _made(self, path: str) -> Answer:
        if path == "/robots.txt":
            return _ROBOTS
        if path == "/events":
            return Answer(self._listing().encode(), HTML)
        if found := _AJAX.fullmatch(path):
            return Answer(json.dumps(self._cards(int(found[1]))).encode(), HTML)
        if found := _FEED.fullmatch(path):
            return self._feed(int(found[1]))
        show = self.shows.get(path)
        return not_found() if show is None else Answer(self._detail(show).encode(), HTML)

    def _feed(self, number: int) -> Answer:
        body = feeds.plain(self.feed_events, name=f"feed-{number}", changed=self.changed, first=self.first)
        return Answer(body, ICAL, headers={"ETag": f'"{sha256(body).hexdigest()[:16]}"'})

    def _cards(self, offset: int) -> str:
        return "".join(card_html(card, "") for card in self.cards[offset : offset + INCREMENT])

    def _listing(self) -> str:
        more = (
            f'<button id="loadMoreEvents" data-category="0" data-venue="0" data-team="0" data-offset="{INCREMENT}" '
            f'data-increment="{INCREMENT}" data-camefrom="event-list-page">Load More Events</button>'
        )
        return (
            "<!doctype html><html><head><meta charset='utf-8'><title>Events</title></head><body><div id='content'>"
            f"<div id='list'>{self._cards(0)}</div>{more if len(self.cards) > INCREMENT else ''}"
            "</div><footer>a carbonhouse experience</footer></body></html>"
        )

    def _detail(self, show: Show) -> str:
        """Half of the padding is the event's own text and half is menus and links, as on real pages."""
        page = detail_html(show, "")
        missing = max(0, self.page_bytes - len(page))
        text = _PARAGRAPH * (missing // 2 // len(_PARAGRAPH))
        links = [
            f'<li class="menu__item"><a class="menu__link" href="/visit/part-{number}">Part {number}</a></li>\n'
            for number in range(missing // 2 // 80)
        ]
        page = page.replace("</p></div>", f"</p>{text}</div>", 1)
        return page.replace("<footer>", f"<nav><ul>{''.join(links)}</ul></nav><footer>", 1)


def made(shows: int, page_bytes: int, today: date, feed_events: int = 0) -> Pages:
    """A site of this many shows with every page ready. Calendars are built when requested."""
    tomorrow = datetime.combine(today + timedelta(days=1), time(19))
    program = tuple(map(partial(_show, today), range(shows)))
    pages = Pages(
        {show.detail_path: show for show in program}, listed_cards(program), page_bytes, feed_events, tomorrow
    )
    for path in pages.shows:
        pages.answer(path)
    return pages


def _show(today: date, number: int) -> Show:
    day = today + timedelta(days=2 + number % 300)
    showings = [Showing(number=2 * number, day=day, starts=time(19, 30), doors=time(18, 30))]
    if number % 3 == 0:
        showings.append(Showing(number=2 * number + 1, day=day, starts=time(14), doors=time(13)))
    return Show(
        slug=f"show-{number}",
        title=f"Chamber Evening No. {number}: Brass & Reeds",
        showings=tuple(sorted(showings, key=lambda showing: showing.starts or time())),
        category=number % 7,
        price_text=f"${20 + number % 50} - ${90 + number % 50}",
        price_cents=None,
        ticket_path=f"{TICKET_HOST}{number}",
        tagline="With a talk before the concert",
    )
