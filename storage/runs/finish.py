"""Ends a run: carries over what moved or was renamed, judges the run, withdraws what is gone, and records why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any

from sqlalchemy import Connection, text

from storage.health.states import update_state
from storage.runs import ledger, moves, renames, short_events, withdrawal
from storage.runs.decision import Decision, keep
from storage.runs.judgment import (
    Losses,
    PastRun,
    RunEnd,
    Verdict,
    agreement,
    doubt,
    floor_in_force,
    low_too,
    new_nameless,
    unfinished,
    usual,
)
from storage.runs.ledger import NOTE, RunStatus, RunToken, close_run, count_seen_events, require_current
from storage.runs.spans import Span
from storage.runs.withdrawal import Missing, WithdrawalReason

LOOKED_BACK = 200
"""Earlier runs that are looked at: of hourly runs, those of a week."""


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
    update_state(connection, run.source_id)
    return verdict


def _decide(
    connection: Connection, run: RunToken, end: RunEnd, own: PastRun, earlier: Sequence[PastRun]
) -> tuple[Verdict, Sequence[dict[str, Any]]]:
    """The verdict on a complete harvest, and what to add to the run's errors."""
    carried = _Carried() if end.harvests_feeds else _carry_over(connection, run, end, own, earlier)
    floor = 1 if end.harvests_feeds else floor_in_force(_floor(connection, run), earlier)
    expected = usual(earlier)
    lower = agreement(own, low_too(own, earlier, expected)) if expected.is_low(own.seen) else ()
    losses = _losses(connection, run, end, own, earlier, below_floor=own.seen < floor)
    reason = doubt(end, seen=own.seen, floor=floor, usual=expected, low_agreed=bool(lower), losses=losses.counts)
    if losses.missing is not None and losses.span is not None:
        withdrawal.note_absences(connection, losses.span)
        withdrawal.withdraw(connection, losses.span, losses.reasons(), rest=reason is None and not losses.nameless)
    decision = replace(
        _asked(end),
        floor=floor,
        usual=expected.seen,
        compared_with=expected.run_ids,
        agreeing_runs=tuple(dict.fromkeys((*lower, *losses.agreeing_runs))),
        due=None if losses.missing is None else losses.missing.due,
        missing=losses.counts.doubted + losses.counts.confirmed,
        protected=0 if losses.missing is None else losses.missing.protected,
        nameless=_nameless(end),
        agreed=len(losses.agreed),
        page_gone=len(losses.page_gone),
        moved=carried.moved,
        renamed=carried.renamed.count,
        uids_changed=carried.renamed.most and not end.uids_change,
        short=losses.short_ids,
        notes=(*carried.notes, *losses.notes),
    )
    believed_low = reason is None and expected.is_low(own.seen)
    keep(connection, run, end, decision, complete=True, new_usual=believed_low)
    return Verdict(RunStatus.OK if reason is None else RunStatus.SUSPECT, reason), carried.problems


def _asked(end: RunEnd) -> Decision:
    return Decision(
        asked_feeds=tuple(end.asked_feeds),
        skipped_feeds=tuple(end.skipped_feeds),
        left_out=dict(end.left_out_because),
    )


