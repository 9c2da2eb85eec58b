"""The readable addresses of the public pages. Pure.

An event is at `/events/lighthouse-keepers-waltz-1234`: the id decides, and the words may change with the title. The
page's script writes the same addresses (`web/src/events/paths.ts`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from starlette.convertors import Convertor, register_url_convertor

DAYS: Mapping[str, str] = {
    "today": "today",
    "tomorrow": "tomorrow",
    "this-weekend": "weekend",
    "this-week": "week",
    "next-week": "next-week",
}
"""The addresses of days, with the value of the API's `day`."""
RESERVED = frozenset(
    {
        *(
            "admin",
            "api",
            "events",
            "feeds",
            "harvestz",
            "healthz",
            "letter",
            "metrics",
            "my-list",
            "plain",
            "readyz",
            "sources",
            "submit",
            "widget",
            "brand",
            "oembed",
        ),
        *("venues", *DAYS),
    }
)
"""First parts of addresses that a category can't have."""
LONGEST_SLUG = 60
"""In characters, cut between two words."""
DATE = "(?:19|2[01])[0-9]{2}/[0-9]{2}/[0-9]{2}"
_ID = re.compile(r"(?:.*-)?([1-9][0-9]{0,18})")


def slug(words: str) -> str:
    """`Lighthouse Keepers' Waltz` as `lighthouse-keepers-waltz`. "" if no letter or digit is Latin."""
    plain = unicodedata.normalize("NFKD", words.lower().replace("'", "").replace("’", ""))
    parts = re.findall("[a-z0-9]+", "".join(one for one in plain if not unicodedata.combining(one)))
    while len("-".join(parts)) > LONGEST_SLUG and len(parts) > 1:
        parts.pop()
    return "-".join(parts)[:LONGEST_SLUG]


def event_path(event_id: int, title: str) -> str:
    return f"/events/{_named(event_id, title)}"


def venue_path(venue_id: int, name: str) -> str:
    return f"/venues/{_named(venue_id, name)}"


def category_path(category: str) -> str:
    """`category`: the slug of one of the town's categories."""
    return f"/?{urlencode({'category': category})}" if category in RESERVED else f"/{category}"


def day_path(day: date) -> str:
    return f"/{day:%Y/%m/%d}"


def id_in(part: str) -> int | None:
    """The id at the end of an address's last part, or None."""
    found = _ID.fullmatch(part)
    return None if found is None else int(found[1])


def _named(identity: int, words: str) -> str:
    return "-".join(filter(None, (slug(words), str(identity))))


class _Part(Convertor[str]):
    """Matches a part of an address as it is."""

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


class _NamedDay(_Part):
    regex = "|".join(DAYS)


class _CalendarDate(_Part):
    regex = DATE


class _Category(_Part):
    regex = "[a-z][a-z0-9-]{0,62}"


register_url_convertor("named_day", _NamedDay())
register_url_convertor("calendar_date", _CalendarDate())
register_url_convertor("category", _Category())
