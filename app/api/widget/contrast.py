"""Whether a widget's own colors can be read (WCAG 2.2, 1.4.3 and 1.4.11). Pure."""

from __future__ import annotations

from collections.abc import Iterator

from app.api.widget.given import Theme, Widget
from app.branding.contrast import mixed, ratio

USUAL = {Theme.LIGHT: ("#1b2230", "#ffffff"), Theme.DARK: ("#eceef2", "#1a202a")}
"""Text and background, as in `widget.css`."""
SOFT = 0.78
"""How much of the text's color is in that of times and places (`--soft`)."""
FOR_TEXT, FOR_LINES = 4.5, 3.0


def warnings(widget: Widget) -> Iterator[str]:
    """Names of texts in `builder`."""
    themes = [widget.theme] if widget.theme is not Theme.AUTO else [Theme.LIGHT, Theme.DARK]
    pairs = [
        (widget.colors.get("text", text), widget.colors.get("background", background))
        for text, background in (USUAL[theme] for theme in themes)
    ]
    if any(ratio(mixed(text, background, SOFT), background) < FOR_TEXT for text, background in pairs):
        yield "faintText"
    accent = widget.colors.get("accent")
    if accent and any(ratio(accent, background) < FOR_LINES for _, background in pairs):
        yield "faintAccent"
