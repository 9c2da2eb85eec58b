"""The names of months and weekdays in a page's language, as the English ones that the date parsers read."""

from __future__ import annotations

import re
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
_FEWEST = 3
"""Dates. Fewer may be part of a title."""


def language_of_dates(text: str, declared: str) -> str:
    """The language in which a page writes its dates: `declared`, the value of its `lang`, unless that is English or
    missing and the text has dates with the months of another ("4 de diciembre")."""
    if declared[:2].lower() not in ("", "en"):
        return declared
    counts = {language: len(_whole_dates(language).findall(text)) for language in _OTHERS}
    most = max(counts, key=lambda language: counts[language])
    return most if counts[most] >= _FEWEST else declared


@cache
def _whole_dates(language: str) -> re.Pattern[str]:
    """A day with the full name of a month that isn't an English one."""
    named = Locale.parse(language).months["format"]["wide"].values()
    english = set(Locale.parse("en").months["format"]["wide"].values())
    months = "|".join(re.escape(name) for name in named if name.title() not in english)
    return re.compile(rf"(?<!\d)\d{{1,2}}\.? (?:de )?(?:{months})(?!\w)", re.IGNORECASE)
