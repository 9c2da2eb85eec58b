"""The town's country, which its own page leaves out of addresses."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from app.language.files import languages
from app.language.locales import COUNTRY
from core.config import settings

_ALSO = {"US": ("United States of America", "USA", "U.S.A.", "U.S.", "EE. UU.")}
"""Names that CLDR's territories don't have."""


def without_country(address: str | None) -> str | None:
    """`1 Main St, Sarasota, FL 34236, United States` without its end, if that is the town's country."""
    if address is None:
        return None
    return _at_the_end(country_names(settings().timezone)).sub("", address)


@lru_cache(maxsize=8)
def country_names(zone: str) -> tuple[str, ...]:
    """The names of the zone's country in the page's languages, and its code."""
    code = str(get_global("zone_territories").get(zone, COUNTRY))
    names = [str(Locale(language).territories[code]) for language in languages()]
    return tuple(dict.fromkeys([*names, code, *_ALSO.get(code, ())]))


@lru_cache(maxsize=8)
def _at_the_end(names: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf",\s*(?:{'|'.join(map(re.escape, names))})$", re.IGNORECASE)
