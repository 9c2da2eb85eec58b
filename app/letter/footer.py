"""What a letter ends with: why it came, how to leave, and where it is on the web."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.language.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Footer:
    """`leave`: the address, or a mail tool's own mark, that unsubscribes; None: a copy that nobody subscribed to.
    `online`: this issue on the web; None: a preview. `postal`: the sender's address, which the United States require in
    commercial mail (CAN-SPAM, 15 U.S.C. 7704(a)(5))."""

    words: Words
    site: str
    leave: str | None = None
    online: str | None = None
    postal: str | None = None

    def lines(self) -> Iterator[tuple[str, str | None]]:
        """Each line's text, and the address that it links to."""
        if self.leave:
            yield self.words("letter.why", site=self.site.partition("://")[2]), None
            yield self.words("letter.unsubscribe"), self.leave
        if self.online:
            yield self.words("letter.online"), self.online
        yield self.words("letter.all"), f"{self.site}/"
        if self.postal:
            yield self.postal, None
