"""Chooses the language and the locale of a page for a request."""

from __future__ import annotations

from fastapi import Request

from app.language.files import languages
from app.language.locales import COUNTRY, words_in
from app.language.words import Words
from core.config import settings

PARAMETER = COOKIE = "lang"
"""`?lang=es` shows one page in Spanish; the cookie is the visitor's own choice, which the page's script keeps."""
MOST_TAGS = 10


def words_for(request: Request) -> Words:
    """In the language that the address names, or else the visitor chose, or else the browser asks for, or else
    LANGUAGE. Dates and amounts are written as in the browser's region."""
    known = languages()
    tags = _accepted(request.headers.get("Accept-Language", "")[:200])
    chosen = next(
        (each for each in (request.query_params.get(PARAMETER), request.cookies.get(COOKIE)) if each in known), None
    )
    language = chosen or next((tag[:2].lower() for tag in tags if tag[:2].lower() in known), settings().language)
    if language not in known:
        language = "en"
    region = next((tag for tag in tags if tag[:2].lower() == language and len(tag) > 2), f"{language}-{COUNTRY}")
    return words_in(language, region)


def _accepted(header: str) -> list[str]:
    """The tags of an Accept-Language header (RFC 9110 12.5.4), the preferred first. `*` and what can't be read is left
    out."""
    weighed = []
    for part in header.split(",")[:MOST_TAGS]:
        tag, _, weight = part.strip().partition(";q=")
        try:
            value = float(weight or 1)
        except ValueError:
            continue
        if value > 0 and tag.replace("-", "").isalnum():
            weighed.append((-value, tag))
    return [tag for _, tag in sorted(weighed, key=lambda one: one[0])]
