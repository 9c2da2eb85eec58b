"""The document with the copy of a page: a frame without an origin, in which only Marquee's own script runs."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from core.fetching.copies import PageCopy

_HERE = Path(__file__).parent
SCRIPT = (_HERE / "frame.js").read_text(encoding="utf-8")
STYLE = (_HERE / "frame.css").read_text(encoding="utf-8")
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8}){0,4}")


def _hash(text: str) -> str:
    """As a Content-Security-Policy names an inline script or style (CSP level 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


POLICY = (
    f"default-src 'none'; script-src {_hash(SCRIPT)}; style-src {_hash(STYLE)}; img-src https: http:; "
    "sandbox allow-scripts; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)
"""Only this script and style. `sandbox`: the document has no origin and reaches neither the login nor the API, also
where someone opens its address outside the frame. Pictures come from the sources' sites, as on the calendar."""
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
}


def document(copy: PageCopy) -> str:
    language = copy.language if _LANGUAGE.fullmatch(copy.language) else "en"
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><title>Page</title>'
        f"<style>{STYLE}</style></head><body>{copy.shown}<script>{SCRIPT}</script></body></html>"
    )
