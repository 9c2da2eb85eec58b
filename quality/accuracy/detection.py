"""Measures how recorded pages are recognized: by the folder that a page is recorded in, its system is known.

right   the first system that the page names is the one it is of. In a folder named after a form, such as `jsonld`, the
        form is among what the page can be read as.
unsure  no system is named: the page is read by what any site may have (structured data, cards, a news feed), or not.
wrong   another system is named first. Nothing may be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree, html

from core.errors import SourceError
from scrapers.discovery.clues import clues_in
from scrapers.platforms.platform import Body, Platform
from scrapers.platforms.recognition import body_kind, recognized
from scrapers.platforms.registry import platforms
from scrapers.reading.bodies import decode
from scrapers.reading.contract import Context

RIGHT, WRONG, UNSURE = "right", "wrong", "unsure"
ALL = "all"
GENERIC = frozenset({"cards", "ics", "jsonld", "rss"})
"""Forms that many systems use: they say nothing about the system."""
FORMS = {"hcalendar": "jsonld", "microdata": "jsonld"}
"""Folders named after a syntax that the platform on the right reads."""
_NOT_PAGES = frozenset({".expected", ".tsv", ".md", ".txt"})
_URL = "https://site.example/events"


def measure_detection(folders: Sequence[Path]) -> dict[str, Counter[str]]:
    """By folder whose system Marquee knows, and in all, how many pages are right, wrong, and unsure."""
    found: dict[str, Counter[str]] = {ALL: Counter()}
    for page, system in _pages(folders):
        verdict = judge(system, named_by(page.read_bytes()))
        found.setdefault(page.parent.name, Counter())[verdict] += 1
        found[ALL][verdict] += 1
    return found


def detection_lines(found: Mapping[str, Counter[str]]) -> Iterator[str]:
    names = [*sorted(found.keys() - {ALL}), ALL]
    for name in names:
        counts = found[name]
        yield f"detection {name} right {counts[RIGHT]} wrong {counts[WRONG]} unsure {counts[UNSURE]}"


def judge(system: str, named: Sequence[str]) -> str:
    """`named`: the platforms that the page names, the first choice first."""
    if system in GENERIC:
        return RIGHT if system in named else UNSURE
    systems = [name for name in named if name not in GENERIC]
    if not systems:
        return UNSURE
    return RIGHT if systems[0] == system else WRONG


def named_by(body: bytes) -> list[str]:
    context = Context(url=_URL, timezone="America/New_York", now=datetime(2026, 11, 29, 12, tzinfo=UTC))
    try:
        page = decode(body, context).lstrip("\ufeff \t\r\n")
        kind, lower = body_kind(page), page.lower()
        named = [one.name for one in recognized(body, context) if one.name in GENERIC or _is_marked(one, kind, lower)]
    except SourceError:
        return []
    if kind is not Body.HTML:
        return named
    try:
        tree = html.document_fromstring(page.replace("\0", "").encode(), html.HTMLParser(encoding="utf-8"))
    except (etree.ParserError, ValueError):
        return named
    return named + [clue.platform for clue in clues_in(tree, page, _URL, context.now.date())]


def _is_marked(one: Platform, kind: Body, lower: str) -> bool:
    """Whether the body has words of the platform. A mark without words is a last resort, not evidence."""
    return any(mark.words and mark.found_in(kind, lower) for mark in one.marks)


def _pages(folders: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    for folder in folders:
        for kind in sorted(one for one in folder.iterdir() if one.is_dir()):
            system = system_of(kind.name)
            if system is not None:
                pages = (one for one in kind.iterdir() if one.is_file() and one.suffix not in _NOT_PAGES)
                yield from ((page, system) for page in sorted(pages))


def system_of(kind: str) -> str | None:
    """The platform that a folder's name begins with; None for one that Marquee has no platform for."""
    if kind in FORMS:
        return FORMS[kind]
    names = [name for name in platforms() if kind == name or kind.startswith(f"{name}_")]
    return max(names, key=len, default=None)
