"""What a complete run did not see, and which of it is confirmed as gone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from sqlalchemy import Connection

from storage.runs import listings, own_pages, short_events, withdrawal
from storage.runs.judgment import Losses, PastRun, RunEnd, agreement, new_nameless
from storage.runs.ledger import RunToken
from storage.runs.listings import Listing
from storage.runs.spans import Span
from storage.runs.twins import still_listed
from storage.runs.withdrawal import Missing, WithdrawalReason


@dataclass(frozen=True, slots=True)
class RunLosses:
    """What the run did not see, and which of it is confirmed as gone.

    twins     the missing events that the run saw under another UID: people lose nothing.
    nameless  a skipped record could be any of it: only what is confirmed is withdrawn.
    held      of a listing that covers no days: the missing events that it should show and that nothing confirms as
              gone. `unlisted`: how many others it does not show. `listing`: None if the harvest covers days.
    """

    counts: Losses = field(default_factory=Losses)
    span: Span | None = None
    missing: Missing | None = None
    agreed: frozenset[int] = frozenset()
    page_gone: frozenset[int] = frozenset()
    twins: frozenset[int] = frozenset()
    nameless: bool = False
    short_ids: tuple[int, ...] = ()
    agreeing_runs: tuple[str, ...] = ()
    listing: Listing | None = None
    held: frozenset[int] = frozenset()
    unlisted: int = 0
    notes: tuple[str, ...] = ()

    def withdraw(self, connection: Connection, end: RunEnd, own: PastRun, *, believed: bool) -> None:
        """Record what is missing, and withdraw what is gone. `believed`: the run is ok."""
        if self.span is not None and self.missing is not None:
            withdrawal.note_absences(connection, self.span)
            own_pages.note_asked(connection, end.asked_pages, own.as_of or own.started_at)
            reasons = {
                WithdrawalReason.MISSING: self.twins,
                WithdrawalReason.AGREED: self.agreed,
                WithdrawalReason.PAGE_GONE: self.page_gone,
            }
            withdrawal.withdraw(connection, self.span, reasons, rest=believed and not self.nameless)


def find(
    connection: Connection, run: RunToken, end: RunEnd, own: PastRun, earlier: Sequence[PastRun], *, below_floor: bool
) -> RunLosses:
    """`earlier`: the newest first."""
    if end.harvests_feeds or end.outdated:
        return RunLosses()
    covers = end.covered_from is not None
    span = span_of(run, end, own)
    named = [one for one in (*end.rejected_records, *end.doubtful_records) if one.named or one.many]
    missing = withdrawal.find(connection, span, named, [one.id for one in earlier])
    if missing is None:
        return RunLosses()
    missing = withdrawal.release(connection, span, missing, _given_up(own, earlier, missing))
    nameless = max((new_nameless(nameless_of(end), runs, earlier) for runs in missing.gone.values()), default=0)
    twins = still_listed(connection, run.run_id, run.source_id, missing.gone)
    page_gone = frozenset(end.gone_pages) & missing.gone.keys() - twins
    listing = None if covers else _listing(connection, end, span)
    provable = frozenset(missing.gone) if listing is None else listing.provable(missing.due)
    witnesses = () if below_floor else _witnesses(nameless_of(end), nameless, earlier, missing)
    agreements = _agreements(own, witnesses, missing.gone, provable)
    agreed = frozenset(agreements) - page_gone - twins
    confirmed = page_gone | agreed | twins
    due = frozenset(missing.gone) if listing is None else listing.due
    doubted = due - confirmed
    unlisted = len(missing.gone.keys() - due - confirmed)
    found = RunLosses(
        counts=Losses(missing.due - unlisted, len(doubted) + missing.kept, len(confirmed)),
        span=span,
        missing=missing,
        agreed=agreed,
        page_gone=page_gone,
        twins=twins,
        nameless=nameless > 0,
        agreeing_runs=tuple(dict.fromkeys(run_id for runs in agreements.values() for run_id in runs)),
        listing=listing,
        held=frozenset() if listing is None else doubted,
        unlisted=unlisted,
        notes=_protection(missing.protected, len(doubted) if nameless > 0 else 0),
    )
    found = found if listing is None else replace(found, notes=(*found.notes, *_unproven(connection, found)))
    return _with_short(connection, found, own, earlier)


def span_of(run: RunToken, end: RunEnd, own: PastRun) -> Span:
    """The days that the run covers, or all from its present on."""
    since = end.covered_from or own.as_of or own.started_at
    return Span(run.run_id, run.source_id, since, end.covered_until, end.covers_running)


def nameless_of(end: RunEnd) -> int:
    """How many skipped records do not say which event they could be."""
    return end.rejected - sum(one.named or one.many for one in end.rejected_records)


def _given_up(own: PastRun, earlier: Sequence[PastRun], missing: Missing) -> Collection[int]:
    """The events that a record only may be, and that complete runs on three days missed. None if they are many, as the
    reader may have broken."""
    if Losses(missing.due, len(missing.possible)).large:
        return ()
    return _agreements(own, earlier, missing.possible, frozenset(missing.possible)).keys()


def _witnesses(nameless: int, new: int, earlier: Sequence[PastRun], missing: Missing) -> Sequence[PastRun]:
    """The earlier runs whose word counts on what is missing. If the records that say nothing could be all of it, those
    with as many of them; none if the loss is large, as the reader may have broken.

    new  how many of the records were not there before the events were missing.
    """
    if len(missing.gone) > new:
        return earlier
    if Losses(due=missing.due, doubted=len(missing.gone)).large:
        return ()
    return [one for one in earlier if one.nameless == nameless]


def _listing(connection: Connection, end: RunEnd, span: Span) -> Listing:
    if not (end.listing_read or end.says_empty):
        return Listing()
    return listings.read(connection, span, says_empty=end.says_empty)


def _with_short(connection: Connection, found: RunLosses, own: PastRun, earlier: Sequence[PastRun]) -> RunLosses:
    """Adds the events that the run saw with fewer showings, and keeps the showings that nothing confirms as gone: of a
    harvest that covers days, those of events that lose many."""
    assert found.span is not None
    span = found.span
    recent = [one for one in takewhile(lambda one: not own.days_after(one), earlier) if not one.accepted]
    if found.listing is not None:
        listings.keep_to(connection, found.listing)
        span = replace(span, since=found.listing.since or span.since, until=found.listing.until)
    all_short = short_events.find(connection, span, recent)
    short = [one for one in all_short if one.large or found.listing is not None]
    unconfirmed = [one for one in short if not agreement(own, _short_too(one.event_id, earlier))]
    short_events.keep(connection, [one.event_id for one in unconfirmed])
    counts = replace(
        found.counts,
        drained=short_events.drained(connection, span, recent),
        short=tuple(one for one in unconfirmed if one.large),
    )
    return replace(found, counts=counts, short_ids=tuple(one.event_id for one in short))


def _short_too(event_id: int, earlier: Sequence[PastRun]) -> Iterable[PastRun]:
    """The complete runs before this one that saw the event short of showings, too, back to the first that did not."""
    return takewhile(lambda one: event_id in one.short, (one for one in earlier if one.complete))


def _agreements(
    own: PastRun, earlier: Sequence[PastRun], missing: Mapping[int, Sequence[str]], provable: frozenset[int]
) -> dict[int, tuple[str, ...]]:
    """By event, the runs that agree with this one that it is gone."""
    by_runs: dict[tuple[str, ...], tuple[str, ...]] = {}
    found = {}
    for event_id in provable:
        missed_by = frozenset(missing[event_id])
        runs = [one for one in earlier if one.id in missed_by and one.proves_missing(event_id)]
        key = tuple(one.id for one in runs)
        if key not in by_runs:
            by_runs[key] = agreement(own, runs)
        if by_runs[key]:
            found[event_id] = by_runs[key]
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


def _unproven(connection: Connection, found: RunLosses) -> tuple[str, ...]:
    """What a listing that covers no days lacks, and what withdraws it."""
    assert found.listing is not None
    provable = found.held & found.listing.provable(found.counts.due)
    notes = []
    if provable:
        notes.append(
            f"The listing no longer shows {listings.names(connection, provable)}. What it lacks is withdrawn when two "
            "more complete runs, each a day after the one before, agree, when its own page is gone, or when an editor "
            "accepts the run."
        )
    if rest := found.held - provable:
        notes.append(
            f"The listing is shorter by {listings.names(connection, rest)}. So many events outside its dates may be on "
            "a page that was not found: they are withdrawn when their own pages are gone, or when an editor accepts "
            "the run."
        )
    if found.unlisted:
        missing = "1 event is" if found.unlisted == 1 else f"{found.unlisted} events are"
        notes.append(
            f"{missing} missing outside the listing's dates, which may not hold every event: only an event's own page "
            "proves that it is gone."
        )
    return tuple(notes)
