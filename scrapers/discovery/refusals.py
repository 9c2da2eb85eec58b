"""Why a site can't be read, in a sentence for people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from core.errors import Blocked, PageGone, SourceError
from scrapers.discovery.clues import obstacles
from scrapers.discovery.pages import Page
from scrapers.platforms.recognition import AUTO, read_recognized
from scrapers.platforms.registry import platform
from scrapers.reading.contract import Context, Window

_BY_SCRIPT = 20_000
"""A page with so much script and few words shows its content only by script."""
_WORD = re.compile(r"[^\W_]+")
ADVICE = "Its owner could publish an iCalendar feed, or schema.org events on the page."


def sentence(error: Exception) -> str:
    if isinstance(error, Blocked):
        if "robots.txt" in error.found:
            return f"The site forbids crawlers: {error.found}. Ask its owner, or use a feed that it offers."
        if "HTTP 401" in error.found or "HTTP 403" in error.found:
            return f"The site needs a login or refuses crawlers ({error.found}). Ask its owner for a feed."
        return f"The site refuses crawlers: {error.found}. Marquee does not evade this; ask its owner for a feed."
    if isinstance(error, PageGone):
        return f"There is no page at this address ({error.found})."
    return f"The site could not be read: {str(error).rstrip('.')}."


def refusal_of(pages: Iterable[Page], linked: str = "") -> str:
    """`linked`: what calendars that the pages lead to had, if all of it is over."""
    pages = list(pages)
    reasons = list(dict.fromkeys(one for page in pages for one in obstacles(page.text, page.url)))
    over = next(filter(None, (_over(page) for page in pages)), linked)
    if reasons:
        return " ".join([*filter(None, [over]), *reasons, ADVICE])
    if over:
        return over
    for page in pages:
        if page.tree is not None and len(page.text) > _BY_SCRIPT:
            words = len(_WORD.findall(str(page.tree.xpath("string(//body)"))[:200_000]))
            if page.text.lower().count("<script") > 3 and words * 100 < len(page.text):
                return f"The page shows its content only by script, which Marquee does not run. {ADVICE}"
    return f"No upcoming events were found on the page or behind its links. {ADVICE}"


def _over(page: Page) -> str:
    return "" if page.read_otherwise("") is not None else all_over(page.body, page.context)


def all_over(body: bytes, context: Context, kind: str = AUTO) -> str:
    """What was read of a body that has no upcoming events: how many past ones, as which platform; else "".

    A calendar's reader leaves out the past by default, so it is asked for all until today."""
    today = context.now.astimezone(ZoneInfo(context.timezone)).date()
    until = replace(context, window=Window(ends=today + timedelta(days=1)))
    try:
        if kind == AUTO:
            found, reading = read_recognized(body, until)
        else:
            found, reading = platform(kind), platform(kind).read_events(body, until)
    except SourceError:
        return ""
    days = [one.local_date for event in reading.events for one in event.occurrences]
    if not days:
        return ""
    return (
        f"Events that were read as “{found.title}”: {len(reading.events)}. "
        f"All of them are over: the last was on {max(days)}."
    )
