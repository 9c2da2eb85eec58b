"""The code that a site copies: the element with its script, or a frame."""

from __future__ import annotations

from app.api.widget.given import Show, Widget
from app.feeds.markup import escape

HEIGHTS = {Show.LIST: 640, Show.CARDS: 720, Show.MONTH: 760, Show.EVENT: 420}
"""Of a frame, in pixels. It scrolls if it has more."""


def element(widget: Widget, base: str, path: str, title: str) -> str:
    """The widget's element. Inside is a link to the page with the same events, for browsers without JavaScript."""
    attributes = {name: value for name, value in widget.given if name != "category"}
    categories = "|".join(value for name, value in widget.given if name == "category")
    if categories:
        attributes["category"] = categories
    attributes = {"show": str(widget.show), **attributes}
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    link = f'<a href="{escape(base + path)}">{escape(title)}</a>'
    return f"<marquee-events{written}>{link}</marquee-events>"


def script(base: str) -> str:
    return f'<script async src="{escape(base)}/widget/v1/marquee.js"></script>'


def frame(widget: Widget, base: str, title: str, *, width: str = "100%", height: int | None = None) -> str:
    """An iframe. `width`: pixels, or a percentage."""
    address = f"{base}/widget/v1/frame?{widget.query()}".rstrip("?")
    tall = HEIGHTS[widget.show] if height is None else height
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" height="{tall}" '
        f'style="border:0" loading="lazy"></iframe>'
    )
