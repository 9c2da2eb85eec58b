"""A carbonhouse venue's site: listing, load-more pages, detail pages, and the feeds that some venues have."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from sandbox.carbonhouse.cards import card_html, listed_cards
from sandbox.carbonhouse.detail import detail_html
from sandbox.carbonhouse.feeds import month_json, rss_xml, showing_ical
from sandbox.carbonhouse.season import season
from sandbox.carbonhouse.shows import HALL
from sandbox.site import HTML, ICAL, JSON, RSS, Answer, Place

PAGE_SIZE = 9
_AJAX = re.compile(r"/events/events_ajax/(\d{1,6})/?")
_DETAIL = re.compile(r"/events/detail/([\w-]+)/?")
_MONTH = re.compile(r"/events/calendar/(\d{4})/(\d{1,2})/?")
_ICAL = re.compile(r"/events/ical/([\w-]+)/(\d{1,8})/?")


class CarbonhouseVenue:
    """`with_feeds`: whether this venue has the month JSON and the RSS feed, which are otherwise 404."""

    def __init__(self, place: Place, *, with_feeds: bool) -> None:
        self._base_url = place.base_url
        self._with_feeds = with_feeds
        self._shows = season(place.today)
        self._by_slug = {show.slug: show for show in self._shows}
        self._cards = listed_cards(self._shows)

    def answer(self, path: str, query: Mapping[str, str]) -> Answer | None:
        if path in ("/events", "/events/", "/events/all"):
            return Answer(self._listing().encode(), HTML)
        if found := _AJAX.fullmatch(path):
            return self._more_cards(int(found[1]), query)
        if (found := _DETAIL.fullmatch(path)) and found[1] in self._by_slug:
            return Answer(detail_html(self._by_slug[found[1]], self._base_url).encode(), HTML)
        if found := _ICAL.fullmatch(path):
            return self._showing(found[1], int(found[2]))
        return self._feed(path) if self._with_feeds else None

    def _feed(self, path: str) -> Answer | None:
        if path == "/events/rss":
            return Answer(rss_xml(self._shows, self._base_url).encode(), RSS)
        if found := _MONTH.fullmatch(path):
            return Answer(month_json(self._shows, int(found[1]), int(found[2]), self._base_url).encode(), JSON)
        return None

    def _showing(self, slug: str, number: int) -> Answer | None:
        show = self._by_slug.get(slug)
        for showing in show.showings if show else ():
            if show and showing.number == number:
                return Answer(showing_ical(show, showing, self._base_url).encode(), ICAL)
        return None

    def _more_cards(self, offset: int, query: Mapping[str, str]) -> Answer:
        """A JSON string of HTML, empty past the end. With a category filter, the offset counts only filtered cards."""
        size = query.get("per_page", "")
        category = query.get("category", "0")
        cards = [card for card in self._cards if category in ("", "0") or str(card.show.category) == category]
        page = cards[offset : offset + (int(size) if size.isdecimal() and int(size) else PAGE_SIZE)]
        html = "".join(card_html(card, self._base_url) for card in page)
        return Answer(json.dumps(html).replace("/", "\\/").encode(), HTML)

    def _listing(self) -> str:
        cards = "".join(card_html(card, self._base_url) for card in self._cards[:PAGE_SIZE])
        rss = '<link rel="alternate" type="application/rss+xml" href="/events/rss">' if self._with_feeds else ""
        return f"""<!doctype html>
<html lang="en" class="no-js"><head><meta charset="utf-8"><title>Events | {HALL}</title>{rss}
<script type="application/ld+json">{{"@context":"http://schema.org","@type":"Organization","name":"{HALL}"}}</script>
<script>var BASE_URL = "{self._base_url}/";</script></head>
<body><div id="content" class="clearfix" role="main"><h1>Upcoming Events</h1>
<ul class="choices"><li><span class="event_filter_item" data-category="0" data-increment="9">Category</span></li>
<li><span class="event_filter_item" data-category="1" data-increment="9">Concerts</span></li></ul>
<div class="eventList event_list_grid event_list"><div class="eventList__wrapper list" id="list">
{cards}</div>
<button id="loadMoreEvents" class="eventList__showMore" disabled="disabled" data-options="events" data-category="0" \
data-venue="0" data-team="0" data-offset="{PAGE_SIZE}" data-increment="{PAGE_SIZE}" \
data-camefrom="event-list-page">Load More Events</button>
</div></div><footer>a carbonhouse experience</footer></body></html>
"""
