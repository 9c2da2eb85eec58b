"""Reports what of an event could not be read as it stands, though the event itself is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.errors import Doubt
from core.items import EventItem
from scrapers.platforms.ics.components import Component, hour_is_unknown, identity_of
from scrapers.platforms.ics.fields import read_categories, read_url
from scrapers.platforms.ics.identity import EventVersions
from scrapers.reading.contract import Context

_GIVES_TIMES = frozenset({"RRULE", "RDATE", "EXRULE"})
"""Properties without which an event has other dates than its site means."""


def doubts_about(
    versions: EventVersions, event: EventItem | None, unread: list[tuple[str, str]], context: Context
) -> Iterator[Doubt]:
    """What could not be read as it stands. Without an event, only about its dates: they may be why it has none left."""
    components = (*versions.masters, *versions.overrides)
    found = unread if event is None else [*(doubt for one in components for doubt in one.doubts), *unread]
    if event is None and not found:
        return
    leading = components[0]
    title = leading.title if event is None else event.title
    url = (read_url(leading.properties, context) if event is None else event.url) or ""
    identity = identity_of(leading)
    for field, what in dict.fromkeys(found):
        yield Doubt(f"{what} in {title}", field=field, url=url, times_unread=field in _GIVES_TIMES, **identity)
    if event is None:
        return
    for what, field, advice in (
        *_other_categories(event, components[1:]),
        *_replaced(event, versions),
        *_zone(event, components),
    ):
        yield Doubt(what, field=field, url=url, advice=advice, **identity)


def _other_categories(event: EventItem, others: Iterable[Component]) -> Iterator[tuple[str, str, str]]:
    for one in others:
        own = read_categories(one.properties)
        if own and set(own) != set(event.categories) and one.start is not None:
            found = f"{event.title} on {one.start.wall.date()} has other CATEGORIES ({', '.join(own)[:80]})"
            yield found, "CATEGORIES", "Every date is shown under the categories of its series."


def _replaced(event: EventItem, versions: EventVersions) -> Iterator[tuple[str, str, str]]:
    for one in versions.replaced:
        day = identity_of(one)["day"]
        found = f"another VEVENT with the UID of {event.title}, {one.title} on {day}, has a lower SEQUENCE"
        yield found, "UID", "It is read as an older version of the event, and not shown."


def _zone(event: EventItem, components: Iterable[Component]) -> Iterator[tuple[str, str, str]]:
    if all(one.time_known for one in event.occurrences) or any(hour_is_unknown(one.properties) for one in components):
        return
    found = f"a zone neither known nor defined in {event.title}: {event.raw.get('starts_at', '')}"
    yield found, "TZID", "The event is shown on its day without an hour; ask the site to name a zone."
