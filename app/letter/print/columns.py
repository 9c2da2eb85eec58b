"""Writes a letter as plain text for a narrow column: a paragraph a line, to paste into any layout program."""

from __future__ import annotations

from app.letter.content import Content
from app.letter.print.paragraphs import Style, paragraphs


def columns(content: Content) -> bytes:
    """UTF-8 with CRLF, and a byte order mark, so that layout programs don't take it for a code page."""
    lines: list[str] = []
    for one in paragraphs(content):
        if one.style in (Style.DAY, Style.TITLE) and lines:
            lines.append("")
        lines.append(one.text.upper() if one.style in (Style.HEAD, Style.DAY) else one.text)
    return b"\xef\xbb\xbf" + "".join(f"{line}\r\n" for line in lines).encode()
