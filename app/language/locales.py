"""The texts of a language in a region."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from app.language.files import languages
from app.language.words import Words

COUNTRY = "US"
"""Of a reader who doesn't say: the towns are there."""


@lru_cache(maxsize=64)
def words_in(language: str, tag: str | None = None) -> Words:
    """`tag`: a locale such as `es-MX`; that of the United States if it is unknown."""
    try:
        locale = Locale.parse(tag or f"{language}-{COUNTRY}", sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale(language, COUNTRY)
    if locale.language != language:
        locale = Locale(language, COUNTRY)
    return Words(language, locale, languages()[language])
