"""A dispute settles what it names, and nothing else."""

from __future__ import annotations

from quality.accuracy.disputes import Dispute, settle
from quality.accuracy.listed import Field
from quality.accuracy.recorded_disputes import RECORDED_DISPUTES
from quality.accuracy.verdicts import Check, Verdict


def check(verdict: Verdict = Verdict.WRONG, told: str = "all day", file: str = "ics_a/hall.ics") -> Check:
    return Check(
        corpus="recorded",
        kind="ics",
        file=file,
        field=Field.TIME,
        verdict=verdict,
        wanted="00:00",
        told=told,
        origin="INDEX fact 1",
    )


WHOLE_DAY = Dispute("ics_a/*", (Field.TIME,), "all day", "midnight to midnight is a whole day")


def test_a_dispute_marks_the_fact_and_gives_its_reason() -> None:
    (settled,), stale = settle([check()], [WHOLE_DAY])
    assert (settled.verdict, settled.reason, stale) == (Verdict.DISPUTED, WHOLE_DAY.reason, [])
    assert not settled.is_bad


def test_a_reader_that_changes_its_mind_is_wrong_again() -> None:
    settled, stale = settle([check(told="01:00"), check(file="ics_b/hall.ics")], [WHOLE_DAY])
    assert [one.verdict for one in settled] == [Verdict.WRONG, Verdict.WRONG]
    assert stale == [WHOLE_DAY]


def test_a_right_fact_needs_no_dispute() -> None:
    settled, stale = settle([check(Verdict.RIGHT)], [WHOLE_DAY])
    assert settled[0].verdict is Verdict.RIGHT
    assert stale == [WHOLE_DAY]


def test_every_dispute_has_a_reason_and_names_what_is_told() -> None:
    assert all(len(one.reason) > 10 and one.told and one.fields for one in RECORDED_DISPUTES)
