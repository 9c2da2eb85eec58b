"""The sandbox's replica sites, page by page, against what the sandbox says a perfect harvest finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from core.items import EventItem
from quality.accuracy.facts import Document, ExpectedEvent, Field
from quality.accuracy.item_facts import expected_item
from sandbox import truth
from sandbox.calendars.site import CHANGING, all_traps
from sandbox.catalog import open_site
from sandbox.site import Place
from sandbox.tribe.months import Month
from sandbox.tribe.rest import LARGEST_PAGE, ROUTE
from scrapers.reading.contract import Context, Window

CORPUS = "sandbox"
TODAY = date(2026, 11, 22)
"""The day of the sandbox's own tests: a daylight-saving change and a new year lie ahead."""

BASE_URL = "http://sandbox.example"
ZONE = "America/New_York"
MONTHS = 3
_REST_LEAVES_OUT = (Field.PRICE, Field.TICKET_URL, Field.STATUS, Field.VENUE)
"""The sandbox's truth has these fields as the calendars show them, which is less than REST and pages show."""


def documents() -> Iterator[Document]:
    yield from _carbonhouse()
    yield from _tribe()
    yield from _feeds()


def _carbonhouse() -> Iterator[Document]:
    cards = truth.expected("vanwezel", TODAY, base_url=BASE_URL, details=False)
    events = truth.expected("vanwezel", TODAY, base_url=BASE_URL)
    yield _page("vanwezel", "/events/events_ajax/0?per_page=60&category=0", "carbonhouse", _expected(cards))
    for event in events:
        path = f"/events/detail/{event.uid}"
        yield _page("vanwezel", path, "carbonhouse", _expected([event], but=(Field.URL,), with_ends=False))
    played = truth.expected("venue2", TODAY, base_url=BASE_URL)
    months = sorted({(one.local_date.year, one.local_date.month) for event in played for one in event.occurrences})
    for year, month in months:
        yield _month(played, year, month)
    yield _page("venue2", "/events/rss", "rss", _expected(played, but=_RSS_LEAVES_OUT, with_ends=False))


_RSS_LEAVES_OUT = (Field.PRICE, Field.TICKET_URL, Field.SOLD_OUT, Field.STATUS, Field.INSTANCES, Field.TIMEZONE)
_MONTH_LEAVES_OUT = (Field.PRICE, Field.SOLD_OUT, Field.STATUS, Field.VENUE, Field.TICKET_URL)


def _month(events: Iterable[EventItem], year: int, month: int) -> Document:
    """The rows of one month have titles, addresses and times."""
    shown = [_cut(event, year, month) for event in events]
    expected = _expected([event for event in shown if event.occurrences], but=_MONTH_LEAVES_OUT)
    return _page("venue2", f"/events/calendar/{year}/{month}", "carbonhouse", expected)


def _cut(event: EventItem, year: int, month: int) -> EventItem:
    own = [one for one in event.occurrences if (one.local_date.year, one.local_date.month) == (year, month)]
    return replace(event, occurrences=tuple(own))


def _tribe() -> Iterator[Document]:
    """Each month's calendar and page show the days of its grid; the REST archive all from the first of them on."""
    every = truth.expected("mote", TODAY, base_url=BASE_URL)
    for ahead in range(MONTHS):
        month = Month.of(TODAY).plus(ahead)
        first, last = month.grid()
        shown = [event for event in every if _touches(event, first, last)]
        path = f"/events/month/{month.first_day:%Y-%m}/"
        yield _page("mote", f"{path}?ical=1", "ics", _expected(shown), complete=True)
        yield _page("mote", path, "tribe", _by_address(shown, with_ends=False))
    first, last = Month.of(TODAY).grid()[0], Month.of(TODAY).plus(MONTHS - 1).grid()[1]
    begun = [event for event in every if first <= event.occurrences[0].local_date <= last]
    pages = -(-len(begun) // LARGEST_PAGE)
    for number in range(1, pages + 1):
        path = f"{ROUTE}/?per_page={LARGEST_PAGE}&page={number}&start_date={first}&end_date={last}"
        part = begun[(number - 1) * LARGEST_PAGE : number * LARGEST_PAGE]
        yield _page("mote", path, "tribe", _by_address(part))


def _by_address(events: Iterable[EventItem], *, with_ends: bool = True) -> tuple[ExpectedEvent, ...]:
    """Pages and REST know the post's number, where the calendars have a UID of their own."""
    return _expected([replace(event, uid="") for event in events], but=_REST_LEAVES_OUT, with_ends=with_ends)


def _touches(event: EventItem, first: date, last: date) -> bool:
    one = event.occurrences[0]
    ends = one.ends_at or one.starts_at
    last_day = ends.astimezone(ZoneInfo(one.timezone)).date()
    return one.local_date <= last and (
        last_day > first or one.local_date >= first or (last_day == first and not one.all_day)
    )


def _feeds() -> Iterator[Document]:
    window = truth.usual_window(TODAY)
    for name in (*all_traps(TODAY), CHANGING):
        expected = _expected(
            truth.expected_of_feed(name, TODAY), but=(Field.PRICE, Field.VENUE, Field.TICKET_URL, Field.URL)
        )
        yield _page("feeds", f"/calendars/{name}.ics", "ics", expected, window=window)
    for kind in ("jsonld", "rss"):
        yield _page("feeds", f"/{kind}", kind, _expected(truth.expected_of_feed(kind, TODAY, base_url=BASE_URL)))


def _expected(
    events: Iterable[EventItem], *, but: tuple[Field, ...] = (), with_ends: bool = True
) -> tuple[ExpectedEvent, ...]:
    return tuple(expected_item(event, origin="truth", but=but, with_ends=with_ends) for event in events)


def _page(
    site: str,
    target: str,
    kind: str,
    expected: tuple[ExpectedEvent, ...],
    *,
    window: Window | None = None,
    complete: bool = True,
) -> Document:
    path, _, query = target.partition("?")
    fields = dict(part.split("=", 1) for part in query.split("&")) if query else {}
    answer = open_site(site, Place(BASE_URL, TODAY)).answer(path, fields)
    if answer is None:
        raise LookupError(f"the sandbox has no {site}{target}")
    return Document(
        corpus=CORPUS,
        file=f"{site}{path}" + (f"?{query}" if query else ""),
        kind=kind,
        context=Context(
            url=BASE_URL + target,
            timezone=ZONE,
            now=datetime.combine(TODAY, time(12), UTC),
            window=window or Window(),
        ),
        body=answer.body,
        events=expected,
        complete=complete,
    )
