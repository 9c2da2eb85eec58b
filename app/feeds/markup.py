"""Text as XML and HTML: escaped, and without the characters that XML does not allow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.feeds import wording
from app.feeds.addresses import web_address
from storage.search.listings import Listing

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0, 2.2."""
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;", "\r": "&#13;"})


def escape(text: str) -> str:
    """Escapes text for element content and quoted attributes in XML 1.0 and HTML."""
    return _NO_XML.sub("", text).translate(_MARKUP)


def element(name: str, text: str | None, **attributes: str | None) -> str:
    """An element on its own line, or nothing if it has neither text nor attributes. Attributes that are None are left
    out. `_` in an attribute's name means `:`."""
    written = "".join(f' {key.replace("_", ":")}="{escape(value)}"' for key, value in attributes.items() if value)
    if not text:
        return f"<{name}{written}/>\n" if written else ""
    return f"<{name}{written}>{escape(text)}</{name}>\n"


def paragraphs(text: str) -> Iterator[str]:
    """Plain text as HTML: a `p` for each block of lines, a `br` for each line end inside it."""
    for block in re.split(r"\n{2,}", text.strip()):
        if block:
            yield f"<p>{escape(block).replace(chr(10), '<br>')}</p>"


def link(address: str, words: str) -> str:
    """A link, or only the words if the address isn't a web address."""
    usable = web_address(address)
    return escape(words) if usable is None else f'<a href="{escape(usable)}">{escape(words)}</a>'


def content(listing: Listing) -> str:
    """A listing as HTML for feed readers: when, where, what, how much, and the source."""
    parts = [f"<p><strong>{escape(wording.when(listing))}</strong></p>"]
    if place := wording.place(listing):
        parts.append(f"<p>{escape(place)}</p>")
    parts += [f"<p><em>{escape(remark)}</em></p>" for remark in wording.remarks(listing)]
    parts += paragraphs(wording.description(listing))
    for label, text in wording.details(listing):
        shown = link(text, text) if web_address(text) else escape(text)
        parts.append(f"<p>{label}: {shown}</p>")
    return "".join(parts)