def _runs(connection: Connection, run: RunToken, end: RunEnd) -> tuple[PastRun, Sequence[PastRun]]:
    """This run, and the earlier ones of its source and spider that asked the source, the newest first. A replay's
    evidence is as old as the last of them, so it doesn't count as another day."""
    rows = connection.execute(
        text(f"""
            SELECT r.id, r.status, r.seen + r.left_out AS seen, r.started_at, r.as_of, r.complete, r.new_usual,
                   r.covered_from, r.covered_until, r.decision ->> 'accepted_by' IS NOT NULL AS accepted,
                   coalesce(r.decision -> 'short', '[]') AS short,
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
    connection: Connection, run: RunToken, end: RunEnd, own: PastRun, earlier: Sequence[PastRun]
) -> _Carried:
    last_complete = next((place for place, one in enumerate(earlier) if one.complete), len(earlier))
    fresh = [run.run_id, *(one.id for one in earlier[:last_complete])]
    touched = connection.execute(text("SELECT seen, new, changed FROM runs WHERE id = :id"), {"id": run.run_id}).one()
    if len(fresh) == 1 and not touched.new and not touched.changed:
        return _Carried()
    known_until = earlier[last_complete].covered_until if last_complete < len(earlier) else None
    renamed = renames.carry_over(connection, run.run_id, run.source_id, seen=touched.seen, fresh_runs=fresh)
    moved = moves.carry_over(
        connection,
        run.run_id,
        fresh_runs=fresh,
        covered_from=end.covered_from,
        covered_until=end.covered_until,
        known_until=known_until,
        running=end.covers_running,
    )
    if renamed.count:
        count_seen_events(connection, run.run_id)
    return _with_warning(connection, run, end, _Carried(renamed, moved))


def _with_warning(connection: Connection, run: RunToken, end: RunEnd, carried: _Carried) -> _Carried:
    """Adds the warning about events under new UIDs, and the setting that follows from it."""
    renamed = carried.renamed
    if not renamed.count:
        return carried
    came = (
        "1 event came under a new UID and was"
        if renamed.count == 1
        else f"{renamed.count} events came under new UIDs and were"
    )
    note = f"{came} known again by title, start, and place"
    if not renamed.most or end.uids_change:
        return replace(carried, notes=(note,))
    advice = "The site changed its UIDs. If it does so again, its events will be identified by title, start, and place."
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


@dataclass(frozen=True, slots=True)
class _Losses:
    """What the run did not see, and which of it is confirmed as gone. `nameless`: a skipped record could be any of
    it."""

    counts: Losses = field(default_factory=Losses)
    span: Span | None = None
    missing: Missing | None = None
    agreed: frozenset[int] = frozenset()
    page_gone: frozenset[int] = frozenset()
    nameless: bool = False
    short_ids: tuple[int, ...] = ()
    agreeing_runs: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def reasons(self) -> dict[WithdrawalReason, frozenset[int]]:
        return {WithdrawalReason.AGREED: self.agreed, WithdrawalReason.PAGE_GONE: self.page_gone}


def _losses(
    connection: Connection, run: RunToken, end: RunEnd, own: PastRun, earlier: Sequence[PastRun], *, below_floor: bool
) -> _Losses:
    if end.covered_from is None:
        return _Losses()
    span = Span(run.run_id, run.source_id, end.covered_from, end.covered_until, end.covers_running)
    named = [one for one in (*end.rejected_records, *end.doubtful_records) if one.named or one.many]
    missing = withdrawal.find(connection, span, named)
    if missing is None:
        return _Losses()
    nameless = max((new_nameless(_nameless(end), runs, earlier) for runs in missing.gone.values()), default=0)
    page_gone = frozenset(end.gone_pages) & missing.gone.keys()
    undecided = below_floor or len(missing.gone) <= nameless
    agreements = {} if undecided else _agreements(own, earlier, missing)
    agreed = frozenset(agreements) - page_gone
    confirmed = len(page_gone) + len(agreed)
    doubted = len(missing.gone) - confirmed
    recent = [one for one in takewhile(lambda one: not own.days_after(one), earlier) if not one.accepted]
    short = [one for one in short_events.find(connection, span, recent) if one.large]
    unconfirmed = tuple(one for one in short if not agreement(own, _short_too(one.event_id, earlier)))
    short_events.keep(connection, [one.event_id for one in unconfirmed])
    return _Losses(
        counts=Losses(
            missing.due,
            doubted + missing.kept,
            confirmed,
            short_events.drained(connection, span, recent),
            unconfirmed,
        ),
        span=span,
        missing=missing,
        agreed=agreed,
        page_gone=page_gone,
        nameless=nameless > 0,
        short_ids=tuple(one.event_id for one in short),
        agreeing_runs=tuple(dict.fromkeys(run_id for runs in agreements.values() for run_id in runs)),
        notes=_protection(missing.protected, doubted if nameless > 0 else 0),
    )


def _nameless(end: RunEnd) -> int:
    return end.rejected - sum(one.named or one.many for one in end.rejected_records)


def _short_too(event_id: int, earlier: Sequence[PastRun]) -> Iterable[PastRun]:
    """The complete runs before this one that saw the event short of showings, too, back to the first that did not."""
    return takewhile(lambda one: event_id in one.short, (one for one in earlier if one.complete))


def _agreements(own: PastRun, earlier: Sequence[PastRun], missing: Missing) -> dict[int, tuple[str, ...]]:
    """By event, the runs that agree with this one that it is gone."""
    by_runs: dict[tuple[str, ...], tuple[str, ...]] = {}
    found = {}
    for event_id, run_ids in missing.gone.items():
        missed_by = tuple(run_ids)
        if missed_by not in by_runs:
            by_runs[missed_by] = agreement(own, (one for one in earlier if one.id in missed_by))
        if by_runs[missed_by]:
            found[event_id] = by_runs[missed_by]
    return found


def _protection(protected: int, held: int) -> tuple[str, ...]:
    """protected: how many events a record could be. held: how many a record could be that says nothing."""
    notes = []
    for count, because in (
        (protected, "a record that was not read completely could be it (same UID, title, or day, or the body was cut)"),
        (held, "a skipped record could be it (it can't be read at all, so it could be any event)"),
    ):
        if count:
            stays = "1 missing event stays" if count == 1 else f"{count} missing events stay"
            notes.append(f"{stays}: {because}")
    return tuple(notes)
