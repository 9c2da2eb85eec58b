"""Hashes of an HTML page's inline scripts, for its content security policy."""

from __future__ import annotations

import base64
import hashlib
from html.parser import HTMLParser


def script_hashes(html: str) -> tuple[str, ...]:
    """`sha256-…` of each inline script's text in base64 (CSP level 3, 2.3.1). Data blocks (JSON) don't count."""
    parser = _InlineScripts()
    parser.feed(html)
    parser.close()
    digests = (hashlib.sha256(script.encode()).digest() for script in parser.found)
    return tuple(dict.fromkeys(f"sha256-{base64.b64encode(digest).decode()}" for digest in digests))


class _InlineScripts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self._inside = tag == "script" and "src" not in attributes and "json" not in (attributes.get("type") or "")
        if self._inside:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data
