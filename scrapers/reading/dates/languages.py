"""The names of months and weekdays in a page's language, as the English ones that the date parsers read."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from babel import Locale, UnknownLocaleError

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@cache
def english_names(language: str) -> dict[str, str]:
    """English names by a language's own, in lower case and without periods, from CLDR: `{"di": "Tue", "mei": "May"}`.

    language  the value of `lang`, `nl-NL`. Unknown languages and English give nothing.
    """
    code = language.replace("_", "-").split("-")[0].strip().lower()
    if code in ("", "en"):
        return {}
    try:
        locale = Locale.parse(code)
    except (UnknownLocaleError, ValueError):
        return {}
    names: dict[str, str] = {}
    for kinds, english, offset in ((locale.months, MONTHS, 1), (locale.days, _WEEKDAYS, 0)):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in kinds[context][width].items():
                    names.setdefault(name.lower().rstrip("."), english[number - offset])
    return {name: english for name, english in names.items() if name.isalpha()}


_OTHERS = ("es", "fr", "de", "it", "pt", "nl")
_DAY_AND_WORD = re.compile(r"\d(?<!\d\d)\d?\.? (?:de )?([^\W\d_]+)(?!\w)")
_FEWEST = 3
"""Dates. Fewer may be part of a title."""


def language_of_dates(text: str, declared: str) -> str:
    """The language in which a page writes its dates: `declared`, the value of its `lang`, unless that is English or
    missing and the text has dates with the months of another ("4 de diciembre")."""
    if declared[:2].lower() not in ("", "en"):
        return declared
    named = Counter(word.lower() for word in _DAY_AND_WORD.findall(text))
    counts = {language: sum(named[month] for month in _months_of(language)) for language in _OTHERS} if named else {}
    most = max(counts, key=lambda language: counts[language], default=declared)
    return most if counts.get(most, 0) >= _FEWEST else declared


@cache
def _months_of(language: str) -> frozenset[str]:
    """The full names of months that aren't English ones, in lower case."""
    english = {name.lower() for name in Locale.parse("en").months["format"]["wide"].values()}
    return frozenset(name.lower() for name in Locale.parse(language).months["format"]["wide"].values()) - english
