"""Decides which VEVENTs of a feed are one event, and what its uid is."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from scrapers.platforms.ics.components import Component
from scrapers.reading.stable_uids import unsplit_uid

_TIME_IN_UID = re.compile(r"(\d{8}T?\d{6})")
_STAMPED_AT_LEAST = 2
_APART = timedelta(hours=3)
"""Two copies on one day that are at least this far apart are two showings: a show takes less."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u2013\u2014\u00a0", "''\"\"-- ")


@dataclass(slots=True)
class EventVersions:
    """One event: the VEVENTs that give its times (several if a feed repeats it for each date), and its overrides.

    replaced  VEVENTs with its UID on another day that don't count, because their SEQUENCE is lower.
    """

    uid: str
    masters: list[Component] = field(default_factory=list)
    overrides: list[Component] = field(default_factory=list)
    replaced: list[Component] = field(default_factory=list)

    @property
    def uids(self) -> set[str]:
        """The UIDs as written, "" for none: `uid` may be another."""
        return {component.uid for component in (*self.masters, *self.overrides)}


def fingerprint(component: Component) -> str:
    """A uid made of title, start, and place, for events without one or with one that changes at every load.

    It stays the same from load to load, but an event that moves to another time gets another one.
    """
    start = component.start.key if component.start is not None else ""
    identity = (component.title.casefold(), start, component.properties.text("LOCATION").casefold())
    return "fp-" + hashlib.sha256("\x1f".join(identity).encode()).hexdigest()[:24]


def uids_stamped_at_load(components: Sequence[Component]) -> bool:
    """Whether every UID contains the second of its DTSTAMP: the site makes new ones each time it writes the feed."""
    if len(components) < _STAMPED_AT_LEAST or not all(_holds_stamp(component) for component in components):
        return False
    return len({component.properties.text("DTSTAMP") for component in components}) == 1


def _holds_stamp(component: Component) -> bool:
    stamp = component.properties.text("DTSTAMP").rstrip("Zz")
    compact = stamp.replace("T", "")
    return len(compact) == 14 and any(
        found.replace("T", "") == compact for found in _TIME_IN_UID.findall(component.uid)
    )


def group_versions(components: Iterable[Component], *, uids_change: bool = False) -> list[EventVersions]:
    """The events of a feed, in its order.

    Of several VEVENTs with one UID and no RECURRENCE-ID:

    - The same title on different days is one event on all of these days: a series that the site wrote out, whose parts
      may have been edited apart (another SEQUENCE, LAST-MODIFIED or DTSTAMP). So are a few dates with another title,
      which they keep as their own.
    - The same title on one day: of copies that are less than three hours apart, the newest stands (SEQUENCE, then
      LAST-MODIFIED, then DTSTAMP); copies that are equally new are showings of that day.
    - Another title: if the UID stands for several events or dates, those at another start are events of their own, else
      the highest SEQUENCE counts alone, and what it replaces on another day is in `replaced`. At the same start, a copy
      that is newer replaces the older; two that are equally new are two events.

    Events that share a UID get it as their uid followed by `#` and eight hex digits of the title.

    uids_change  events are identified by their fingerprint; within one load, a UID still connects an override to
                 its series.
    """
    components = list(components)
    split_from = {} if uids_change else _split_series(components)
    series = {
        one.uid: fingerprint(one)
        for one in components
        if uids_change and one.uid and one.instance is None and one.recurs
    }
    by_uid: dict[str, tuple[list[Component], list[Component]]] = {}
    for component in components:
        uid = split_from.get(component.uid, component.uid)
        if uids_change or not uid:
            belongs_to = series.get(uid) if component.instance is not None else None
            uid = belongs_to or fingerprint(component)
        masters, overrides = by_uid.setdefault(uid, ([], []))
        (masters if component.instance is None else overrides).append(component)
    found: list[EventVersions] = []
    for uid, (masters, overrides) in by_uid.items():
        split = _split_by_event(masters)
        for group in split:
            own = uid if len(split) == 1 else f"{uid}#{_difference(group[0])}"
            found.append(EventVersions(own, group, [], _replaced(masters, split) if group is split[0] else []))
        if overrides:
            _owner(found[len(found) - len(split) :], found, uid).overrides.extend(_latest_overrides(overrides))
    return found


def _split_series(components: Sequence[Component]) -> dict[str, str]:
    """By the UID of each part that Google split off a series to change its hour, the UID of the series: the same title
    at another hour, from a later day on. Other parts are events of their own."""
    whole = {one.uid: one for one in components if one.instance is None and one.recurs}
    return {
        uid: root
        for uid, part in whole.items()
        if (root := unsplit_uid(uid)) != uid and (first := whole.get(root)) is not None and _continues(part, first)
    }


def _continues(part: Component, first: Component) -> bool:
    if part.start is None or first.start is None or _name(part) != _name(first):
        return False
    return part.start.wall.time() != first.start.wall.time() and part.start.wall.date() > first.start.wall.date()


