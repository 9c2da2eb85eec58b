"""Reads a feed into events: bytes to blocks, blocks to components, components to `EventItem`s."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache

from core.errors import BadRecord
from core.items import EventItem, EventStatus, Occurrence, Venue
from scrapers.platforms.ics.blocks import CalendarBlocks, split_calendars
from scrapers.platforms.ics.body import decode_body
from scrapers.platforms.ics.calendars import components_of
from scrapers.platforms.ics.components import Component, identity_of
from scrapers.platforms.ics.doubts import doubts_about
from scrapers.platforms.ics.fields import (
    read_categories,
    read_cost,
    read_description,
    read_image,
    read_organizer,
    read_ticket_url,
    read_url,
)
from scrapers.platforms.ics.identity import EventVersions, group_versions, uids_stamped_at_load
from scrapers.platforms.ics.notices import place_without_notice
from scrapers.platforms.ics.recurrence.expansion import Budget
from scrapers.platforms.ics.recurrence.recurrence_set import Horizon
from scrapers.platforms.ics.recurrence.series import Differences, OwnFields, in_order, occurrences
from scrapers.platforms.ics.timezones.zones import iana_zone
from scrapers.reading.contract import Context, Reading, Window
from scrapers.reading.problems import located
from scrapers.reading.room import Room
from scrapers.reading.status.titles import is_bare_mark, status_of_marks
from scrapers.reading.windows import MONTHS_AHEAD

VERSION = 19
"""Raise it when the same feed gives other events: feeds are cached, and read again when this changes."""
STEPS_PER_EVENT = 100_000
"""Instances and empty periods of one event: 30 years of a daily event, or the default window of an hourly one."""

STEPS_PER_READING = 600_000
"""Shared by all events of a body, so that many hostile rules cost no more than a large honest feed."""

_RAW = {
    "starts_at": ("DTSTART",),
    "ends_at": ("DTEND", "DURATION"),
    "recurrence": ("RRULE", "RDATE", "EXDATE"),
    "status": ("STATUS",),
    "venue": ("LOCATION",),
    "url": ("URL",),
    "conference": ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-LIVEWHALE-ONLINE-URL"),
    "last_modified": ("LAST-MODIFIED",),
}
_RAW_LENGTH = 1000


def read_events(body: bytes, context: Context) -> Reading:
    """Events with the occurrences inside `context.window` (default: yesterday to 13 months on).

    The window applies to local start dates; an event that began earlier and still runs is inside. Events without an
    occurrence in the window are left out. Endless rules end at the window's end, or 13 months after now.
    With `context.uids_change`, events are identified by a fingerprint. A feed whose UIDs contain the second at which
    it was written is recognized without that setting.
    Raises EmptyBody, WrongKind, Blocked, or BadCharset if the body isn't a calendar; bad events are in `problems`.
    """
    return read_blocks(split_calendars(decode_body(body, context)), context)


def read_blocks(calendars: Sequence[CalendarBlocks], context: Context) -> Reading:
    """The same for blocks. A caller may leave out events that it already knows."""
    return read_blocks_and_troubled(calendars, context)[0]


def read_blocks_and_troubled(calendars: Sequence[CalendarBlocks], context: Context) -> tuple[Reading, frozenset[str]]:
    """The same, with the UIDs ("" for none) of the events its problems are about: these must be read again."""
    problems: list[BadRecord] = []
    unclear_uids: set[str] = set()
    components: list[Component] = []
    for blocks in calendars:
        components.extend(components_of(blocks, context, problems, unclear_uids))
    horizon = _horizon(context)
    budget = Budget(STEPS_PER_READING)
    events: list[EventItem] = []
    grouped = tuple(group_versions(components, uids_change=context.uids_change or uids_stamped_at_load(components)))
    room = Room()
    for versions in grouped:
        unread: list[tuple[str, str]] = []
        try:
            event = _event(versions, horizon, budget, context, unread)
        except BadRecord as problem:
            problems.append(problem)
            unclear_uids.update(versions.uids)
            continue
        doubts = list(doubts_about(versions, event, unread, context))
        if event is not None:
            event, cut = room.fit(event)
            events.append(event)
            doubts += [] if cut is None else [cut]
        problems.extend(doubts)
        unclear_uids.update(versions.uids if doubts else ())
    if not room.left:
        unclear_uids.update(uid for versions in grouped for uid in versions.uids)
    reading = Reading(events=tuple(events), problems=tuple(located(problem, context) for problem in problems))
    return reading, frozenset(unclear_uids)


def _horizon(context: Context) -> Horizon:
    today = context.now.astimezone(iana_zone(context.timezone).shown(context.now).tzinfo).date()
    endless = _months_after(today, MONTHS_AHEAD)
    window = context.window or Window(starts=today - timedelta(days=1), ends=endless)
    return Horizon(window.starts, window.ends, endless, window.moved_out)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _event(
    versions: EventVersions, horizon: Horizon, budget: Budget, context: Context, doubts: list[tuple[str, str]]
) -> EventItem | None:
    versions = _public(versions)
    leading = next(iter((*versions.masters, *versions.overrides)), None)
    if leading is None:
        return None
    versions = _with_bare_titles(versions, leading)
    shared = Budget(min(STEPS_PER_EVENT, budget.steps))
    granted = shared.steps
    try:
        listed = _occurrences(
            versions, horizon, shared, _differences_from(leading, _sold_out(versions, leading), context), doubts
        )
    except (ValueError, OverflowError) as error:
        raise BadRecord(f"{error} in {leading.title}", field="RRULE", **identity_of(leading)) from error
    finally:
        budget.steps -= granted - max(0, shared.steps)
    return _item(versions, leading, listed, context) if listed else None


def _public(versions: EventVersions) -> EventVersions:
    """Without what is private. An event that is private itself has no public dates."""
    if not any(one.private for one in (*versions.masters, *versions.overrides)):
        return versions
    masters = [one for one in versions.masters if not one.private]
    return replace(versions, masters=masters, overrides=versions.overrides if masters or not versions.masters else [])


def _with_bare_titles(versions: EventVersions, leading: Component) -> EventVersions:
    """Where one date of a series is only called "Cancelled", that is its status, and its title is the series'."""
    if len(versions.masters) + len(versions.overrides) < 2 or is_bare_mark(leading.title):
        return versions

    def as_marked(one: Component) -> Component:
        if not is_bare_mark(one.title):
            return one
        title = "" if one.instance else leading.title
        return replace(one, title=title, standing=one.standing | status_of_marks(one.title))

    masters, overrides = map(as_marked, versions.masters), map(as_marked, versions.overrides)
    return replace(versions, masters=list(masters), overrides=list(overrides))


