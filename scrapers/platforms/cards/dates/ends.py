"""Leaves out the dates that the page's markup names as the end of the one before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scrapers.platforms.cards.dates.mentions import Mention
from scrapers.platforms.cards.page_text import PageText

_END = re.compile(r"(?:^|[-_\s])(?:ends?|dtend|end-?(?:date|time|day))(?:$|[-_\s])|endDate", re.IGNORECASE)
_REACH = 60


def without_ends(mentions: Sequence[Mention], page: PageText) -> list[Mention]:
    """The dates without those near another one, in an element that is classed as an end."""
    return [
        one
        for before, one in zip((None, *mentions), mentions, strict=False)
        if before is None or one.start - before.end > _REACH or not _is_end(one, page)
    ]


def _is_end(one: Mention, page: PageText) -> bool:
    element = page.element_at(one.start, one.end)
    return element is not None and any(
        _END.search(element.get(name) or "") is not None for name in ("class", "itemprop")
    )
