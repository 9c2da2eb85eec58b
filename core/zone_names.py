"""The names of time zones that sources, settings, and arguments may have."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

_NO_PLACES = {"localtime", "Factory"}
"""Files of the zone database that no place is in: the zone of this machine, and the one of machines without any."""


@cache
def zone_names() -> frozenset[str]:
    """The IANA names, such as America/New_York."""
    return frozenset(available_timezones() - _NO_PLACES)
