"""What decided a run, as the API shows it."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from storage.health.checks import Comparison


class RunCheck(BaseModel):
    """A measure beside what is usual for the source. `learned_since`: when the first of the compared runs started."""

    measure: str = Field(examples=["picture"])
    value: float = Field(examples=[0.02])
    comparison: Comparison
    threshold: float = Field(examples=[0.45])
    usual: float | None = Field(examples=[0.9])
    learned_since: datetime | None
    odd: bool
    said: str = Field(examples=["2% events with a picture, usually 90%"])


class HeldEvent(BaseModel):
    """`stored`: the start that readers see, null for a new event. `came`: the one that the site gives now."""

    title: str
    stored: datetime | None
    came: datetime


class RunQuarantine(BaseModel):
    rule: str = Field(examples=["moved"])
    examples: list[HeldEvent]


class Decision(BaseModel):
    """What decided a run's status and its withdrawals. Counts are of events, `moved` of showings.

    as_of           the time that the crawl took as the present
    covered_from, covered_until   the run should have seen all that starts in this span; null: it covers no days
    listed_from, listed_until     then: the first and the last date that its listing shows
    held            ids of missing events that its listing should show: they stay; `unlisted`: how many others it lacks
    asked_feeds, skipped_feeds    the feeds that were asked, and those that were not due
    usual           the median of what the runs `compared_with` saw
    agreeing_runs   earlier complete runs that agree with this one
    due, missing    how many events the run should have seen (null: it saw all of them, so they were not counted), and
                    how many it did not see
    protected       how many stay because a skipped record could be one of them
    agreed, page_gone   how many are gone according to agreeing runs, or to their own pages
    left_out        how many the source's rules left out, by reason
    renamed         how many came under new UIDs; `uids_changed`: most did
    checks          how what the run measured compares with the source's history
    quarantine      why nothing of the run was stored
    """

    model_config = ConfigDict(from_attributes=True)

    as_of: datetime
    covered_from: datetime | None
    covered_until: datetime | None
    asked_feeds: list[str]
    skipped_feeds: list[str]
    floor: int
    usual: float | None
    compared_with: list[str]
    agreeing_runs: list[str]
    due: int | None
    missing: int
    held: list[int] = Field(default_factory=list)
    unlisted: int = 0
    listed_from: datetime | None = None
    listed_until: datetime | None = None
    protected: int
    agreed: int
    page_gone: int
    moved: int
    left_out: dict[str, int] = Field(default_factory=dict)
    renamed: int
    uids_changed: bool
    measures: dict[str, float] = Field(default_factory=dict)
    checks: list[RunCheck] = Field(default_factory=list)
    quarantine: RunQuarantine | None = None
    notes: list[str]
    accepted_by: str | None
    accepted_at: datetime | None
    accepted_reason: str | None
