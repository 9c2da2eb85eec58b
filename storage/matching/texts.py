"""Whether two listings link to one page or have one UID, and whether their descriptions are one text."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from storage.matching.words import words

COMPARED = 400
"""Characters of a description that the rules compare."""
_SHORTEST = 40
_ALIKE = 85.0
_READ = 200
_PASSAGE = slice(60, 140)
_GENERAL = re.compile(
    r"(?:^|/)(?:calendar|events?|shows?|tickets?|schedule|home|index|i?calendar\.aspx)?/?$", re.IGNORECASE
)
_NAMES_EVENT = re.compile(r"(?:amp;)?(?:event_?id|id|eid|game_id|cid|fq)=", re.IGNORECASE)


def page_key(url: str) -> str | None:
    """Host and path of a page of one event, or None for a front page, a calendar, or what isn't a web address."""
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    path = parts.path.rstrip("/")
    if path.count("/") < 1 or _GENERAL.search(path):
        return None
    query = _identifying(parts.query)
    return f"{parts.hostname.removeprefix('www.')}{path.casefold()}{query}"


def _identifying(query: str) -> str:
    """The parts of a query that name an event (`EventID=12`), without tracking."""
    named = [part for part in query.split("&") if _NAMES_EVENT.match(part)]
    return "?" + "&".join(sorted(named)) if named else ""


def unique_uid(uid: str) -> str | None:
    """A UID that no other calendar gives to another event, because it ends in a host (RFC 5545 3.8.4.7). Else None."""
    name, _, host = uid.partition("@")
    return uid if name and host else None


def start_of(description: str) -> str:
    """The first words of a description, spelled one way, with a space on both sides of each."""
    return f" {' '.join(words(description[:COMPARED]))} "


def one_text(left: str, right: str) -> bool:
    """Whether two results of `start_of` are one text: whole, cut, or with another beginning (a group's own name)."""
    shorter, longer = sorted((left, right), key=len)
    if len(shorter) < _SHORTEST:
        return False
    if longer.startswith(shorter[:-1]) or _passage(shorter) in longer or _passage(longer) in shorter:
        return True
    length = min(len(shorter), _READ)
    return fuzz.ratio(shorter[:length], longer[:length], score_cutoff=_ALIKE) > 0


def _passage(text: str) -> str:
    """A passage behind the beginning, or all of a short text."""
    return text[_PASSAGE] if len(text) > _PASSAGE.stop else text
