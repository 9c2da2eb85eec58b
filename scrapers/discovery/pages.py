"""A page of a site: the events that it shows itself, and what it points to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

from lxml import etree, html

from core.errors import SourceError
from core.fetching.fetcher import Fetched
from core.items import EventItem
from scrapers.discovery.clues import Clue, clues_in
from scrapers.discovery.findings import Candidate
from scrapers.platforms.recognition import read_recognized
from scrapers.reading.bodies import decode
from scrapers.reading.contract import Context, Reading


@dataclass
class Page:
    """An answer, what it says itself, and the clues in it. `tree` None: it is not a page."""

    url: str
    title: str = ""
    tree: html.HtmlElement | None = None
    text: str = ""
    clues: list[Clue] = field(default_factory=list)
    candidate: Candidate | None = None

    @property
    def upcoming(self) -> tuple[EventItem, ...]:
        return self.candidate.events if self.candidate is not None else ()

    @classmethod
    def of(cls, answer: Fetched, now: datetime, timezone: str) -> Page:
        page = cls(answer.url)
        context = Context(url=answer.url, timezone=timezone, now=now, encoding=answer.charset)
        try:
            found, reading = read_recognized(answer.body, context)
            if reading.events:
                reason = f"events on the page itself: {found.title}"
                base_url = urljoin(answer.url, "/") if found.whole_site else answer.url
                one = candidate(found.name, base_url, reason, reading, now)
                page.candidate = one if one.events else None
            page.text = decode(answer.body, context)
        except SourceError:
            return page
        if "<" not in page.text[:2000] or page.text.lstrip().startswith(("<?xml", "<rss", "{", "[")):
            return page
        try:
            page.tree = html.document_fromstring(
                page.text.replace("\0", "").encode(), html.HTMLParser(encoding="utf-8")
            )
        except (etree.ParserError, ValueError):
            return page
        page.title = _title(page.tree)
        page.clues = clues_in(page.tree, page.text, answer.url, now.date())
        return page


def _title(tree: html.HtmlElement) -> str:
    named = tree.xpath("string(//meta[@property='og:site_name']/@content)") or tree.xpath("string(//title)")
    return re.split(r"\s[|–—»-]\s", " ".join(str(named).split()))[0][:120]


def candidate(name: str, base_url: str, reason: str, reading: Reading, now: datetime) -> Candidate:
    upcoming = [
        (first, event)
        for event in reading.events
        if (first := min((one.starts_at for one in event.occurrences if _is_ahead(one.starts_at, now)), default=None))
    ]
    events = tuple(event for _, event in sorted(upcoming, key=lambda pair: pair[0]))
    zones = {one.timezone for event in events for one in event.occurrences}
    problems = tuple(str(one) for one in reading.problems)
    timezone = zones.pop() if len(zones) == 1 else ""
    return Candidate(
        platform=name, base_url=base_url, reason=reason, events=events, timezone=timezone, problems=problems
    )


def _is_ahead(starts_at: datetime, now: datetime) -> bool:
    return starts_at.date() >= now.astimezone(starts_at.tzinfo or ZoneInfo("UTC")).date()
