"""The head of every list: its heading, the search form, and links to days and categories."""

from __future__ import annotations

from collections.abc import Sequence

from app.api.pages.addresses import category_path, venue_path
from app.api.pages.content.parts import CURRENT, count_of, icon, kind_link, query
from app.api.pages.content.view import Filters, View
from app.feeds.markup import escape
from storage.search.directory import VenueEntry
from storage.search.overview.counts import Counts

TABS = {
    "": ("/", "tabs.upcoming"),
    "today": ("/today", "when.today"),
    "tomorrow": ("/tomorrow", "when.tomorrow"),
    "weekend": ("/this-weekend", "tabs.weekend"),
    "week": ("/this-week", "tabs.week"),
    "next-week": ("/next-week", "tabs.nextWeek"),
    "month": ("/?view=calendar", "tabs.calendar"),
}
"""By the API's `day`; `month` is the calendar."""
TICKS = ("free", "evening", "online")


def head(
    view: View,
    heading: str,
    filters: Filters,
    counts: Counts,
    tab: str | None,
    *,
    layout: str | None = "",
    kinds: Filters | None = None,
) -> str:
    """`tab`, `layout`: the key of the chosen one; None: none is. `kinds`: what the links to the categories keep besides
    the filters; None: without them."""
    words = view.words
    tabs = "".join(
        f'<li><a class="tabs__tab" href="{path}"{CURRENT if tab == key else ""}>{escape(words(name))}</a></li>'
        for key, (path, name) in TABS.items()
    )
    return f"""<div class="hero"><div><h1>{escape(heading)}</h1>
<p class="soft"><span class="hero__about">{escape(words("front.about"))} </span>{escape(view.zone_line)}</p></div>
{search_form(view, filters, counts)}
<nav class="tabs" aria-label="{escape(words("tabs.label"))}"><ul class="tabs__list" role="list">{tabs}</ul></nav>
<details class="controls"><summary class="button">{escape(words("filters.andViews"))}</summary></details>
<div class="controls__box">{layouts(view, filters, layout)}
{"" if kinds is None else kinds_nav(view, filters, counts, kinds)}</div></div>"""


def layouts(view: View, filters: Filters, chosen: str | None) -> str:
    """Links to other ways to show the same events."""
    day = str(filters.get("day", ""))
    anyhow = {name: value for name, value in filters.items() if name != "day"}
    week = {"view": "week", **({"week": day} if day[:1].isdigit() else {}), **anyhow}
    links = {
        "": ("layouts.list", filters),
        "week": ("layouts.week", week),
        "map": ("layouts.map", {"view": "map", **filters}),
        "print": ("layouts.print", {"view": "print", **filters}),
    }
    shown = "".join(
        f'<a class="layouts__link" href="/{escape(query(parameters) if parameters else "")}"'
        f"{CURRENT if key == chosen else ''}>"
        f"{escape(view.words(name))}</a>"
        for key, (name, parameters) in links.items()
    )
    return f'<nav class="layouts" aria-label="{escape(view.words("layouts.label"))}">{shown}</nav>'


def kinds_nav(view: View, filters: Filters, counts: Counts, kept: Filters) -> str:
    """The chosen one leads back to all events; one that would leave none isn't a link. `kept`: what the links keep
    besides the filters."""
    links = "".join(
        f"<li>{_kind(view, slug, {**kept, **filters}, counts.categories.get(slug, 0))}</li>"
        for slug in view.names
        if slug != "other"
    )
    return f"""<nav class="kinds" aria-label="{escape(view.words("front.kinds"))}">
<ul class="kinds__list" role="list">{links}</ul></nav>"""


def _kind(view: View, slug: str, filters: Filters, events: int) -> str:
    shown = f"{icon(slug)}{escape(view.kind_name(slug))}{count_of(view, events)}"
    chosen = filters.get("category") in (slug, [slug])
    if not events and not chosen:
        return f'<span class="kind kind--none">{shown}</span>'
    others = {name: value for name, value in filters.items() if name != "category"}
    path = category_path(slug) if not others else f"/{query({**others, 'category': slug})}"
    if chosen:
        path = f"/{query(others)}" if others else "/"
    return f'<a class="kind kind--{escape(slug)}" href="{escape(path)}"{CURRENT if chosen else ""}>{shown}</a>'


def search_form(view: View, filters: Filters, counts: Counts | None = None) -> str:
    """The form, filled in with the current filters. Those without a field of their own become hidden fields. `counts`:
    how many events each choice leaves; None: the filters can't be read."""
    words, chosen = view.words, filters.get("day", "")
    days = {
        "": words("list.anyDay"),
        **{key: words(name) for key, (_, name) in TABS.items() if key not in ("", "month")},
    }
    options = "".join(
        f'<option value="{value}"{" selected" if chosen == value else ""}>{escape(name)}</option>'
        for value, name in days.items()
    )
    typed = str(filters.get("q", ""))
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, values in filters.items()
        if name not in ("q", "day", *TICKS)
        for value in ([values] if isinstance(values, str) else values)
    )
    ticks = "".join(_tick(view, filters, name, counts) for name in TICKS)
    return f"""<form class="row finder" action="/" role="search">
<label class="finder__words"><span>{escape(words("list.search"))}</span>
<input class="input" type="search" name="q" maxlength="200" value="{escape(typed)}"></label>
<label class="controls__box"><span>{escape(words("list.when"))}</span>
<select class="input" name="day">{options}</select></label>
{ticks}
{hidden}<button class="button button--primary">{escape(words("list.show"))}</button>
</form>"""


def matches(view: View, venues: Sequence[VenueEntry], slugs: Sequence[str]) -> str:
    """Venues and categories above the events that a search finds."""
    kinds = " ".join(kind_link(slug, view.kind_name(slug)) for slug in slugs)
    places = " ".join(_venue(one) for one in venues)
    lines = [(view.words("list.categories"), kinds), (view.words("list.venues"), places)]
    shown = "".join(
        f'<p class="row"><span class="soft small">{escape(label)}</span> {links}</p>' for label, links in lines if links
    )
    return f'<div class="matches">{shown}</div>' if shown else ""


def _venue(one: VenueEntry) -> str:
    name = one.name or one.address or ""
    return f'<a class="matches__venue" href="{venue_path(one.id, name)}">{escape(name)}</a>'


def _tick(view: View, filters: Filters, name: str, counts: Counts | None) -> str:
    checked, label = " checked" if filters.get(name) else "", escape(view.words(f"filters.{name}"))
    left = {} if counts is None else {"free": counts.free, "evening": counts.evening, "online": counts.online}
    count = count_of(view, left[name]) if name in left else ""
    idle = " disabled" if left.get(name) == 0 and not checked else ""
    box = f'<input type="checkbox" name="{name}" value="true"{checked}{idle}>'
    return f'<label class="tick controls__box">{box} {label}{count}</label>'
