"""Compares what a run measured with the source's own history. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from statistics import median

LEAST_DAYS = 3
"""So many earlier days with a good run are needed before a measure has a usual value."""
HISTORY_DAYS = 7
"""The usual value is the median of the last good run of each of so many earlier days on which it was not odd."""
FORGOTTEN_AFTER_DAYS = 14
"""Older days don't count, so a change that lasts is the new usual after two weeks, or when a person accepts a run."""

Measures = Mapping[str, float]
"""By name. Shares are from 0 to 1."""


class Comparison(StrEnum):
    BELOW = "below"
    ABOVE = "above"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A measure is odd if it is beyond the threshold: the usual value times `factor` plus `margin`, but at least
    `least`. Without a usual value the threshold is `fixed`, and None means that nothing is odd.

    least_usual   the rule holds only if the usual value is at least this.
    least_events  and only for a run that saw so many events.
    what          completes "Fewer than usual …", with the values behind it.
    """

    measure: str
    comparison: Comparison
    what: str
    factor: float = 1.0
    margin: float = 0.0
    least: float = 0.0
    fixed: float | None = None
    least_usual: float = 0.0
    least_events: int = 0
    learns: bool = True


def _emptied(measure: str, what: str) -> Rule:
    return Rule(measure=measure, comparison=Comparison.BELOW, what=what, factor=0.5, least_usual=0.3, least_events=5)


RULES = (
    _emptied("place", "events with a place"),
    _emptied("hour", "showings with an hour"),
    _emptied("picture", "events with a picture"),
    _emptied("price", "events with a price"),
    _emptied("link", "events with a link"),
    Rule(
        measure="past",
        comparison=Comparison.ABOVE,
        what="events whose dates are all over",
        margin=0.5,
        fixed=0.95,
        least_events=5,
    ),
    Rule(
        measure="one_date",
        comparison=Comparison.ABOVE,
        what="events on one and the same date",
        margin=0.4,
        least=0.8,
        fixed=0.95,
        least_events=10,
    ),
    Rule(
        measure="one_title",
        comparison=Comparison.ABOVE,
        what="events with one and the same title",
        margin=0.5,
        least=0.8,
        least_events=10,
    ),
    Rule(
        measure="doubles",
        comparison=Comparison.ABOVE,
        what="events that are listed twice",
        margin=0.2,
        fixed=0.5,
        least_events=5,
    ),
    Rule(
        measure="coverage",
        comparison=Comparison.BELOW,
        what="of the events that the site says it lists",
        learns=False,
        fixed=0.8,
    ),
    Rule(
        measure="listing",
        comparison=Comparison.BELOW,
        what="of the titles on the site's listing page",
        factor=0.8,
    ),
    Rule(measure="seconds", comparison=Comparison.ABOVE, what="seconds that the run took", factor=10, least=600),
    Rule(
        measure="certificate_days",
        comparison=Comparison.BELOW,
        what="days until the site's certificate ends",
        learns=False,
        fixed=14,
    ),
    Rule(measure="robots", comparison=Comparison.DIFFERS, what="robots.txt has changed"),
    Rule(
        measure="days_unchanged",
        comparison=Comparison.ABOVE,
        what="days without any change",
        factor=3,
        least=14,
    ),
)
"""Shares of events unless they say otherwise. `days_unchanged` is compared with the longest such time so far."""
SHARES = frozenset(
    {"place", "hour", "picture", "price", "link", "past", "one_date", "one_title", "doubles", "coverage", "listing"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """How a measure compares. `usual`: None without a history; `learned_since`: when the first of the compared runs
    started; `odd`: it is beyond the threshold."""

    measure: str
    value: float
    comparison: Comparison
    threshold: float
    usual: float | None
    learned_since: datetime | None
    odd: bool
    said: str = ""


@dataclass(frozen=True, slots=True)
class MeasuredRun:
    """A good run of an earlier day. `odd`: the measures that were odd. `accepted`: a person said that it is right."""

    at: datetime
    measures: Measures
    odd: frozenset[str] = frozenset()
    accepted: bool = False


@dataclass(frozen=True, slots=True)
class History:
    """Earlier good runs, one a day, the newest first; `longest_unchanged`: days, None if unknown; `listing`: the usual
    share of the titles on the site's listing page, which is compared once a week, and since when it was learned."""

    runs: Sequence[MeasuredRun] = ()
    longest_unchanged: float | None = None
    listing: tuple[float | None, datetime | None] = (None, None)

    def usual(self, measure: str) -> tuple[float | None, datetime | None]:
        """The usual value, and since when it was learned."""
        known = [run for run in self.runs if measure in run.measures]
        if measure == "days_unchanged":
            return self.longest_unchanged, known[-1].at if known else None
        if measure == "listing":
            return self.listing
        if measure == "robots":
            return (known[0].measures[measure], known[0].at) if known else (None, None)
        learned = [run for run in known if measure not in run.odd][:HISTORY_DAYS]
        accepted = next((place for place, run in enumerate(learned) if run.accepted), None)
        if accepted is not None:
            learned = learned[: accepted + 1]
        elif len(learned) < LEAST_DAYS:
            return None, None
        return median(run.measures[measure] for run in learned), learned[-1].at


def check(measures: Measures, history: History) -> list[Check]:
    """Those that can be compared, in the order of RULES."""
    found = (_one(rule, measures, history) for rule in RULES if rule.measure in measures)
    return [one for one in found if one is not None]


def _one(rule: Rule, measures: Measures, history: History) -> Check | None:
    usual, since = history.usual(rule.measure) if rule.learns else (None, None)
    threshold = rule.fixed if usual is None else max(usual * rule.factor + rule.margin, rule.least)
    if threshold is None:
        return None
    value = measures[rule.measure]
    applies = measures.get("events", 0) >= rule.least_events and (usual is None or usual >= rule.least_usual)
    odd = applies and _is_beyond(rule.comparison, value, threshold)
    return Check(
        measure=rule.measure,
        value=value,
        comparison=rule.comparison,
        threshold=threshold,
        usual=usual,
        learned_since=since,
        odd=odd,
        said=_said(rule, value, usual) if odd else "",
    )


def _is_beyond(comparison: Comparison, value: float, threshold: float) -> bool:
    if comparison is Comparison.DIFFERS:
        return value != threshold
    return value < threshold if comparison is Comparison.BELOW else value > threshold


def _said(rule: Rule, value: float, usual: float | None) -> str:
    if rule.comparison is Comparison.DIFFERS:
        return rule.what
    if rule.measure not in SHARES:
        return f"{rule.what}: {value:.0f}" + ("" if usual is None else f", usually {usual:.0f}")
    return f"{value:.0%} {rule.what}" + ("" if usual is None else f", usually {usual:.0%}")
