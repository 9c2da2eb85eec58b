"""A WordPress site with The Events Calendar: monthly iCal, capped list iCal, REST, and HTML pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from sandbox.site import HTML, ICAL, Answer, Place
from sandbox.tribe.aquarium import calendar_of
from sandbox.tribe.exhibits import Exhibit
from sandbox.tribe.html import event_page, list_page, month_page
from sandbox.tribe.ical import EXPORT_CAP, export
from sandbox.tribe.months import Month
from sandbox.tribe.rest import ROUTE, events_page, single_event

_MONTH = re.compile(r"/events/month/(?:(\d{4})-(0[1-9]|1[0-2])/?)?")
_LIST = re.compile(r"/events/list/(?:page/(\d{1,4})/?)?")
_EVENT = re.compile(r"/event/[\w/-]+")
_REST_EVENT = re.compile(rf"{ROUTE}/(\d+)/?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


class TribeSite:
    def __init__(self, place: Place) -> None:
        self._base_url = place.base_url
        self._today = place.today
        self._exhibits = calendar_of(place.today)
        self._by_path = {exhibit.path: exhibit for exhibit in self._exhibits}

    def answer(self, path: str, query: Mapping[str, str]) -> Answer | None:
        if path in (ROUTE, f"{ROUTE}/"):
            return events_page(self._exhibits, query, self._base_url, self._today)
        if found := _REST_EVENT.fullmatch(path):
            return single_event(self._exhibits, int(found[1]), self._base_url, self._today)
        return self._calendar(path, query) if query.get("ical") == "1" else self._page(path)

    def _calendar(self, path: str, query: Mapping[str, str]) -> Answer | None:
        """`/events/?ical=1` answers 200 with an empty body, like the real site."""
        if path in ("/events/", "/events"):
            return Answer(b"", ICAL)
        if found := _MONTH.fullmatch(path):
            first, last = self._month(found).grid()
            return self._export([exhibit for exhibit in self._exhibits if exhibit.overlaps(first, last)])
        if _LIST.fullmatch(path) or (path == "/" and query.get("post_type") == "tribe_events"):
            return self._export(self._from(query.get("tribe-bar-date", ""))[:EXPORT_CAP])
        if path in self._by_path:
            return self._export([self._by_path[path]])
        return None

    def _page(self, path: str) -> Answer | None:
        if path in ("/events/", "/events"):
            return Answer(month_page(self._exhibits, Month.of(self._today), self._base_url).encode(), HTML)
        if found := _MONTH.fullmatch(path):
            return Answer(month_page(self._exhibits, self._month(found), self._base_url).encode(), HTML)
        if found := _LIST.fullmatch(path):
            page = list_page(self._from(""), int(found[1] or 1), self._base_url)
            return None if page is None else Answer(page.encode(), HTML)
        if _EVENT.fullmatch(path) and path in self._by_path:
            return Answer(event_page(self._by_path[path], self._base_url).encode(), HTML)
        return None

    def _month(self, found: re.Match[str]) -> Month:
        return Month(int(found[1]), int(found[2])) if found[1] else Month.of(self._today)

    def _from(self, bar_date: str) -> list[Exhibit]:
        """Events that end today or later, or on `tribe-bar-date` or later if that is in the future."""
        day = max(self._today, date.fromisoformat(bar_date)) if _DAY.fullmatch(bar_date) else self._today
        return [exhibit for exhibit in self._exhibits if exhibit.last_day >= day]

    def _export(self, exhibits: list[Exhibit]) -> Answer:
        headers = {"Content-Disposition": 'attachment; filename="bayside-aquarium.ics"'}
        return Answer(export(exhibits, self._base_url, self._today), ICAL, headers=headers)
