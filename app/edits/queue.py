"""Takes what the public hands in, and accepts or declines it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from app.edits import add
from app.edits.given import Unreadable, read_given, read_text
from core.config import settings
from storage.access import audit
from storage.edits.plan import EditRefused, Refusal
from storage.events import hiding
from storage.merging.standing import find_shown
from storage.queue import entries
from storage.queue.entries import QueueKind, QueueState

LONGEST_TIP, LONGEST_CONTACT = 2_000, 200
_CONTACT = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+|[+()\d\s./-]{7,}")


def submit(connection: Connection, given: Mapping[str, Any], *, repeat: str | None, contact: str | None) -> int:
    """Queues an event. Returns the entry's id. Raises EditRefused, as if an editor added it; past events, too."""
    reached, refusals = _contact(contact)
    values, wrong = read_given({"title": None, "starts_at": None, **given}, settings().timezone)
    refusals += wrong
    if not refusals:
        item = add.new_item(values, settings().timezone, repeat)
        last = max(one.ends_at or one.starts_at for one in item.occurrences)
        today = datetime.now(ZoneInfo(settings().timezone)).date()
        if last < datetime.now(UTC) and last.date() < today:
            refusals.append(Refusal("starts_at", given["starts_at"], "It is over: only events that come are listed."))
    if refusals:
        raise EditRefused(refusals)
    kept = {field: value for field, value in given.items() if value not in (None, "", [])}
    if repeat:
        kept["repeat"] = repeat
    return entries.add_entry(connection, QueueKind.SUBMISSION, kept, contact=reached)


def tip(connection: Connection, event_id: int, words: Any, *, contact: str | None) -> int:
    """Queues that something is wrong with an event. Raises LookupError and EditRefused."""
    reached, refusals = _contact(contact)
    try:
        said = read_text(words, LONGEST_TIP)
        if not said:
            refusals.append(Refusal("text", words, "Say what is wrong."))
    except Unreadable as error:
        refusals.append(Refusal("text", words, str(error)))
    if refusals:
        raise EditRefused(refusals)
    shown = find_shown(connection, event_id)
    found = hiding.read_visibility(connection, shown)
    if found is None or found.hidden_at is not None:
        raise LookupError(f"There is no event {event_id}.")
    return entries.add_entry(connection, QueueKind.TIP, {"text": said}, contact=reached, event_id=shown)


def accept(
    connection: Connection, entry_id: int, changes: Mapping[str, Any], *, by: str, because: str | None = None
) -> int:
    """Adds a submitted event, with changes; shows an event that waits; or marks a tip as done. Returns the event's id.

    Raises LookupError if it isn't open, EditRefused, and RowsBusy.
    """
    entry = entries.open_entry(connection, entry_id)
    if entry.kind is QueueKind.SUBMISSION:
        given = {**entry.given, **changes}
        repeat = given.pop("repeat", None)
        event_id = add.add(connection, given, repeat=repeat, by=by, because=because or f"submission {entry_id}")
    else:
        assert entry.event_id is not None
        event_id = entry.event_id
        if entry.kind is QueueKind.APPROVAL:
            hiding.show(connection, event_id)
    entries.decide(connection, entry_id, QueueState.ACCEPTED, by=by, because=because, event_id=event_id)
    _record(connection, f"accept {entry.kind}", entry_id, by, event_id, because)
    return event_id


def decline(connection: Connection, entry_id: int, *, by: str, because: str | None = None) -> None:
    """An event that waits stays hidden. Raises LookupError if the entry isn't open."""
    entry = entries.open_entry(connection, entry_id)
    if entry.kind is QueueKind.APPROVAL and entry.event_id is not None:
        hiding.hide(connection, entry.event_id, hidden_by=by, reason=because or "declined")
    entries.decide(connection, entry_id, QueueState.DECLINED, by=by, because=because)
    _record(connection, f"decline {entry.kind}", entry_id, by, entry.event_id, because)


def _contact(given: str | None) -> tuple[str | None, list[Refusal]]:
    contact = (given or "").strip()
    if not contact:
        return None, []
    if len(contact) > LONGEST_CONTACT or not _CONTACT.fullmatch(contact):
        return None, [Refusal("contact", given, "Give an email address or a telephone number, or leave it empty.")]
    return contact, []


def _record(
    connection: Connection, action: str, entry_id: int, by: str, event_id: int | None, because: str | None
) -> None:
    after = {"event_id": event_id, "reason": because}
    audit.record(connection, actor=by, action=action, subject=f"queue:{entry_id}", after=after)
