"""Writes a letter as InDesign tagged text ("Using Adobe InDesign CS5 Tagged Text", Adobe, 2010). Place it with File >
Place.

The file is ASCII with CRLF, as its start tag says; other characters are written as `<0x00E9>`, in UTF-16. A backslash
takes the meaning from `<`, `>`, and `\\`.
"""

from __future__ import annotations

from app.letter.content import Content
from app.letter.print.paragraphs import Style, paragraphs


def tagged(content: Content) -> bytes:
    lines = ["<ASCII-WIN>", "<Version:7><FeatureSet:InDesign-Roman>" + "".join(map(_defined, Style))]
    lines += [f"<ParaStyle:{one.style}>{_escaped(one.text)}" for one in paragraphs(content)]
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _defined(style: Style) -> str:
    """A style that the document has already keeps its looks."""
    return f"<DefineParaStyle:{style}=<Nextstyle:{style}>>"


def _escaped(text: str) -> str:
    return "".join(f"\\{one}" if one in "<>\\" else one if one.isascii() else _as_hex(one) for one in text)


def _as_hex(character: str) -> str:
    """Two for a character outside of the Basic Multilingual Plane, such as an emoji."""
    units = character.encode("utf-16-be")
    return "".join(f"<0x{units[at : at + 2].hex().upper()}>" for at in range(0, len(units), 2))
