"""Compares what changed with what the other sources list, and keeps the groups.

`match_runs` follows each run, `match_all` compares everything again, `match_events` follows a person's decision. They
work in short transactions, each of which leaves whole groups behind; what a killed process leaves undone, the next run
does. Two at once take turns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from storage.database.engine import engine, transaction
from storage.edits.apply import settle
from storage.edits.questions import hear
from storage.matching.candidates import candidate_pairs
from storage.matching.gazetteer import Gazetteer
from storage.matching.pairs import Verdict, judge
from storage.merging.groups import remove_empty_groups, save_groups
from storage.merging.keys import save_keys, sharing
from storage.merging.links import decided, forget_links, save_links
from storage.merging.regroup import EventPair, LinkState, regroup
from storage.merging.showings import Showing, members_of, read_gazetteer, read_showings
from storage.merging.shown import save_shown
from storage.merging.turns import patiently, writing
from storage.series.assign import assign, assign_events, assign_new

AT_ONCE = 1_000
"""Occurrences that are compared in one transaction, and more only if one day has more: a day is never cut."""
_MATCHING = 0x6D617263
"""Advisory lock of the process that follows the runs."""


@dataclass(frozen=True, slots=True)
class Matched:
    """`compared`: occurrences; `groups`: those of at least two that they are in; `suggested`: pairs for a person."""

    compared: int = 0
    groups: int = 0
    suggested: int = 0

    def __add__(self, other: Matched) -> Matched:
        return Matched(self.compared + other.compared, self.groups + other.groups, self.suggested + other.suggested)


def match_runs() -> Matched:
    """Compares what the runs that ended since the last time changed. If another process is at it, that one does it."""
    total = Matched()
    with engine().connect() as holder:
        while _unmatched() and _hold(holder):
            try:
                total += _match_ended()
            finally:
                holder.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _MATCHING})
                holder.commit()
    return total


def match_all(*, dry_run: bool = False) -> Matched:
    """Compares all upcoming occurrences again. `dry_run`: only counts what it would find."""
    with transaction() as connection:
        started = _now(connection)
        runs = _ended(connection)
        ids = connection.execute(text(_UPCOMING_EVENTS)).scalars().all()
    total = _match(ids, dry_run=dry_run)
    if dry_run:
        return total
    assign_events(ids)
    assign_new()
    with transaction() as connection:
        forget_links(connection, ids, since=started)
        _note_matched(connection, runs)
    return total


def match_events(connection: Connection, event_ids: Collection[int]) -> None:
    """Groups these events again after a person decided. Part of the caller's transaction. Raises RowsBusy."""
    with writing(connection):
        gazetteer = read_gazetteer(connection)
        ids = [one for batch in _batches(connection, event_ids) for one in batch]
        _match_batch(connection, gazetteer, ids)
        assign(connection, event_ids)


def show(connection: Connection, gazetteer: Gazetteer, event_ids: Collection[int], *, by_person: bool = False) -> None:
    """Writes what people see of these events, from all their sources and with what people corrected."""
    applied = settle(connection, event_ids, by_person=by_person)
    agreeing = hear(connection, applied, save_shown(connection, gazetteer, event_ids))
    if agreeing:
        settle(connection, agreeing)
        save_shown(connection, gazetteer, agreeing)
    if by_person:
        assign(connection, event_ids)


def _unmatched() -> bool:
    with transaction() as connection:
        return bool(_ended(connection))


def _hold(holder: Connection) -> bool:
    held = holder.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _MATCHING}).scalar_one()
    holder.commit()
    return bool(held)


def _match_ended() -> Matched:
    with transaction() as connection:
        started = _now(connection)
        runs = _ended(connection)
        first = not connection.execute(text("SELECT EXISTS (SELECT FROM match_keys)")).scalar_one()
        changed = connection.execute(text(_UPCOMING_EVENTS if first else _CHANGED), {"runs": runs}).scalars().all()
    total = _match(changed)
    assign_events(changed)
    assign_new()
    with transaction() as connection:
        forget_links(connection, changed, since=started)
        remove_empty_groups(connection)
        _note_matched(connection, runs)
    return total


def _match(event_ids: Sequence[int], *, dry_run: bool = False) -> Matched:
    with transaction() as connection:
        batches = list(_batches(connection, event_ids))
        gazetteer = read_gazetteer(connection) if batches else Gazetteer()
    total = Matched()
    for batch in batches:

        def work(connection: Connection, ids: Sequence[int] = batch) -> Matched:
            found = _match_batch(connection, gazetteer, ids)
            if dry_run:
                connection.rollback()
            return found

        total += patiently(work)
    return total


