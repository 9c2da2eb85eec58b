"""Names of Windows time zones, as Outlook and Exchange write them in TZID, as IANA names."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

_IDS = {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items()}
_NUMBERED = re.compile(r"(.+?)[ ]?\d{1,2}")
_DISPLAYED = re.compile(r"\((?:UTC|GMT)(?:([+-]\d{1,2}):?(\d{2}))?\)\s*(.+)", re.IGNORECASE)
_REGIONS = {
    "eastern time (us & canada)": "America/New_York",
    "central time (us & canada)": "America/Chicago",
    "mountain time (us & canada)": "America/Denver",
    "pacific time (us & canada)": "America/Los_Angeles",
    "pacific time (us & canada); tijuana": "America/Los_Angeles",
    "atlantic time (canada)": "America/Halifax",
    "indiana (east)": "America/Indiana/Indianapolis",
    "arizona": "America/Phoenix",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
    "aleutian islands": "America/Adak",
    "newfoundland": "America/St_Johns",
    "saskatchewan": "America/Regina",
    "yukon": "America/Whitehorse",
    "baja california": "America/Tijuana",
    "central america": "America/Guatemala",
    "coordinated universal time": "UTC",
    "greenwich mean time : dublin, edinburgh, lisbon, london": "Europe/London",
    "dublin, edinburgh, lisbon, london": "Europe/London",
    "casablanca, monrovia": "Africa/Casablanca",
    "amsterdam, berlin, bern, rome, stockholm, vienna": "Europe/Berlin",
    "brussels, copenhagen, madrid, paris": "Europe/Paris",
    "belgrade, bratislava, budapest, ljubljana, prague": "Europe/Budapest",
    "sarajevo, skopje, warsaw, zagreb": "Europe/Warsaw",
    "sarajevo, skopje, sofija, vilnius, warsaw, zagreb": "Europe/Warsaw",
    "west central africa": "Africa/Lagos",
    "helsinki, kyiv, riga, sofia, tallinn, vilnius": "Europe/Kiev",
    "athens, bucharest": "Europe/Bucharest",
    "athens, bucharest, istanbul": "Europe/Bucharest",
    "harare, pretoria": "Africa/Johannesburg",
    "moscow, st. petersburg": "Europe/Moscow",
    "moscow, st. petersburg, volgograd": "Europe/Moscow",
    "abu dhabi, muscat": "Asia/Dubai",
    "islamabad, karachi": "Asia/Karachi",
    "chennai, kolkata, mumbai, new delhi": "Asia/Kolkata",
    "beijing, chongqing, hong kong, urumqi": "Asia/Shanghai",
    "kuala lumpur, singapore": "Asia/Singapore",
    "osaka, sapporo, tokyo": "Asia/Tokyo",
    "canberra, melbourne, sydney": "Australia/Sydney",
    "auckland, wellington": "Pacific/Auckland",
    "guadalajara, mexico city, monterrey": "America/Mexico_City",
    "guadalajara, mexico city, monterrey - new": "America/Mexico_City",
    "guadalajara, mexico city, monterrey - old": "America/Mexico_City",
    "chihuahua, la paz, mazatlan": "America/Chihuahua",
    "bogota, lima, quito": "America/Bogota",
    "bogota, lima, quito, rio branco": "America/Bogota",
    "buenos aires, georgetown": "America/Buenos_Aires",
    "city of buenos aires": "America/Buenos_Aires",
    "georgetown, la paz, manaus, san juan": "America/La_Paz",
}


def windows_zone(name: str, iana_names: dict[str, str]) -> str | None:
    """IANA name for a Windows id (`Eastern Standard Time`, also with Outlook's trailing number) or the name shown to
    people (`(UTC-05:00) Eastern Time (US & Canada)`); None if it is neither.

    A shown name without an entry of its own counts if one of its cities names an IANA zone with the written offset.
    iana_names maps lower-case names to IANA names.
    """
    lowered = " ".join(name.split()).lower()
    numbered = _NUMBERED.fullmatch(lowered)
    for candidate in (lowered, numbered[1] if numbered else lowered):
        if candidate in _IDS:
            return _IDS[candidate]
    shown = _DISPLAYED.fullmatch(lowered)
    if shown is None:
        return _REGIONS.get(lowered)
    region = shown[3].replace(" and ", " & ")
    return _REGIONS.get(region) or _zone_of_city(region, shown[1], shown[2], iana_names)


def _zone_of_city(region: str, hours: str | None, minutes: str | None, iana_names: dict[str, str]) -> str | None:
    written = 0 if hours is None else int(hours) * 60 + (-1 if hours.startswith("-") else 1) * int(minutes or 0)
    cities = [city.strip().replace(" ", "_") for city in region.split(",")]
    for zone in iana_names.values():
        if zone.rpartition("/")[2].lower() in cities and zone.count("/") and _standard_minutes(zone) == written:
            return zone
    return None


def _standard_minutes(zone: str) -> int | None:
    """Offset from UTC of a zone's standard time, the lesser of January's and July's; any year does."""
    offsets = [datetime(2024, month, 1, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7)]
    return min((int(offset.total_seconds()) // 60 for offset in offsets if offset is not None), default=None)
