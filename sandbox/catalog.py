"""The sandbox's sites, in the order of their ports."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sandbox.calendars.site import FeedSite
from sandbox.carbonhouse.site import CarbonhouseVenue
from sandbox.site import Place, Site
from sandbox.town.site import TownSite
from sandbox.tribe.site import TribeSite

_OPENERS: Mapping[str, Callable[[Place], Site]] = {
    "vanwezel": lambda place: CarbonhouseVenue(place, with_feeds=False),
    "mote": TribeSite,
    "feeds": FeedSite,
    "venue2": lambda place: CarbonhouseVenue(place, with_feeds=True),
    "town": TownSite,
}

SITES: tuple[str, ...] = tuple(_OPENERS)


def open_site(name: str, place: Place) -> Site:
    return _OPENERS[name](place)
