"""Marks, codes, and names of currencies, and what a plain `$` means in a country."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"})
_MARKS = {
    "£": "GBP",
    "€": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "¥": "JPY",
    "us$": "USD",
    "ca$": "CAD",
    "c$": "CAD",
    "au$": "AUD",
    "a$": "AUD",
}
CODE = r"(?<![a-z])(?:usd|cad|aud|nzd|eur|gbp|chf|sek|nok|dkk|jpy|mxn)(?![a-z])"
NAME = r"(?:dollars?|euros?|cents)(?![a-z])"
SYMBOL = r"(?<![a-z])(?:us|ca|au|c|a)\$|[$£€¥]"


@lru_cache(maxsize=64)
def currency_of(timezone: str) -> str | None:
    """The currency that a site's plain `$` means: that of the country of its IANA zone. None if unknown.

    Countries come from zone.tab in the tz database. Only countries whose sites this project reads are known.
    """
    prefix = timezone.partition("/")[0]
    if prefix in _BY_OLD_PREFIX:
        return _BY_OLD_PREFIX[prefix]
    for line in files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) > 2 and fields[2] == timezone:
            return _BY_COUNTRY.get(fields[0])
    return None


_BY_OLD_PREFIX = {"US": "USD", "Canada": "CAD"}
_BY_COUNTRY = {"US": "USD", "PR": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "GB": "GBP"} | dict.fromkeys(
    ["AT", "BE", "DE", "ES", "FI", "FR", "IE", "IT", "LU", "NL", "PT"], "EUR"
)


def currency_by(mark: str, default: str | None) -> str | None:
    """The ISO 4217 code of a mark; `default` is that of a plain `$`. None if unknown."""
    if mark in _MARKS:
        return _MARKS[mark]
    if mark not in ("$", "¢", "cents", "dollar", "dollars"):
        return mark.upper()
    return default.upper() if default is not None and default.upper() in _DOLLARS else None