def _match_batch(connection: Connection, gazetteer: Gazetteer, changed_ids: Sequence[int]) -> Matched:
    """Compares these occurrences with all that share a key, and groups them with those that they meet."""
    started = _now(connection)
    changed = read_showings(connection, gazetteer, changed_ids)
    keys = save_keys(connection, changed, gazetteer)
    known = {one.occurrence_id: one for one in changed}
    near = read_showings(connection, gazetteer, sharing(connection, keys))
    partners = _partners([*changed, *near], len(changed), gazetteer)
    showings = _with_groups(connection, gazetteer, {**known, **partners})
    people = decided(connection, {one.event_id for one in showings})
    showings = _with_decided(connection, gazetteer, showings, people)
    found = regroup(showings, gazetteer, people)
    together = [group for group in found.groups if len(group) > 1]
    _hold_rows(connection, showings)
    written = save_groups(connection, found.groups)
    save_links(connection, found.links, since=started)
    edited = {one.event_id for one in showings if one.edited}
    show(connection, gazetteer, written | {one.event_id for group in together for one in group} | edited)
    suggested = sum(link.state is LinkState.SUGGESTED for link in found.links.values())
    return Matched(len(changed), len(together), suggested)


def _partners(showings: Sequence[Showing], changed: int, gazetteer: Gazetteer) -> dict[int, Showing]:
    """Those behind the first `changed` that the rules don't judge different from one of these."""
    live = [at for at, one in enumerate(showings) if one.live]
    position = {at: number for number, at in enumerate(live)}
    prepared = [showings[at].prepared for at in live]
    touched = {position[at] for at in live if at < changed}
    found = {}
    for left, right in candidate_pairs(prepared, gazetteer, touched):
        other = showings[live[max(left, right)]]
        if live[max(left, right)] < changed or other.occurrence_id in found:
            continue
        if judge(prepared[left], prepared[right], gazetteer).verdict is not Verdict.DIFFERENT:
            found[other.occurrence_id] = other
    return found


def _with_groups(connection: Connection, gazetteer: Gazetteer, known: dict[int, Showing]) -> list[Showing]:
    groups = {one.group_id for one in known.values() if one.group_id is not None}
    missing = set(members_of(connection, groups)) - known.keys() if groups else set()
    return [*known.values(), *read_showings(connection, gazetteer, missing)]


def _with_decided(
    connection: Connection, gazetteer: Gazetteer, showings: Sequence[Showing], people: dict[EventPair, LinkState]
) -> list[Showing]:
    """With the occurrences of events that a person joined to theirs, and those in a group with them."""
    events = {one.event_id for one in showings}
    joined = {one for pair, state in people.items() if state is LinkState.JOINED for one in pair} - events
    known = {one.occurrence_id: one for one in showings}
    if joined:
        ids = {one for batch in _batches(connection, joined) for one in batch} - known.keys()
        known |= {one.occurrence_id: one for one in read_showings(connection, gazetteer, ids)}
    return _with_groups(connection, gazetteer, known)


def _hold_rows(connection: Connection, showings: Sequence[Showing]) -> None:
    """Locks what will be written, before anything is: a transaction that waits must not hold anything."""
    for table, ids in (
        ("events", {one.event_id for one in showings}),
        ("occurrences", {one.occurrence_id for one in showings}),
    ):
        connection.execute(
            text(f"SELECT id FROM {table} WHERE id = ANY (:ids) ORDER BY id FOR NO KEY UPDATE"), {"ids": sorted(ids)}
        )


def _batches(connection: Connection, event_ids: Collection[int]) -> Iterator[list[int]]:
    """Ids of the events' occurrences that aren't over, whole days together."""
    rows = connection.execute(text(_OCCURRENCES), {"ids": list(event_ids)}).all()
    batch: list[int] = []
    for at, row in enumerate(rows):
        if len(batch) >= AT_ONCE and row.local_date != rows[at - 1].local_date:
            yield batch
            batch = []
        batch.append(row.id)
    if batch:
        yield batch


def _ended(connection: Connection) -> list[str]:
    """Runs that ended, and that nothing was compared of."""
    rows = connection.execute(text("SELECT id FROM runs WHERE matched_at IS NULL AND status <> 'running' ORDER BY id"))
    return list(rows.scalars())


def _note_matched(connection: Connection, runs: Sequence[str]) -> None:
    connection.execute(text("UPDATE runs SET matched_at = now() WHERE id = ANY (:runs)"), {"runs": list(runs)})


def _now(connection: Connection) -> datetime:
    moment: datetime = connection.execute(text("SELECT now()")).scalar_one()
    return moment


_CHANGED = """
SELECT DISTINCT id FROM (
    SELECT unnest(new || changed) AS id FROM run_sightings WHERE run_id = ANY (:runs)
    UNION ALL SELECT event_id FROM event_changes WHERE run_id = ANY (:runs)) c ORDER BY id
"""
"""What the runs stored, changed, or withdrew: withdrawals are in the change log."""

_IS_UPCOMING = "coalesce(o.ends_at, o.starts_at) > now() - interval '1 day'"

_OCCURRENCES = f"""
SELECT o.id, o.local_date FROM unnest(cast(:ids AS bigint[])) e (id)
  JOIN occurrences o ON o.event_id = e.id WHERE {_IS_UPCOMING} ORDER BY o.local_date, o.id
"""

_UPCOMING_EVENTS = f"SELECT DISTINCT event_id FROM occurrences o WHERE {_IS_UPCOMING} ORDER BY event_id"
"""Withdrawn ones, too: they may have to leave a group."""