def _sold_out(versions: EventVersions, leading: Component) -> bool:
    return all(one.standing.sold_out for one in versions.masters or (leading,))


def _differences_from(leading: Component, sold_out: bool, context: Context) -> Differences:
    """What another VEVENT of the same event says otherwise. What it leaves out is as the event has it."""
    of_event = cache(lambda: _texts(leading, context))
    known: dict[int, OwnFields] = {}

    def differences(component: Component) -> OwnFields:
        if component is leading:
            return {} if component.standing.sold_out == sold_out else {"sold_out": component.standing.sold_out}
        if id(component) not in known:
            own: OwnFields = {}
            if component.standing.sold_out != sold_out and (component.title or component.properties.text("STATUS")):
                own["sold_out"] = component.standing.sold_out
            place, link, text = _texts(component, context)
            venue, url, description = of_event()
            if component.title not in ("", leading.title):
                own["title"] = component.title
            if place not in (None, venue):
                own["venue"] = place
            if link not in (None, url):
                own["url"] = link
            if text not in (None, description):
                own["description"] = text
            known[id(component)] = own
        return known[id(component)]

    return differences


def _texts(component: Component, context: Context) -> tuple[Venue | None, str | None, str | None]:
    properties = component.properties
    return place_without_notice(properties), read_url(properties, context), read_description(properties)


def _occurrences(
    versions: EventVersions, horizon: Horizon, budget: Budget, differences: Differences, doubts: list[tuple[str, str]]
) -> tuple[Occurrence, ...]:
    if len(versions.masters) <= 1:
        master = next(iter(versions.masters), None)
        return occurrences(master, versions.overrides, horizon, budget, differences, doubts)
    return _of_written_out(versions, horizon, budget, differences, doubts)


def _of_written_out(
    versions: EventVersions, horizon: Horizon, budget: Budget, differences: Differences, doubts: list[tuple[str, str]]
) -> tuple[Occurrence, ...]:
    """The dates of a series that its site writes out as single events. If one is inside the horizon, so are those
    beyond its end: harvests know them all, and see which of them is new."""
    found: dict[str, Occurrence] = {}
    plain: dict[datetime, Occurrence] = {}
    unending = replace(horizon, ends=None) if horizon.moved_out else horizon
    for master in versions.masters:
        reach = horizon if master.recurs else unending
        for one in occurrences(master, versions.overrides, reach, budget, differences, doubts):
            if one.recurrence_id is None:
                plain.setdefault(one.starts_at, one)
            else:
                newer = plain.get(one.starts_at)
                found.setdefault(
                    one.recurrence_id, one if newer is None else replace(newer, recurrence_id=one.recurrence_id)
                )
    repeated = {one.starts_at for one in found.values()}
    listed = in_order([*found.values(), *(one for start, one in plain.items() if start not in repeated)])
    return listed if any(horizon.ends is None or one.local_date < horizon.ends for one in listed) else ()


def _item(versions: EventVersions, leading: Component, listed: tuple[Occurrence, ...], context: Context) -> EventItem:
    properties = leading.properties
    if not leading.title:
        raise BadRecord(f"no SUMMARY in {versions.uid}", field="SUMMARY", **identity_of(leading))
    status = leading.status
    if len(versions.masters) != 1:
        same = {one.status for one in versions.masters or listed}
        status = same.pop() if len(same) == 1 else EventStatus.SCHEDULED
    return EventItem(
        uid=versions.uid,
        title=leading.title,
        url=read_url(properties, context),
        description=read_description(properties),
        status=status,
        sold_out=_sold_out(versions, leading),
        occurrences=listed,
        venue=place_without_notice(properties),
        organizer=read_organizer(properties),
        price=read_cost(properties, context),
        ticket_url=read_ticket_url(properties, context),
        image_url=read_image(properties, context),
        categories=read_categories(properties),
        sequence=leading.sequence,
        last_modified=leading.last_modified,
        raw=_raw(leading),
    )


def _raw(leading: Component) -> dict[str, str]:
    """The text that each parsed field came from."""
    raw = {}
    for name, properties in _RAW.items():
        if leading.properties.by_name.keys().isdisjoint(properties):
            continue
        written = [str(prop) for one in properties for prop in leading.properties.all(one) if prop.value.strip()]
        if written:
            raw[name] = "\n".join(written)[:_RAW_LENGTH]
    return raw
