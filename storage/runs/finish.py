"""Ends a run: carries over what moved or was renamed, judges the run, withdraws what is gone, and records why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, text

from storage.health.checks import Check, check
from storage.health.measures import measure, read_history
from storage.health.states import update_state
from storage.runs import ledger, moves, renames, withdrawal
from storage.runs.decision import Decision, keep
from storage.runs.judgment import (
    PastRun,
    RunEnd,
    Verdict,
    agreement,
    doubt,
    floor_in_force,
    low_too,
    unfinished,
    usual,
)
from storage.runs.ledger import NOTE, RunStatus, RunToken, close_run, count_seen_events, require_current
from storage.runs.listings import Listing
from storage.runs.losses import RunLosses, nameless_of, span_of
from storage.runs.losses import find as find_losses

LOOKED_BACK = 200
"""Earlier runs that are looked at: of hourly runs, those of a week."""

KEPT_RECORDS = 200
"""Of the records that could not be read, so many are kept with the run."""


def finish_run(connection: Connection, run: RunToken, end: RunEnd) -> Verdict:
    """Judge the run, withdraw what it should have seen and did not, close its row, and update its source's state.
    StaleRun if superseded."""
    require_current(connection, run)
    if not end.harvests_feeds:
        count_seen_events(connection, run.run_id)
        withdrawal.forget_seen(connection, run.run_id, run.source_id)
    own, earlier = _runs(connection, run, end)
    incomplete = unfinished(end, seen=own.seen)
    errors = list(end.errors)
    if incomplete is not None:
        verdict = incomplete
        keep(connection, run, end, _asked(end), complete=False, new_usual=False)
    else:
        verdict, problems = _decide(connection, run, end, own, earlier)
        errors += problems
    close_run(
        connection,
        run,
        status=verdict.status,
        reason=verdict.reason,
        pages=end.pages,
        rejected=end.rejected,
        errors=errors,
    )
    if verdict.status is RunStatus.OK and not end.replays:
        connection.execute(text("UPDATE sources SET confirmed_at = now() WHERE id = :id"), {"id": run.source_id})
    update_state(connection, run.source_id)
    return verdict


def _decide(
    connection: Connection, run: RunToken, end: RunEnd, own: PastRun, earlier: Sequence[PastRun]
) -> tuple[Verdict, Sequence[dict[str, Any]]]:
    """The verdict on a complete harvest, and what to add to the run's errors."""
    lacks = not end.harvests_feeds and withdrawal.lacks_any(connection, span_of(run, end, own))
    carried = _Carried() if end.harvests_feeds else _carry_over(connection, run, end, earlier, lacks=lacks)
    floor = 1 if end.harvests_feeds else floor_in_force(_floor(connection, run), earlier)
    expected = usual(earlier)
    lower = agreement(own, low_too(own, earlier, expected)) if expected.is_low(own.seen) else ()
    losses = find_losses(connection, run, end, own, earlier, below_floor=own.seen < floor) if lacks else RunLosses()
    reason = doubt(end, seen=own.seen, floor=floor, usual=expected, low_agreed=bool(lower), losses=losses.counts)
    losses.withdraw(connection, end, own, believed=reason is None)
    listing = losses.listing or Listing()
    decision = replace(
        _asked(end),
        floor=floor,
        usual=expected.seen,
        compared_with=expected.run_ids,
        agreeing_runs=tuple(dict.fromkeys((*lower, *losses.agreeing_runs))),
        due=None if losses.missing is None else losses.missing.due,
        missing=losses.counts.doubted + losses.counts.confirmed + losses.unlisted,
        held=sorted(losses.held),
        unlisted=losses.unlisted,
        listed_from=None if listing.since is None else listing.since.isoformat(),
        listed_until=None if listing.until is None else listing.until.isoformat(),
        protected=0 if losses.missing is None else losses.missing.protected,
        nameless=nameless_of(end),
        agreed=len(losses.agreed),
        page_gone=len(losses.page_gone),
        moved=carried.moved,
        renamed=carried.renamed.count,
        uids_changed=carried.renamed.most and not end.uids_change,
        short=losses.short_ids,
        **_compared(connection, run, end, own),
        notes=(*carried.notes, *losses.notes),
    )
    believed_low = reason is None and expected.is_low(own.seen)
    keep(connection, run, end, decision, complete=True, new_usual=believed_low)
    return Verdict(RunStatus.OK if reason is None else RunStatus.SUSPECT, reason), carried.problems


def _compared(connection: Connection, run: RunToken, end: RunEnd, own: PastRun) -> dict[str, Any]:
    """What the run measured, and how that compares with earlier runs."""
    if end.harvests_feeds or end.replays:
        return {}
    history = read_history(connection, run, own.as_of or own.started_at)
    measures = measure(connection, run, end, own)
    return {"measures": measures, "checks": [_as_json(one) for one in check(measures, history)]}


def _as_json(one: Check) -> dict[str, Any]:
    since = None if one.learned_since is None else one.learned_since.isoformat()
    return {**asdict(one), "comparison": one.comparison.value, "learned_since": since}


