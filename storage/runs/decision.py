"""What decided a run's status and its withdrawals, as it is kept with the run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Connection, text

from storage.runs.judgment import RunEnd
from storage.runs.ledger import RunToken


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Counts are of events, `moved` of showings.

    asked_feeds, skipped_feeds   addresses; those skipped were not due, and their events count as seen.
    usual          the median of what the runs `compared_with` saw, null without any; `floor`: the source's.
    agreeing_runs  earlier runs that agree with this one, so that it is believed.
    due            how many events the run should have seen, null if it saw them all; `missing`: those it did not see.
    held           of a listing that covers nothing: ids of the missing events that it should show, and that stay until
                   something confirms that they are gone. `unlisted`: how many others it does not show.
    listed_from, listed_until   the first and the last date that the listing shows, null without any.
    protected      how many of them a skipped record could be: they stay.
    nameless       how many skipped records did not say which event they could be.
    agreed, page_gone   how many agreeing runs, or their own pages, confirm to be gone.
    renamed        how many came under new UIDs; `uids_changed`: most of what the run saw.
    records        UID, title, and day of records that could not be read, as far as they can be.
    left_out       how many the source's rules left out, by reason.
    short          ids of seen events that lose many of their showings at once.
    measures       what the run measured, and `checks` how that compares with the source's history, see
                   `storage.health.checks`.
    quarantine     why events were not stored: `rule` and `examples`, each with `title`, `stored`, and `came`.
    notes          sentences for people.
    accepted_by, accepted_at, accepted_reason   who accepted the run, when, and why it had been suspect.
    """

    asked_feeds: Sequence[str] = ()
    skipped_feeds: Sequence[str] = ()
    floor: int = 0
    usual: float | None = None
    compared_with: Sequence[str] = ()
    agreeing_runs: Sequence[str] = ()
    due: int | None = None
    missing: int = 0
    held: Sequence[int] = ()
    unlisted: int = 0
    listed_from: str | None = None
    listed_until: str | None = None
    protected: int = 0
    nameless: int = 0
    agreed: int = 0
    page_gone: int = 0
    moved: int = 0
    renamed: int = 0
    uids_changed: bool = False
    records: Sequence[tuple[str, str, str | None]] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    short: Sequence[int] = ()
    measures: Mapping[str, float] = field(default_factory=dict)
    checks: Sequence[Mapping[str, Any]] = ()
    quarantine: Mapping[str, Any] | None = None
    notes: Sequence[str] = field(default_factory=tuple)
    accepted_by: str | None = None
    accepted_at: str | None = None
    accepted_reason: str | None = None


def read(connection: Connection, run_id: str) -> dict[str, Any] | None:
    """The fields of `Decision`, with the run's `as_of` and span. None for a run that has not ended, or that
    ended under an older version."""
    row = connection.execute(text(_READ), {"id": run_id}).mappings().one_or_none()
    return None if row is None else {**row["decision"], **{name: row[name] for name in row if name != "decision"}}


_READ = """
SELECT as_of, covered_from, covered_until, decision FROM runs WHERE id = :id AND decision IS NOT NULL
"""


def keep(
    connection: Connection, run: RunToken, end: RunEnd, decision: Decision, *, complete: bool, new_usual: bool
) -> None:
    """Write it on the run's row. The caller holds the row (`require_current`)."""
    connection.execute(
        text("""
            UPDATE runs SET as_of = coalesce(:as_of, started_at), complete = :complete, new_usual = :new_usual,
                            covered_from = :covered_from, covered_until = :covered_until,
                            decision = cast(:decision AS jsonb)
             WHERE id = :id"""),
        {
            "id": run.run_id,
            "as_of": end.now,
            "complete": complete,
            "new_usual": new_usual,
            "covered_from": end.covered_from,
            "covered_until": end.covered_until,
            "decision": json.dumps(asdict(decision)),
        },
    )
