"""Text as XML and HTML: escaped, without the characters that XML cannot hold."""

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
    """For element content and quoted attributes of XML 1.0 and HTML."""
    return _NO_XML.sub("", text).translate(_MARKUP)


def element(name: str, text: str | None, **attributes: str | None) -> str:
    """An element on a line of its own; nothing where there is neither text nor attribute. Attributes that are None are
    left out; `_` in their names stands for `:`."""
    told = "".join(f' {key.replace("_", ":")}="{escape(value)}"' for key, value in attributes.items() if value)
    if not text:
        return f"<{name}{told}/>\n" if told else ""
    return f"<{name}{told}>{escape(text)}</{name}>\n"


def paragraphs(text: str) -> Iterator[str]:
    """Plain text as HTML: a `p` for each block of lines, a `br` for each line end within."""
    for block in re.split(r"\n{2,}", text.strip()):
        if block:
            yield f"<p>{escape(block).replace(chr(10), '<br>')}</p>"


def link(address: str, words: str) -> str:
    """A link, or the words alone where the address is none for the web."""
    usable = web_address(address)
    return escape(words) if usable is None else f'<a href="{escape(usable)}">{escape(words)}</a>'


def content(listing: Listing) -> str:
    """A listing as HTML for programs that read feeds: when, where, what, how much, where from."""
    parts = [f"<p><strong>{escape(wording.when(listing))}</strong></p>"]
    if place := wording.place(listing):
        parts.append(f"<p>{escape(place)}</p>")
    parts += [f"<p><em>{escape(remark)}</em></p>" for remark in wording.remarks(listing)]
    parts += paragraphs(listing.description or "")
    for label, told in wording.details(listing):
        shown = link(told, told) if web_address(told) else escape(told)
        parts.append(f"<p>{label}: {shown}</p>")
    return "".join(parts)