def _asked(end: RunEnd) -> Decision:
    held = end.quarantine
    return Decision(
        quarantine=None if held is None else held.to_json(),
        asked_feeds=tuple(end.asked_feeds),
        skipped_feeds=tuple(end.skipped_feeds),
        left_out=dict(end.left_out_because),
        records=[
            (one.uid, one.title, None if one.day is None else one.day.isoformat())
            for one in end.rejected_records
            if one.named
        ][:KEPT_RECORDS],
    )


def _runs(connection: Connection, run: RunToken, end: RunEnd) -> tuple[PastRun, Sequence[PastRun]]:
    """This run, and the earlier ones of its source and spider that asked the source, the newest first. A replay's
    evidence is as old as the last of them, so it doesn't count as another day."""
    rows = connection.execute(
        text(f"""
            SELECT r.id, r.status, r.seen + r.left_out AS seen, r.started_at, r.as_of, r.complete, r.new_usual,
                   r.covered_from, r.covered_until, r.decision ->> 'accepted_by' IS NOT NULL AS accepted,
                   coalesce(r.decision -> 'short', '[]') AS short, coalesce(r.decision -> 'held', '[]') AS held,
                   coalesce(cast(r.decision ->> 'nameless' AS int), 0) AS nameless
              FROM runs r JOIN runs own ON own.id = :id AND own.spider = r.spider
             WHERE r.source_id = :source_id AND r.started_at <= own.started_at
               AND (r.{ledger.ASKED_SOURCE} OR r.id = :id)
             ORDER BY r.id <> :id, r.started_at DESC, r.token DESC LIMIT :most"""),
        {"source_id": run.source_id, "id": run.run_id, "most": LOOKED_BACK + 1},
    ).mappings()
    own, *earlier = (PastRun(**{**row, "status": RunStatus(row["status"])}) for row in rows)
    if end.replays and earlier:
        own = replace(own, started_at=earlier[0].started_at)
    return replace(own, as_of=end.now or own.started_at, covered_from=end.covered_from), earlier


def _floor(connection: Connection, run: RunToken) -> int:
    floor = connection.execute(text("SELECT floor FROM sources WHERE id = :id"), {"id": run.source_id})
    return int(floor.scalar_one())


@dataclass(frozen=True, slots=True)
class _Carried:
    """What goes on under another UID or at another time."""

    renamed: renames.Renamed = field(default_factory=renames.Renamed)
    moved: int = 0
    notes: Sequence[str] = ()
    problems: Sequence[dict[str, Any]] = ()


def _carry_over(
    connection: Connection, run: RunToken, end: RunEnd, earlier: Sequence[PastRun], *, lacks: bool
) -> _Carried:
    """lacks: the run did not see all that is due."""
    last_complete = next((place for place, one in enumerate(earlier) if one.complete), len(earlier))
    fresh = [run.run_id, *(one.id for one in earlier[:last_complete])]
    touched = connection.execute(text("SELECT seen, new, changed FROM runs WHERE id = :id"), {"id": run.run_id}).one()
    if len(fresh) == 1 and not touched.new and not touched.changed and not lacks:
        return _Carried()
    known_until = earlier[last_complete].covered_until if last_complete < len(earlier) else None
    renamed = renames.carry_over(
        connection,
        run.run_id,
        run.source_id,
        seen=touched.seen,
        fresh_runs=fresh,
        covered_from=end.covered_from,
        covered_until=end.covered_until,
        running=end.covers_running,
    )
    moved = moves.carry_over(
        connection,
        run.run_id,
        fresh_runs=fresh,
        covered_from=end.covered_from,
        covered_until=end.covered_until,
        known_until=known_until,
        running=end.covers_running,
    )
    if renamed.count or renamed.moved or moved:
        count_seen_events(connection, run.run_id)
        withdrawal.forget_seen(connection, run.run_id, run.source_id)
    return _with_warning(connection, run, end, _Carried(renamed, moved))


def _with_warning(connection: Connection, run: RunToken, end: RunEnd, carried: _Carried) -> _Carried:
    """Adds the warning about events under new UIDs, and the setting that follows from it."""
    renamed = carried.renamed
    if not renamed.count:
        return carried
    note = f"{renamed.count} events came under new UIDs and were known again by title, start, and place"
    if renamed.count == 1:
        note = "1 event came under a new UID and was known again by title, start, and place"
    if not renamed.most or end.uids_change:
        return replace(carried, notes=(note,))
    advice = "The site changed its UIDs. If it does so again, its events will be identified by title, start, and place."
    if end.uids_change is None:
        advice = "The site changed its UIDs. If it does so again, its events are recognized in the same way."
    if renamed.again and end.uids_change is False:
        advice = (
            'The site changes its UIDs again and again. "uids_change": false is in the source\'s settings, and stays.'
        )
        if renames.fingerprint_from_now_on(connection, run.source_id):
            advice = (
                'The site changes its UIDs again and again: "uids_change": true is now in the source\'s settings, and '
                "its events are identified by title, start, and place."
            )
    problem = {
        "kind": NOTE,
        "url": "",
        "field": "UID",
        "found": note,
        "advice": advice,
        "essential": False,
        "retryable": False,
    }
    return replace(carried, notes=(f"{note}. {advice}",), problems=(problem,))
