"""Finds the zone that a TZID means in the spellings of people and old programs: `Eastern`, `EST (GMT-5)`, `London, UK`.

Nothing here guesses: the parts of a name must agree, and "Central" is the American zone only for American sources or
with its offset.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from scrapers.platforms.ics.timezones.windows_zones import windows_zone
from scrapers.reading.dates import zone_names

_UTC = re.compile(
    r"\(?(?:utc|gmt|z)?(?:[+-]?0{1,2}(?::?00)?)?\)?\s*"
    r"\(?(?:coordinated universal|universal coordinated|universal)(?: time)?\)?"
    r"|utc/gmt|gmt/utc|(?:utc|gmt|uct|zulu|greenwich)0?(?: time)?|etc/(?:utc|gmt|uct|zulu|greenwich|universal)[+-]?0?|z"
)
_LABEL = re.compile(r"(?:tz|tzid|time ?zone)\s*[=:]\s*", re.IGNORECASE)
_ACCENTS = re.compile("[\u0300-\u036f]")
_SCHEME = re.compile(r"[a-z]+://", re.IGNORECASE)
_DOTTED_OFFSET = re.compile(r"(?<=[+-]\d\d)\.(?=\d\d)")
_FAMILY = re.compile(
    r"(?:(?:us|usa|u\.s\.|north american?)[ /-]+)?(eastern|central|mountain|pacific|atlantic|alaska|hawaii)(?:n|an)?"
    r"(?: (?:standard|daylight|std|dst))?(?: time)?(?: zone)?(?:-new)?"
)
_FAMILIES = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "atlantic": "America/Halifax",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
}
_SHORT = {
    **dict.fromkeys(["et", "est", "edt", "est/edt"], "America/New_York"),
    **dict.fromkeys(["ct", "cst", "cdt", "cst/cdt"], "America/Chicago"),
    **dict.fromkeys(["mt", "mst", "mdt", "mst/mdt"], "America/Denver"),
    **dict.fromkeys(["pt", "pst", "pdt", "pst/pdt"], "America/Los_Angeles"),
    **dict.fromkeys(["akst", "akdt"], "America/Anchorage"),
    **dict.fromkeys(["cest", "central european time", "central european standard time"], "Europe/Berlin"),
    **dict.fromkeys(["mitteleuropaische zeit", "mez", "mesz"], "Europe/Berlin"),
    **dict.fromkeys(["heure de paris", "hora estandar romance", "hora de madrid"], "Europe/Paris"),
}
_AMERICAN = ("America/", "US/", "Canada/", "Pacific/Honolulu")
_AREAS = frozenset({"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"})
_PART = re.compile(
    r"\(([^()]*)\)|((?:(?:UTC|GMT)\s*)?[+-]\d{1,2}(?::?\d{2})?(?= |$))|((?:(?! - )[^()])+)", re.IGNORECASE
)
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])\s*(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE)
_COUNTRIES = frozenset(
    {"us", "usa", "u.s.", "us & canada", "us and canada", "canada", "uk", "local time", "utc", "gmt"}
)


@lru_cache(maxsize=1)
def iana_names() -> dict[str, str]:
    """IANA names by their lower-case form, in a fixed order."""
    return {name.lower(): name for name in sorted(zone_names())}


def iana_name(name: str) -> str | None:
    """The IANA name that a TZID holds: itself in any case, or after a prefix (`/mozilla.org/2005_1/Europe/Berlin`)."""
    lowered = name.strip().strip("\"'/").lower().replace(" ", "_")
    names = iana_names()
    parts = lowered.split("/")
    for skipped in range(min(len(parts), 6)):
        tail = "/".join(parts[skipped:])
        if tail in names and (skipped == 0 or "/" in tail):
            return names[tail]
    return None


def tidy(tzid: str) -> str:
    """Without quotes, escapes, accents (`São Paulo`), a label (`TZ=`), and a scheme (`tzone://Microsoft/Utc`); with
    colons in offsets and commas between cities, which old programs wrote as dots and slashes."""
    plain = tzid if tzid.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFD", tzid))
    name = _LABEL.sub("", plain.replace("\\", "").strip(" \"'"), count=1)
    if _SCHEME.match(name):
        name = _SCHEME.sub("", name).rpartition("/")[2]
    name = _DOTTED_OFFSET.sub(":", name)
    return re.sub(r"\s+/\s+", ", ", name).replace("Mean Time - ", "Mean Time : ")


def is_utc_name(tzid: str) -> bool:
    name = " ".join(tidy(tzid).lower().split())
    return any(_UTC.fullmatch(one) for one in (name, name.strip("()")) if one)


def spelled_zone(tzid: str, home: str) -> str | None:
    """The IANA name that all parts of a tidy TZID agree on; None if one is unknown or they differ.

    home  IANA name of the source's zone.
    """
    names: list[str] = []
    offsets: set[int] = set()
    hints: list[str] = []
    for part in _parts(tzid):
        offset = _OFFSET.fullmatch(part)
        if offset is not None:
            offsets.add((-1 if offset[1] == "-" else 1) * (60 * int(offset[2]) + int(offset[3] or 0)))
        elif part.lower() in _SHORT:
            hints.append(_SHORT[part.lower()])
        elif part.lower() not in _COUNTRIES:
            names.append(part)
    zones = {_zone_of(name, home, offsets) for name in names} or {_at_home(zone, home, offsets) for zone in hints[:1]}
    if None in zones or not zones:
        return None
    found = sorted(zone for zone in zones if zone is not None)
    year = year_of(found[0])
    if any(year_of(zone) != year for zone in found[1:]) or not offsets <= set(year):
        return None
    return found[0] if all(set(year) & set(year_of(hint)) for hint in hints) else None


def _parts(tzid: str) -> Iterator[str]:
    for found in _PART.finditer(tzid):
        part = next(group for group in found.groups() if group is not None).strip(" -,")
        if part:
            yield part


def _zone_of(name: str, home: str, offsets: set[int]) -> str | None:
    lowered = " ".join(name.lower().split())
    family = _FAMILY.fullmatch(lowered)
    if family is not None:
        return _at_home(_FAMILIES[family[1]], home, offsets)
    names = iana_names()
    known = iana_name(name) or _zones_by_letters().get(_letters(name)) or windows_zone(name, names)
    return known or zone_of_city(name) or zone_of_city(name.partition(",")[0]) or zone_of_city(name.rpartition("/")[2])


def _at_home(zone: str, home: str, offsets: set[int]) -> str | None:
    """An American zone that is named without its country, if the source or an offset says that it is meant. Not where
    the source's own zone has its standard time all year (Phoenix and "Mountain"): either may be meant."""
    own, named = year_of(home), year_of(zone)
    if own == named:
        return home
    if len(set(own)) == 1 and own[0] == min(named):
        return None
    return zone if home.startswith(_AMERICAN) or offsets & set(named) else None


