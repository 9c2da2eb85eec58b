"""Does one act on all events that a filter finds, after a count that the editor has seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection

from app.edits import act as acts
from storage.access import audit
from storage.events import hiding
from storage.search import listings
from storage.search.filters import EventFilter

MOST = 1_000
"""Events of one act: it is one transaction, which crawls of the same events wait for."""


class BulkAct(StrEnum):
    HIDE = "hide"
    SHOW = "show"
    FEATURE = "feature"
    UNFEATURE = "unfeature"
    CANCEL = "cancel"
    CATEGORIES = "categories"


class BulkRefused(ValueError):
    """The act can't be done on these events. The message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """The titles by event, soonest first."""

    titles: Mapping[int, str]

    @property
    def count(self) -> int:
        return len(self.titles)


def find(connection: Connection, wanted: EventFilter, act: BulkAct) -> Found:
    """The events that the act would change: to show, the hidden ones. Raises BulkRefused if they are too many."""
    if act is BulkAct.SHOW:
        wanted = replace(wanted, include_hidden=True)
    titles: dict[int, str] = {}
    found = sorted(listings.stream(connection, wanted), key=lambda one: (one.starts_at, one.event_id))
    for one in found:
        titles.setdefault(one.event_id, one.title)
    if act is BulkAct.SHOW:
        hidden = hiding.hidden_among(connection, list(titles))
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
    for event_id in found.titles:
        _one(connection, event_id, act, categories, by, because)
    return found


def _one(connection: Connection, event_id: int, act: BulkAct, categories: Sequence[str], by: str, because: str) -> None:
    if act in (BulkAct.HIDE, BulkAct.SHOW):
        hiding.read_visibility(connection, event_id)
        if act is BulkAct.HIDE:
            hiding.hide(connection, event_id, hidden_by=by, reason=because)
        else:
            hiding.show(connection, event_id)
        audit.record(
            connection, actor=by, action=f"{act} event", subject=f"event:{event_id}", after={"reason": because}
        )
        return
    given: Mapping[BulkAct, dict[str, object]] = {
        BulkAct.FEATURE: {"featured": True},
        BulkAct.UNFEATURE: {"featured": False},
        BulkAct.CANCEL: {"status": "cancelled"},
        BulkAct.CATEGORIES: {"categories": list(categories)},
    }
    acts.edit(connection, event_id, given[act], by=by, because=because)
