"""The made-up calendar of the Tribe site, relative to a given day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from sandbox.tribe.exhibits import MARINA, Exhibit, Hall, at
from sandbox.tribe.months import Month

SERIES_MONTHS_BACK = 2
SERIES_MONTHS_AHEAD = 8


@cache
def calendar_of(today: date) -> tuple[Exhibit, ...]:
    """All events by start: single events around today, and series from two months ago to eight months ahead."""
    exhibits = [*_one_offs(today), *_long_ones(today), *_series(today)]
    return tuple(sorted(exhibits, key=lambda exhibit: (exhibit.starts, exhibit.post_id)))


def _one_offs(today: date) -> Iterator[Exhibit]:
    yield _once(
        4101, "manatee-rescue-talk", "Manatee Rescue: A Keeper’s Talk", today, 1, (18, 30), (20, 0), "Lectures", "$12"
    )
    yield _once(
        4102, "coral-nursery-tour", "Coral Nursery Tour & Tasting", today, 3, (10, 0), (12, 0), "Tours", "$25 – $40"
    )
    yield _once(
        4103,
        "canceled-shark-night",
        "CANCELED: Shark Night at the Touch Pool",
        today,
        5,
        (19, 0),
        (21, 0),
        "Families",
        "$18",
    )
    yield _once(
        4104,
        "sea-turtle-run",
        "Sea Turtle Run; 5K, Stroll & Breakfast",
        today,
        13,
        (7, 30),
        (10, 0),
        "Outdoors",
        "Free",
    )
    yield _once(4105, "seagrass-survey", "Seagrass Survey Day", today, 17, (9, 0), (9, 0), "Volunteers", "", MARINA)
    yield _once(
        4106,
        "night-lagoon",
        "Night Lagoon: Sleep beside the Rays",
        today,
        24,
        (18, 0),
        (9, 0),
        "Families",
        "$75",
        days=1,
    )
    yield _once(4107, "past-octopus-lecture", "Octopus Minds", today, -3, (18, 0), (19, 30), "Lectures", "$12")
    yield _once(
        4108, "plankton-lab", "Plankton Lab for Teens\\Tutors", today, 41, (15, 0), (17, 0), "Families", "$8", MARINA
    )


def _long_ones(today: date) -> Iterator[Exhibit]:
    """All-day events: one day, several days, and one across the end of this month's grid."""
    yield _all_day(4201, "member-day", "Members’ Day", today + timedelta(days=7), 1, "Members")
    yield _all_day(4202, "ocean-film-days", "Ocean Film Days", today + timedelta(days=20), 3, "Film")
    grid_ends = Month.of(today).grid()[1]
    yield _all_day(4203, "mangrove-camp", "Mangrove Camp", grid_ends - timedelta(days=1), 5, "Camps")


def _series(today: date) -> Iterator[Exhibit]:
    """Recurring events. Each instance has its own id; together they have at least thirty in any two months."""
    month = Month.of(today).plus(-SERIES_MONTHS_BACK)
    day, last = month.first_day, Month.of(today).plus(SERIES_MONTHS_AHEAD).last_day
    while day <= last:
        if day.weekday() == 2:
            yield _instance(1, "story-time", "Story Time with the Seahorses", day, (10, 30), (11, 15), "Families")
        if day.weekday() == 5:
            yield _instance(2, "feeding-frenzy", "Feeding Frenzy: Behind the Tanks", day, (11, 0), (11, 45), "Tours")
        if day.weekday() == 6:
            yield _instance(3, "dawn-kayak", "Dawn Kayak to Tern Point", day, (6, 45), (9, 15), "Outdoors", MARINA)
        if day.day == 15:
            yield _instance(
                4, "board-meeting", "Board of Trustees – Public Meeting", day, (16, 0), (17, 30), "Meetings"
            )
        day += timedelta(days=1)


def _once(
    post_id: int,
    slug: str,
    title: str,
    today: date,
    offset: int,
    starts: tuple[int, int],
    ends: tuple[int, int],
    category: str,
    cost: str,
    hall: Hall | None = None,
    days: int = 0,
) -> Exhibit:
    day = today + timedelta(days=offset)
    exhibit = Exhibit(
        post_id=post_id,
        path=f"/event/{slug}/",
        title=title,
        starts=at(day, *starts),
        ends=at(day + timedelta(days=days), *ends),
        categories=(category,),
        cost=cost,
        cancelled=title.startswith("CANCELED"),
        image=f"/wp-content/uploads/{slug}.jpg",
        description=f"{title}, led by the aquarium’s own staff.\nBring a hat, water; and questions.",
    )
    return exhibit if hall is None else replace(exhibit, hall=hall)


def _all_day(post_id: int, slug: str, title: str, first: date, days: int, category: str) -> Exhibit:
    return Exhibit(
        post_id=post_id,
        path=f"/event/{slug}/",
        title=title,
        starts=at(first, 0),
        ends=at(first + timedelta(days=days - 1), 0),
        all_day=True,
        categories=(category, "All-day"),
    )


def _instance(
    series: int,
    slug: str,
    title: str,
    day: date,
    starts: tuple[int, int],
    ends: tuple[int, int],
    category: str,
    hall: Hall | None = None,
) -> Exhibit:
    exhibit = Exhibit(
        post_id=10_000_000 + series * 1_000_000 + day.toordinal(),
        path=f"/event/{slug}/{day.isoformat()}/",
        title=title,
        starts=at(day, *starts),
        ends=at(day, *ends),
        categories=(category,),
        image=f"/wp-content/uploads/{slug}.jpg",
        description="Every week, weather permitting.",
    )
    return exhibit if hall is None else replace(exhibit, hall=hall)