def _replaced(masters: list[Component], split: list[list[Component]]) -> list[Component]:
    if len(masters) == 1:
        return []
    days = {_day(one) for group in split for one in group}
    return [master for master in masters if master.start is not None and _day(master) not in days]


def _owner(siblings: list[EventVersions], found: list[EventVersions], uid: str) -> EventVersions:
    """The event that the overrides of a UID belong to: the one that recurs, else the first; a new one if none."""
    for versions in siblings:
        if any(master.recurs for master in versions.masters):
            return versions
    if siblings:
        return siblings[0]
    found.append(EventVersions(uid))
    return found[-1]


def _split_by_event(masters: list[Component]) -> list[list[Component]]:
    dated = [master for master in masters if master.start is not None]
    if len(masters) == 1:
        return [dated] if dated else []
    latest = max((master.sequence or 0 for master in masters), default=0)
    notices = [master for master in masters if master.start is None and (master.sequence or 0) >= latest]
    groups = _joined(_by_title(dated))
    return [[_cancelled(one, notices[-1]) for one in group] for group in groups] if notices else groups


def _by_title(dated: list[Component]) -> list[list[Component]]:
    """The copies that stand, those of one title together, in an order that does not depend on the feed's."""
    dated = sorted(dated, key=_order)
    several = _stands_for_several(dated)
    latest = max((master.sequence or 0 for master in dated), default=0)
    titles = {_name(master) for master in dated if several or (master.sequence or 0) == latest}
    by_title: dict[str, list[Component]] = {}
    by_start: dict[str, Component] = {}
    for master in (one for one in dated if _name(one) in titles):
        start = _start_key(master)
        name = _name(master)
        namesakes, contemporary = by_title.get(name, []), by_start.get(start)
        if any(_replaces(one, master) for one in namesakes):
            continue
        if not namesakes and contemporary is not None and master.newness < contemporary.newness:
            continue
        by_title.setdefault(name, []).append(master)
        by_start.setdefault(start, master)
    return list(by_title.values())


def _stands_for_several(dated: list[Component]) -> bool:
    """Whether a UID stands for several events or dates, so that its copies aren't revisions of each other: it has
    several days under one SEQUENCE, or under one title, also with an addition (`CANCELLED: Yoga`, `Yoga with Ann`), or
    three days: one event that was renamed and moved has two at most.

    dated  the newest first.
    """
    by_sequence: dict[int, date | None] = {}
    by_title: dict[str, date | None] = {}
    newest = _name(dated[0]) if dated else ""
    if len({_day(master) for master in dated}) > 2:
        return True
    for master in dated:
        day, title = _day(master), _name(master)
        if by_sequence.setdefault(master.sequence or 0, day) != day or by_title.setdefault(title, day) != day:
            return True
        if day != _day(dated[0]) and (title in newest or newest in title):
            return True
    return False


def _replaces(standing: Component, copy: Component) -> bool:
    """Whether a copy with the same title, not newer, isn't a showing of its own."""
    if _start_key(standing) == _start_key(copy):
        return True
    if _day(standing) != _day(copy) or standing.newness == copy.newness:
        return False
    assert standing.start is not None
    assert copy.start is not None
    return abs(standing.start.instant - copy.start.instant) < _APART


def _joined(groups: list[list[Component]]) -> list[list[Component]]:
    """Where one title holds most of the dates, on several days, other titles on other days are dates of the same event.
    Its own copies come first."""
    most = max(groups, key=len, default=[])
    days = {_day(one) for one in most}
    if len(days) == 1 or 2 * len(most) <= sum(map(len, groups)):
        return groups
    joined, apart = [*most], []
    for group in groups:
        if group is most:
            continue
        if days.isdisjoint(map(_day, group)):
            joined += group
            days.update(map(_day, group))
        else:
            apart.append(group)
    return [joined, *apart]


def _name(master: Component) -> str:
    """The title as it is compared: in small letters, with plain quotes and dashes, which editors replace."""
    return master.title.translate(_PLAIN).casefold()


def _day(master: Component) -> date | None:
    return master.start.wall.date() if master.start is not None else None


def _order(master: Component) -> tuple[int, float, str, str]:
    """The newest copy first; among equals an order that does not depend on the feed's."""
    return -(master.sequence or 0), -(master.revised - _EPOCH).total_seconds(), _start_key(master), master.title


def _cancelled(event: Component, notice: Component) -> Component:
    """An event that a later notice without times cancels (RFC 5546 3.2.5)."""
    return replace(event, standing=notice.standing | event.standing, sequence=notice.sequence)


def _start_key(master: Component) -> str:
    return master.start.key if master.start is not None else ""


def _difference(master: Component) -> str:
    return hashlib.sha256(master.title.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _latest_overrides(overrides: list[Component]) -> list[Component]:
    """One override for each RECURRENCE-ID: the highest SEQUENCE, then the one revised last."""
    latest: dict[str, Component] = {}
    for override in overrides:
        key = override.instance.key if override.instance is not None else ""
        if key not in latest or override.newness >= latest[key].newness:
            latest[key] = override
    return list(latest.values())
