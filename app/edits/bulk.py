"""Does one act on all events that a filter finds, after a count that the editor has seen, and undoes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from app.edits import act as acts
from core.items import EventStatus
from storage.access import audit
from storage.access.audit import AuditEntry
from storage.edits import correct
from storage.events import hiding
from storage.search import listings
from storage.search.filters import EventFilter
from storage.search.listings import Listing

MOST = 1_000
"""Events of one act: it is one transaction, which crawls of the same events wait for."""
BULK, UNDO = "bulk events", "undo bulk events"


class BulkAct(StrEnum):
    HIDE = "hide"
    SHOW = "show"
    FEATURE = "feature"
    UNFEATURE = "unfeature"
    CANCEL = "cancel"
    CATEGORIES = "categories"


class BulkRefused(ValueError):
    """The act can't be done on these events. The message says why, and what to do."""


_CHANGES: Mapping[BulkAct, Callable[[Listing], bool]] = {
    BulkAct.FEATURE: lambda one: not one.featured,
    BulkAct.UNFEATURE: lambda one: one.featured,
    BulkAct.CANCEL: lambda one: one.status is not EventStatus.CANCELLED,
}
"""Whether the act changes what people see of a listing. Other acts change all that the filter finds."""


def _any(_listing: Listing) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Found:
    """The titles by event, soonest first. `act_id`: to undo it; None if nothing was done."""

    titles: Mapping[int, str]
    act_id: int | None = None

    @property
    def count(self) -> int:
        return len(self.titles)


@dataclass(frozen=True, slots=True)
class Undone:
    """`events`: how many are as before. `kept`: how many somebody changed again since, which stay so."""

    events: int
    kept: int


def find(connection: Connection, wanted: EventFilter, act: BulkAct) -> Found:
    """The events that the act would change: to show, the hidden ones. Raises BulkRefused if they are too many."""
    if act is BulkAct.SHOW:
        wanted = replace(wanted, include_hidden=True)
    changes = _CHANGES.get(act, _any)
    titles: dict[int, str] = {}
    for one in sorted(listings.stream(connection, wanted), key=lambda one: (one.starts_at, one.event_id)):
        if changes(one):
            titles.setdefault(one.event_id, one.title)
    if act is BulkAct.SHOW:
        hidden = hiding.hidden_among(connection, titles)
        titles = {event_id: title for event_id, title in titles.items() if event_id in hidden}
    if len(titles) > MOST:
        raise BulkRefused(f"The filter finds {len(titles):,} events, more than {MOST:,}: narrow it.")
    return Found(titles)


def run(
    connection: Connection,
    wanted: EventFilter,
    act: BulkAct,
    *,
    expected: int,
    categories: Sequence[str] = (),
    by: str,
    because: str,
) -> Found:
    """Does it, if the filter finds as many events as the editor has seen. Raises BulkRefused, EditRefused, RowsBusy."""
    found = find(connection, wanted, act)
    if found.count != expected:
        raise BulkRefused(f"The filter finds {found.count} events now, not {expected}: look at them again.")
    hidden = hiding.hidden_among(connection, found.titles)
    for event_id in found.titles:
        _one(connection, event_id, act, categories, by, because)
    before = {str(one.event_id): [one.hidden_by, one.hidden_reason] for one in hidden.values()}
    after = {"act": act, "events": list(found.titles), "categories": list(categories), "reason": because}
    act_id = audit.record(connection, actor=by, action=BULK, subject="events", before=before or None, after=after)
    return replace(found, act_id=act_id)


def undo(connection: Connection, act_id: int, *, by: str) -> Undone:
    """Everything is as before the act, except what somebody changed again since. Raises LookupError, BulkRefused, and
    RowsBusy."""
    done = audit.find_entry(connection, act_id)
    if done is None or done.action != BULK:
        raise LookupError(f"There is no bulk act {act_id}.")
    subject = f"bulk:{act_id}"
    if audit.read_log(connection, subject=subject, limit=1):
        raise BulkRefused("It is undone already.")
    event_ids: list[int] = done.after["events"]
    act = BulkAct(done.after["act"])
    if act is BulkAct.HIDE:
        changed = _show_again(connection, done, event_ids, by)
    elif act is BulkAct.SHOW:
        changed = _hide_again(connection, done, event_ids, by)
    else:
        changed = correct.revert(connection, event_ids, done.at, by=by, because=f"undid a bulk act ({act})")
    undone = Undone(len(changed), len(event_ids) - len(changed))
    audit.record(connection, actor=by, action=UNDO, subject=subject, after={"events": changed})
    return undone


def _show_again(connection: Connection, done: AuditEntry, event_ids: Sequence[int], by: str) -> list[int]:
    """What this act hid: in its transaction, `now()` is the same."""
    hidden = hiding.hidden_among(connection, event_ids)
    changed = [event_id for event_id, one in hidden.items() if one.hidden_at == done.at]
    for event_id in changed:
        hiding.show(connection, event_id)
        _record(connection, by, "show event", event_id, None)
    return changed


def _hide_again(connection: Connection, done: AuditEntry, event_ids: Sequence[int], by: str) -> list[int]:
    """With the reasons that they had."""
    changed = sorted(set(event_ids) - hiding.hidden_among(connection, event_ids).keys())
    before: Mapping[str, Sequence[Any]] = done.before or {}
    for event_id in changed:
        hidden_by, reason = before[str(event_id)]
        hiding.hide(connection, event_id, hidden_by=hidden_by, reason=reason)
        _record(connection, by, "hide event", event_id, reason)
    return changed


def _one(connection: Connection, event_id: int, act: BulkAct, categories: Sequence[str], by: str, because: str) -> None:
    if act in (BulkAct.HIDE, BulkAct.SHOW):
        hiding.read_visibility(connection, event_id)
        if act is BulkAct.HIDE:
            hiding.hide(connection, event_id, hidden_by=by, reason=because)
        else:
            hiding.show(connection, event_id)
        _record(connection, by, f"{act} event", event_id, because)
        return
    given: Mapping[BulkAct, dict[str, object]] = {
        BulkAct.FEATURE: {"featured": True},
        BulkAct.UNFEATURE: {"featured": False},
        BulkAct.CANCEL: {"status": "cancelled"},
        BulkAct.CATEGORIES: {"categories": list(categories)},
    }
    acts.edit(connection, event_id, given[act], by=by, because=because)


def _record(connection: Connection, by: str, action: str, event_id: int, because: str | None) -> None:
    audit.record(connection, actor=by, action=action, subject=f"event:{event_id}", after={"reason": because})
