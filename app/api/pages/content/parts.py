"""Small parts of the pages: links to categories, pictures, badges."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from app.api.pages.addresses import category_path
from app.api.pages.content.view import Filters, View
from app.feeds.addresses import web_address
from app.feeds.markup import escape

CURRENT = ' aria-current="page"'
ICONS = "/kinds.svg"
"""One symbol for each category that Marquee brings, and `other`."""
KNOWN_KINDS = frozenset(
    {
        *("music", "theater", "film", "art", "family", "library", "food"),
        *("outdoors", "sports", "classes", "community", "government", "festivals", "other"),
    }
)


def query(parameters: Filters) -> str:
    """A query string such as `?day=today&free=true`. Without parameters `?`, which links to the page itself."""
    return f"?{urlencode(parameters, doseq=True)}"


def icon(kind: str) -> str:
    name = kind if kind in KNOWN_KINDS else "other"
    return f'<svg class="kind__icon" viewBox="0 0 24 24" aria-hidden="true"><use href="{ICONS}#{name}"/></svg>'


def picture(address: str | None, kind: str, class_name: str, *, first: bool = False) -> str:
    """A source's picture on top of its category's own, which shows where an event has none, or it can't be loaded.
    `first`: it is at the top of the page, so it loads at once."""
    usable = web_address(address)
    how = 'fetchpriority="high"' if first else 'loading="lazy"'
    shown = f'<img src="{escape(usable)}" alt="" referrerpolicy="no-referrer" {how} decoding="async">' if usable else ""
    return f'<div class="picture art kind--{escape(kind)} {class_name}">{icon(kind)}{shown}</div>'


def kind_links(view: View, names: Sequence[str]) -> str:
    """Links to the town's categories with these names."""
    return " ".join(kind_link(slug, view.kind_name(slug)) for slug in view.slugs(names))


def kind_link(slug: str, name: str) -> str:
    return f'<a class="kind kind--{escape(slug)}" href="{escape(category_path(slug))}">{icon(slug)}{escape(name)}</a>'


def count_of(view: View, events: int) -> str:
    """How many events a choice would leave."""
    unit = escape(view.words("calendar.unit", count=events))
    return f' <span class="count">{events}<span class="visually-hidden"> {unit}</span></span>'


def kind_badges(view: View, names: Sequence[str], most: int = 2) -> str:
    return "".join(
        f'<span class="kind kind--{escape(slug)}">{icon(slug)}{escape(view.kind_name(slug))}</span>'
        for slug in view.slugs(names)[:most]
    )


def badge(text: str, tone: str = "") -> str:
    tone = f" badge--{tone}" if tone else ""
    return f'<span class="badge{tone}">{escape(text)}</span>'
