"""A show of the carbonhouse venue: the data from which both its pages and the expected events are made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

HALL = "Van Wezel Performing Arts Hall"
TICKET_HOST = "https://tickets.example/?agency=SANDBOX&orgid=7&eventid="


class Sale(StrEnum):
    """The class of a ticket link, where these sites show whether tickets are available."""

    ON_SALE = "onsalenow"
    SOON = "soon"
    SOLD_OUT = "soldout"
    CANCELLED = "cancelled"
    NO_LINK = "no_ticket_link"


class Card(StrEnum):
    """How the listing shows the days of a show."""

    SINGLE = "single"
    RANGE = "range"
    RANGE_FIRST_ONLY = "range-first-only"
    ONE_EACH = "one-each"


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """One performance, in the hall's local time. `starts` None: the time is to be announced. Only the month JSON
    publishes `ends`, if a venue has it."""

    number: int
    day: date
    starts: time | None
    doors: time | None = None
    ends: time | None = None
    sale: Sale = Sale.ON_SALE


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """A show with one detail page.

    title        as on the page, including marks such as `[POSTPONED]`, in plain characters.
    status       the short form of schema.org's status: `scheduled`, `cancelled`, `postponed`, `rescheduled`.
    price_text   the price line of the detail page; None: it has no price line.
    price_cents  the lowest and highest price; None if the page has no numbers.
    ticket_path  the href of the ticket link as written; empty: a span without a link.
    bare_detail  the detail page has no list of showings, only a date and time in the sidebar.
    json_ld      the detail page has a JSON-LD Event with the usual wrong `endDate` in 1970.
    lazy         the card's image is in `data-lazy-src`, behind a placeholder.
    """

    slug: str
    title: str
    showings: tuple[Showing, ...]
    category: int
    price_text: str | None
    price_cents: tuple[int, int] | None
    ticket_path: str
    ticket_label: str = "Buy Tickets"
    sale: Sale = Sale.ON_SALE
    status: str = "scheduled"
    card: Card = Card.SINGLE
    tagline: str = ""
    presented_by: str = ""
    place: str = HALL
    is_free: bool = False
    bare_detail: bool = False
    json_ld: bool = False
    lazy: bool = False

    @property
    def first_day(self) -> date:
        return self.showings[0].day

    @property
    def last_day(self) -> date:
        return self.showings[-1].day

    @property
    def detail_path(self) -> str:
        return f"/events/detail/{self.slug}"

    @property
    def sold_out(self) -> bool:
        return self.sale is Sale.SOLD_OUT
