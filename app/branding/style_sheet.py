"""Checks a newsroom's own style sheet, which may load nothing from other sites. Pure."""

from __future__ import annotations

import re

_STRING = r"""(?P<quote>["'])(?:(?!(?P=quote))[^\\\n\r]|\\.)*(?P<end>(?P=quote)?)"""
_ADDRESS = r"""(?:"(?P<double>[^"\\\n\r]*+)"|'(?P<single>[^'\\\n\r]*+)'|(?P<bare>[^\s"'()\\]*+))"""
_URL = rf"(?<![\w#@\x80-\U0010ffff-])url\(\s*+{_ADDRESS}\s*+\)"
_TOKEN = re.compile(rf"/\*.*?(?:\*/|\Z)|{_URL}|{_STRING}", re.IGNORECASE | re.DOTALL | re.ASCII)
"""What CSS Syntax 3 reads as one: a comment, a URL, or a string. Inside them nothing else begins. After one of the
characters before `url(`, it isn't a URL. White space is ASCII."""
_ALLOWED = re.compile(r"data:image/.*|/(?![/\\])[^\s\\]*", re.IGNORECASE | re.DOTALL)
_ANYWHERE = re.compile(r"@import|javascript:|expression\s*\(|behavior\s*:|</|<!--", re.IGNORECASE)
_OUTSIDE = re.compile(r"(?:url|src|image|image-set|cross-fade)\(|\\", re.IGNORECASE)
"""Outside of the tokens: functions that load what a string names, and escapes that could write them."""
QUOTED = 80
"""How many characters of a part a message shows."""


def foreign_part(text: str) -> str | None:
    """The first part that could load something from another site, or that is script or markup. None if there aren't
    any. `url()` may name an image as `data:image/…` or a path on this site."""
    if found := _ANYWHERE.search(text):
        return found[0]
    for token in _TOKEN.finditer(text):
        address = next((one for one in token.group("double", "single", "bare") if one is not None), None)
        never_ends = token["quote"] and not token["end"]
        if never_ends or (address is not None and not _ALLOWED.fullmatch(address)):
            return token[0][:QUOTED]
    found = _OUTSIDE.search(_TOKEN.sub(" ", text))
    return None if found is None else found[0]
