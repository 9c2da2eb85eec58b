"""The errors a source can cause.

    SourceError
    ├── TransportFailure   no usable answer: DNS, refused, timeout, 5xx, cut short, redirect loop. Retried.
    ├── Blocked            the site refuses: 401, 403, 406, 429, a challenge page, robots.txt. Never evaded.
    ├── PageGone           404 or 410.
    ├── BadBody            not the kind of answer that was asked for
    │   ├── EmptyBody      nothing, or too little
    │   ├── WrongKind      HTML instead of iCalendar, JSON instead of HTML, …
    │   ├── TooLarge       over the size limit
    │   └── BadCharset     cannot be decoded with the declared or any detectable charset
    ├── PageChanged        the right kind of page in a shape the reader does not know
    └── BadRecord          one event that cannot be read truly and is skipped; the others are stored
        ├── PartUnread     part of a body that could hold any number of events
        └── Doubt          one event that is stored, with a part that could not be read as it stands

Every message names the source, URL and field, what was found, and what to do.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from core.visible_text import one_line


class SourceError(Exception):
    """The base of these errors.

    found   quotes what was there, cut to 200 characters.
    url     may be empty if a reader is used on a file.
    source  the source's or the spider's name.
    """

    advice = "Look at the page in a browser and compare it with the reader."
    retryable = False

    def __init__(
        self, found: str, *, url: str = "", source: str = "", field: str = "", advice: str | None = None
    ) -> None:
        self.found = one_line(found)[:200]
        self.url = url
        self.source = source
        self.field = field
        if advice is not None:
            self.advice = advice
        super().__init__(self.found)

    @property
    def kind(self) -> str:
        """The error's name: `EmptyBody`."""
        return type(self).__name__

    def __str__(self) -> str:
        where = " ".join(part for part in (self.source, self.url) if part)
        field = f" [{self.field}]" if self.field else ""
        return one_line(f"{self.kind}{field}{': ' + where if where else ''}: {self.found}. {self.advice}")


class TransportFailure(SourceError):
    advice = "The site or the network failed. The crawl is retried automatically."
    retryable = True


class Blocked(SourceError):
    advice = "The site refuses crawlers here. Do not evade this: ask the site, or use a feed that it offers."


class PageGone(SourceError):
    advice = "The address no longer exists. Set the source's new address."


class BadBody(SourceError):
    advice = "The answer is not what was asked for. Open the address in a browser."


class EmptyBody(BadBody):
    advice = "The address answers without content. Check it in a browser. The stored events are kept."


class WrongKind(BadBody):
    advice = "Another kind of document was expected. Check the address in a browser."


class TooLarge(BadBody):
    advice = "The answer is over the size limit (DOWNLOAD_MAXSIZE). Narrow the feed's range or raise the limit."


class BadCharset(BadBody):
    advice = "The text cannot be decoded. Tell the site, or set the source's encoding."


class PageChanged(SourceError):
    advice = "The page has a new shape, so the reader needs an update. The stored events are kept."


class BadRecord(SourceError):
    """An event that was skipped. Its identity says which stored event it could be: that one must not be withdrawn.

    uid    as the source writes it, "" if it cannot be read.
    title  plain text, "" if it cannot be read.
    day    the local day it starts, None if it cannot be read.
    """

    advice = "This event was skipped. The others were stored."

    def __init__(
        self,
        found: str,
        *,
        url: str = "",
        source: str = "",
        field: str = "",
        advice: str | None = None,
        uid: str = "",
        title: str = "",
        day: date | None = None,
    ) -> None:
        super().__init__(found, url=url, source=source, field=field, advice=advice)
        self.uid = uid
        self.title = title
        self.day = day


class PartUnread(BadRecord):
    """Part of a body could not be read, and could hold any number of events."""

    advice = "What follows was not read; the rest was."


class Doubt(BadRecord):
    """Part of an event could not be read as it stands. The event itself was stored.

    times_unread  it may have more showings than could be read: those that are stored stay. `uid`, `title`, and `day`
                  say which event it is.
    """

    advice = "The event is shown with what could be read."

    def __init__(self, found: str, *, times_unread: bool = False, **named: Any) -> None:
        super().__init__(found, **named)
        self.times_unread = times_unread
