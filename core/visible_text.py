"""Removes characters that nobody sees but that can deceive: terminal commands, reversed text, hidden letters."""

from __future__ import annotations

import json
import re
from typing import Any

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SUSPECT = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 without tab and line feed, DEL, C1
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0"  # soft hyphen, fillers, and other blanks
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # zero width, line ends, bidi, invisible operators
    "\ufe00-\ufe0f\U000e0100-\U000e01ef"  # variation selectors
    "\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"  # not characters, or annotations
    "\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"  # musical formatting, tags
    "]"
)
_RIGHT_TO_LEFT = re.compile("[\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\u0700-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_JOINED = "\u0600-\u109f\u1780-\u18aa\ua840-\uabff\ufb50-\ufdcf\ufe70-\ufefc\U00010a00-\U00011fff\U0001e900-\U0001e95f"
"""Arabic, Syriac, Indic, Burmese, Khmer, Mongolian, and related scripts, in which a joiner changes a word."""
_EMOJI = "\u00a9\u00ae\u203c\u2049\u2100-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_KEPT = re.compile(
    f"(?<=[{_JOINED}])[\u200c\u200d]"
    f"|(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])"
    "|(?<=[^\\s\x00-\x1f\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff])"
    "[\ufe00-\ufe0f]"
    "|(?<=[\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af])[\U000e0100-\U000e01ef]"
    "|\U0001f3f4[\U000e0061-\U000e007a\U000e0030-\U000e0039]{3,6}\U000e007f"
)
"""A joiner where a script or an emoji needs it, one variation selector after a character, and the flags of England,
Scotland, and Wales (Unicode Technical Standard 51, ED-14a)."""
_KEPT_OR_SUSPECT = re.compile(f"({_KEPT.pattern})|{_SUSPECT.pattern}")
_DIRECTION_MARKS = "\u200e\u200f\u061c"


def visible(text: str) -> str:
    """The text without control characters (except tab and line feed), bidi overrides and isolates, and characters
    without a width. Other line ends become line feeds. Direction marks stay in text that has right-to-left letters.

    The result never changes when this is applied again. Most texts are printable ASCII, which is quick to check.
    """
    if text.isascii() and text.isprintable():
        return text
    if _SUSPECT.search(text) is None:
        return text
    text = _LINE_ENDS.sub("\n", text)
    kept = _DIRECTION_MARKS if _RIGHT_TO_LEFT.search(text) else ""
    while (cleaned := _KEPT_OR_SUSPECT.sub(lambda found: _keep(found, kept), text)) != text:
        text = cleaned
    return text


def one_line(text: str) -> str:
    """The visible text on one line: each run of white space is one space."""
    return " ".join(visible(text).split())


def json_line(value: Any, *, only_ascii: bool = False) -> str:
    """JSON on one line, whose texts are visible. JSON escapes line feeds; the other line ends become escaped ones."""
    return visible(json.dumps(value, ensure_ascii=only_ascii, default=str)).replace("\n", "\\n")


def _keep(found: re.Match[str], kept: str) -> str:
    return found[0] if found[1] is not None or found[0] in kept else ""
