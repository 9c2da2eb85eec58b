"""The season's shows with more than one performance."""

from __future__ import annotations

from datetime import date, time, timedelta

from sandbox.carbonhouse.shows import TICKET_HOST, Card, Sale, Show, Showing


def runs(today: date) -> tuple[Show, ...]:
    """Runs of several days, two showings on one day, two days far apart, and a run across the next New Year."""
    turn = date(today.year + (today >= date(today.year, 12, 20)), 12, 29)
    month_end = _last_day_of_month(_at(today, 45))
    return (
        Show(
            slug="lighthouse-keepers-waltz",
            title="The Lighthouse Keeper's Waltz",
            showings=_run(1201, [(_at(today, 6), time(14, 0)), (_at(today, 6), time(20, 0))]),
            category=2,
            price_text="$55 - $95",
            price_cents=(5500, 9500),
            ticket_path=f"{TICKET_HOST}5201",
            card=Card.RANGE_FIRST_ONLY,
        ),
        Show(
            slug="pelican-pier",
            title="Pelican Pier: The Musical",
            showings=_run(
                1211,
                [
                    (_at(today, 9), time(19, 30)),
                    (_at(today, 10), time(14, 0)),
                    (_at(today, 10), time(19, 30)),
                    (_at(today, 11), time(13, 0)),
                ],
                sales={2: Sale.SOLD_OUT},
            ),
            category=2,
            price_text="$45 - $145",
            price_cents=(4500, 14500),
            ticket_path=f"{TICKET_HOST}5211",
            card=Card.RANGE,
            tagline="Broadway by the bay",
        ),
        Show(
            slug="mangrove-motown-revue",
            title="Mangrove Motown Revue",
            showings=_run(1221, [(_at(today, 20), time(20, 0)), (_at(today, 48), time(20, 0))]),
            category=1,
            price_text="$39",
            price_cents=(3900, 3900),
            ticket_path=f"{TICKET_HOST}5221",
            card=Card.ONE_EACH,
        ),
        Show(
            slug="gingerbread-harbor",
            title="Gingerbread Harbor",
            showings=_run(
                1231,
                [
                    (turn, time(19, 0)),
                    (turn + timedelta(days=1), time(19, 0)),
                    (turn + timedelta(days=2), time(14, 0)),
                    (turn + timedelta(days=4), time(14, 0)),
                ],
            ),
            category=7,
            price_text="$20 - $60",
            price_cents=(2000, 6000),
            ticket_path=f"{TICKET_HOST}5231",
            card=Card.RANGE,
        ),
        Show(
            slug="turn-of-the-month",
            title="Turn of the Month: A Two-Night Improvisation",
            showings=_run(1241, [(month_end, time(21, 0)), (month_end + timedelta(days=1), time(21, 0))]),
            category=3,
            price_text="$18.50 – $32.75",
            price_cents=(1850, 3275),
            ticket_path=f"{TICKET_HOST}5241",
            card=Card.RANGE,
        ),
        Show(
            slug="oyster-brothers",
            title="The Oyster Brothers’ Traveling Comedy",
            showings=_run(
                1251, [(_at(today, 64), time(19, 0)), (_at(today, 65), time(19, 0))], sales={1: Sale.CANCELLED}
            ),
            category=3,
            price_text="$30",
            price_cents=(3000, 3000),
            ticket_path=f"{TICKET_HOST}5251",
            card=Card.RANGE,
        ),
    )


def _at(today: date, days: int) -> date:
    return today + timedelta(days=days)


def _run(
    first_number: int, times: list[tuple[date, time]], sales: dict[int, Sale] | None = None
) -> tuple[Showing, ...]:
    """Showings numbered from `first_number`. `sales`: the sale state of single showings, by index."""
    marks = sales or {}
    return tuple(
        Showing(
            number=first_number + index,
            day=day,
            starts=starts,
            ends=time(starts.hour + 2, starts.minute),
            sale=marks.get(index, Sale.ON_SALE),
        )
        for index, (day, starts) in enumerate(times)
    )


def _last_day_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