def _letters(name: str) -> str:
    return re.sub(r"[ _/.-]", "", name.lower())


@lru_cache(maxsize=1)
def _zones_by_letters() -> dict[str, str]:
    """IANA names by their letters alone: `America-New_York`, `America/NewYork`."""
    return {_letters(name): name for name in iana_names().values() if name.partition("/")[0] in _AREAS}


@lru_cache(maxsize=1)
def _zones_by_city() -> dict[str, str]:
    """IANA names by the lower-case name of their city, where all zones of that city's name keep the same time."""
    found: dict[str, set[str]] = {}
    for name in iana_names().values():
        area, slash, city = name.rpartition("/")
        if slash and area.split("/")[0] in _AREAS:
            found.setdefault(city.lower(), set()).add(name)
    return {city: min(names, key=len) for city, names in found.items() if len({year_of(name) for name in names}) == 1}


@lru_cache(maxsize=1024)
def year_of(name: str) -> tuple[int, ...]:
    """Minutes from UTC on two days of each month of a year."""
    zone = ZoneInfo(name)
    moments = [datetime(2026, month, day, tzinfo=zone) for month in range(1, 13) for day in (1, 15)]
    return tuple(int(offset.total_seconds()) // 60 for moment in moments if (offset := moment.utcoffset()) is not None)


def zone_of_city(name: str) -> str | None:
    """`Zurich`, `New York`: the IANA name of the zone that is named after this city."""
    return _zones_by_city().get(name.strip().lower().replace(" ", "_"))
