"""Why a site can't be read, in a sentence for people."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.errors import Blocked, PageGone
from scrapers.discovery.clues import obstacles
from scrapers.discovery.pages import Page

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


def refusal_of(pages: Iterable[Page]) -> str:
    pages = list(pages)
    reasons = list(dict.fromkeys(one for page in pages for one in obstacles(page.text, page.url)))
    if reasons:
        return " ".join([*reasons, ADVICE])
    for page in pages:
        if page.tree is not None and len(page.text) > _BY_SCRIPT:
            words = len(_WORD.findall(str(page.tree.xpath("string(//body)"))[:200_000]))
            if page.text.lower().count("<script") > 3 and words * 100 < len(page.text):
                return f"The page shows its content only by script, which Marquee does not run. {ADVICE}"
    return f"No upcoming events were found on the page or behind its links. {ADVICE}"
