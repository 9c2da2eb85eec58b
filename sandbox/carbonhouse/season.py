"""The made-up season of the carbonhouse venue, relative to a given day."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import cache

from sandbox.carbonhouse.runs import runs
from sandbox.carbonhouse.shows import TICKET_HOST, Sale, Show, Showing

NOON_TOUR = time(10, 30)


@cache
def season(today: date) -> tuple[Show, ...]:
    """All shows by their first day: about five months ahead, plus a run across the next New Year."""
    shows = (*_single_shows(today), *runs(today), *_marked_shows(today), *_odd_ticket_links(today))
    return tuple(sorted(shows, key=lambda show: (show.first_day, show.slug)))


def _at(today: date, days: int) -> date:
    return today + timedelta(days=days)


def _one(number: int, day: date, starts: time | None, *, doors: time | None = None) -> tuple[Showing, ...]:
    ends = None if starts is None else time((starts.hour + 2) % 24, starts.minute)
    return (Showing(number=number, day=day, starts=starts, doors=doors, ends=ends),)


def _single_shows(today: date) -> tuple[Show, ...]:
    return (
        Show(
            slug="moonlit-manatees",
            title="Moonlit Manatees: An Evening of Chamber Brass",
            showings=_one(1101, _at(today, 2), time(19, 30)),
            category=5,
            price_text="$35 - $75",
            price_cents=(3500, 7500),
            ticket_path=f"{TICKET_HOST}5101",
            tagline="With pre-concert talk",
        ),
        Show(
            slug="rock-n-reef",
            title="Rock ‘n’ Reef: the ’70s & ’80s — “Live” <Unplugged>",
            showings=_one(1102, _at(today, 8), time(20, 0), doors=time(19, 0)),
            category=1,
            price_text="$49.50",
            price_cents=(4950, 4950),
            ticket_path=f"{TICKET_HOST}5102",
            presented_by="Heron & Ibis Present",
        ),
        Show(
            slug="tidewater-youth-orchestra",
            title="Tidewater Youth Orchestra: Season Concert",
            showings=_one(1103, _at(today, 12), None),
            category=5,
            price_text="$10–$20 + fees",
            price_cents=(1000, 2000),
            ticket_path=f"{TICKET_HOST}5103",
        ),
        Show(
            slug="cafe-nocturne",
            title="Café Nocturne – Songs after Midnight",
            showings=_one(1104, _at(today, 22), time(19, 0)),
            category=1,
            price_text="$25 members; $30 not-yet-members; $15 students (13+)",
            price_cents=(1500, 3000),
            ticket_path=f"{TICKET_HOST}5104",
            lazy=True,
        ),
        Show(
            slug="sandpiper-ballet",
            title="Sandpiper Ballet: Four Seasons of Salt",
            showings=_one(1105, _at(today, 33), time(19, 30)),
            category=4,
            price_text="$40 - $120",
            price_cents=(4000, 12000),
            ticket_path=f"{TICKET_HOST}5105",
            json_ld=True,
        ),
        Show(
            slug="lawn-concert",
            title="Sunset Brass on the Lawn",
            showings=_one(1106, _at(today, 52), time(18, 0)),
            category=8,
            price_text="Free",
            price_cents=(0, 0),
            is_free=True,
            ticket_path="",
            ticket_label="No tickets needed",
            sale=Sale.NO_LINK,
            place="Bayfront Lawn",
            bare_detail=True,
        ),
        Show(
            slug="harbor-lights-gala",
            title="Harbor Lights Gala",
            showings=_one(1107, _at(today, 96), time(18, 30)),
            category=8,
            price_text=None,
            price_cents=None,
            ticket_path=f"{TICKET_HOST}5107",
            bare_detail=True,
            lazy=True,
        ),
        Show(
            slug="cartographers-daughter",
            title="The Cartographer’s Daughter: A New Opera",
            showings=_one(1108, _at(today, 141), time(14, 0)),
            category=5,
            price_text="$61–$253",
            price_cents=(6100, 25300),
            ticket_path=f"{TICKET_HOST}5108",
            sale=Sale.SOON,
            ticket_label="On Sale Soon",
        ),
    )


def _marked_shows(today: date) -> tuple[Show, ...]:
    return (
        Show(
            slug="paper-lantern-circus",
            title="The Paper Lantern Circus",
            showings=_one(1301, _at(today, 13), time(20, 0)),
            category=7,
            price_text="$28 - $48",
            price_cents=(2800, 4800),
            ticket_path=f"{TICKET_HOST}5301",
            ticket_label="Cancelled",
            sale=Sale.CANCELLED,
            status="cancelled",
        ),
        Show(
            slug="clam-shack-symphony",
            title="CANCELLED - Clam Shack Symphony",
            showings=_one(1302, _at(today, 14), time(19, 30)),
            category=5,
            price_text="$22",
            price_cents=(2200, 2200),
            ticket_path="",
            ticket_label="Refunds at the box office",
            sale=Sale.NO_LINK,
            status="cancelled",
        ),
        Show(
            slug="gulf-breeze-guitars",
            title="[POSTPONED] Gulf Breeze Guitars",
            showings=_one(1303, _at(today, 15), time(20, 0)),
            category=1,
            price_text="$33 - $66",
            price_cents=(3300, 6600),
            ticket_path=f"{TICKET_HOST}5303",
            status="postponed",
        ),
        Show(
            slug="sawgrass-string-band",
            title="RESCHEDULED: Sawgrass String Band",
            showings=_one(1304, _at(today, 27), time(19, 30)),
            category=1,
            price_text="$29",
            price_cents=(2900, 2900),
            ticket_path=f"{TICKET_HOST}5304",
            status="rescheduled",
        ),
        Show(
            slug="low-tide-laughs",
            title="Low Tide Laughs",
            showings=_one(1305, _at(today, 18), time(19, 0)),
            category=3,
            price_text="$36",
            price_cents=(3600, 3600),
            ticket_path=f"{TICKET_HOST}5305",
            ticket_label="Sold Out",
            sale=Sale.SOLD_OUT,
        ),
        Show(
            slug="starfish-and-strings",
            title="Starfish & Strings: A Family Matinée",
            showings=_one(1306, _at(today, 75), time(11, 0)),
            category=7,
            price_text="$12",
            price_cents=(1200, 1200),
            ticket_path=f"{TICKET_HOST}5306",
        ),
    )


def _odd_ticket_links(today: date) -> tuple[Show, ...]:
    return (
        Show(
            slug="songs-from-the-groves-3",
            title="Salt & Citrus: Songs from the Groves",
            showings=_one(1401, _at(today, 4), time(14, 0)),
            category=1,
            price_text="$15",
            price_cents=(1500, 1500),
            ticket_path="/events/detail/songs-from-the-groves-3",
        ),
        Show(
            slug="family-drum-circle",
            title="FREE Family Drum Circle",
            showings=_one(1402, _at(today, 5), time(11, 0)),
            category=8,
            price_text="Free",
            price_cents=(0, 0),
            is_free=True,
            ticket_path="https://forms.example/register?id=drum-circle",
            ticket_label="Register here!",
        ),
        Show(
            slug="behind-the-curtain",
            title="BEHIND THE CURTAIN: A Walk from Fly Loft to Orchestra Pit",
            showings=_one(1403, _at(today, 19), NOON_TOUR),
            category=9,
            price_text="$10",
            price_cents=(1000, 1000),
            ticket_path="/plan-your-visit/tours",
            ticket_label="Book a tour",
        ),
        Show(
            slug="box-office-only",
            title="Mullet Wrapper Revue",
            showings=_one(1404, _at(today, 110), time(19, 30)),
            category=3,
            price_text=None,
            price_cents=None,
            ticket_path="",
            ticket_label="Call the box office to purchase!",
            sale=Sale.NO_LINK,
        ),
    )
