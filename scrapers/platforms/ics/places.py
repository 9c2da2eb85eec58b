"""Reads LOCATION and GEO into a venue."""

from __future__ import annotations

import re

from core.items import Venue
from scrapers.platforms.ics.caching import cached
from scrapers.platforms.ics.properties import Properties
from scrapers.reading.text import plain_text

_STREET_WORD = (
    r"st|street|ave|avenue|rd|road|dr|drive|blvd|boulevard|ln|lane|way|hwy|highway|pkwy|parkway|pl|place|plaza|"
    r"ct|court|cir|circle|ter|terrace|trail|trl|tpke|turnpike|sq|square|pike|loop|alley|row|broadway|rte|route"
)
_STREET = re.compile(
    rf"\d{{1,6}}[A-Za-z]?(?:[-/ ]\d{{1,4}})? (?:[^ ,]+ ){{0,6}}?(?:{_STREET_WORD})\b\.?", re.IGNORECASE
)
_NUMBERED = re.compile(r"\d{1,6}[A-Za-z]? \S")
_POSTCODE = re.compile(r"\b(?:[A-Z]{2} +\d{5}(?:-\d{4})?|\d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d)\b")
_STATE_OR_COUNTRY = re.compile(r"(?:[A-Z]{2}|USA|United States|Canada|Australia|United Kingdom)\.?", re.IGNORECASE)
_DASH = re.compile(r"^(.*?)\s+[-–—]\s+(.+)$|^[-–—]\s*(.+)$", re.DOTALL)
_GAP = re.compile(r"[ \t\xa0]{2,}")
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_AT = " @ "


def read_venue(properties: Properties) -> Venue | None:
    """LOCATION as name and address, GEO as degrees; None if both are missing. A link to a video call isn't a place."""
    written = properties.text("LOCATION")
    name, address = split_location(written) if not _URL.fullmatch(written) else (None, None)
    latitude, longitude = _degrees(properties.text("GEO"))
    if name is None and address is None and latitude is None:
        return None
    return Venue(name=name, address=address, latitude=latitude, longitude=longitude)


@cached(512)
def split_location(written: str) -> tuple[str | None, str | None]:
    """Name and address of a LOCATION, which may hold markup.

    `Venue, street, city, ST, zip, country` (Tribe, Google), `Venue @ street` (Upcoming, Eventful),
    `Venue - street  City ST zip` with gaps where the line breaks were (CivicPlus), or on lines of their own. Where
    what follows does not look like an address the whole is the name; a street at the start leaves no name.
    """
    whole = _one_line(written)
    gapped = _one_line(_GAP.sub("<br>" if "<" in written else "\n", written))
    if not whole:
        return None, None
    if _STREET.match(whole):
        return None, gapped
    name, found, rest = whole.partition(_AT)
    if found and _looks_like_address(rest):
        return name.strip() or None, rest.strip(" ,")
    dashed = _DASH.match(gapped)
    if dashed is not None and _looks_like_address(dashed[2] or dashed[3]):
        return (dashed[1] or "").strip(" ,") or None, (dashed[2] or dashed[3]).strip(" ,-")
    name, found, rest = whole.partition(",")
    if found and _looks_like_address(rest.strip()):
        return name.strip() or None, rest.strip(" ,")
    return whole, None


def _one_line(written: str) -> str:
    return ", ".join(line.strip(" ,") for line in plain_text(written).split("\n") if line.strip(" ,"))


def _looks_like_address(text: str) -> bool:
    """A street, a postcode, or at least a town with its state or country."""
    if _STREET.search(text) or _POSTCODE.search(text):
        return True
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) < 2:
        return False
    return _STATE_OR_COUNTRY.fullmatch(parts[-1]) is not None or _NUMBERED.match(parts[0]) is not None


def _degrees(geo: str) -> tuple[float | None, float | None]:
    """GEO is latitude;longitude (RFC 5545 3.8.1.6); 0;0 is what forms without a place send."""
    if not geo:
        return None, None
    parts = re.split(r"[;,]", geo)
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        return None, None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180) or latitude == longitude == 0:
        return None, None
    return latitude, longitude
