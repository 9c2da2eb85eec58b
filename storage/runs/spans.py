"""Where a run claims to be complete, as a value and in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Span:
    """Occurrences that start from `since` on and before `until` (None: no end). `running`: also those that began before
    and have not ended."""

    run_id: str
    source_id: int
    since: datetime
    until: datetime | None
    running: bool = False

    def parameters(self) -> dict[str, object]:
        return {
            "run_id": self.run_id,
            "source_id": self.source_id,
            "from": self.since,
            "until": self.until,
            "running": self.running,
        }


def over_at(occurrence: str) -> str:
    """SQL for the time at which an occurrence is over; without an end: its start, or its day's end."""
    return (
        f"coalesce({occurrence}.ends_at, {occurrence}.starts_at + CASE WHEN {occurrence}.all_day"
        f" OR NOT {occurrence}.time_known THEN interval '1 day' ELSE interval '0' END)"
    )


IN_SPAN = f"""
(o.starts_at >= greatest(cast(:from AS timestamptz), now())
    OR (:running AND {over_at("o")} > greatest(cast(:from AS timestamptz), now(), o.starts_at + interval '23 hours')))
AND (cast(:until AS timestamptz) IS NULL OR o.starts_at < :until)
"""
"""Whether the run should have seen the occurrence `o`. Takes `Span.parameters`. What takes hours is no longer due once
it has begun, also in a harvest that covers what is running: many sites drop it then. A day may have 23 hours."""
