"""The names of months and weekdays in a page's language, as the English ones that the date parsers read."""

from __future__ import annotations

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
