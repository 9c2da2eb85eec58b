"""The recurrence engine against the recurrence corpora of libical and ical.js, and X-WR-TIMEZONE against its pairs."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from quality.accuracy import oracle_exceptions, oracles
from scrapers.platforms.ics.expansion import Budget, TooManyRecurrencesError, expand
from scrapers.platforms.ics.rules import parse_rule

NUMBERS = {
    "icaljs_rrule.json": 114,
    "libical_icalrecur_test.json": 146,
    "libical_recur_counts.json": 58,
    "x_wr_timezone": 8,
}


@pytest.fixture(scope="module")
def cases(real: Path) -> list[oracles.Case]:
    return list(oracles.cases(real / "ical_oracles"))


def test_every_case_is_there(cases: list[oracles.Case]) -> None:
    assert Counter(case.corpus for case in cases) == NUMBERS


@pytest.mark.parametrize("corpus", NUMBERS)
def test_the_reader_agrees_with_every_case(cases: list[oracles.Case], corpus: str) -> None:
    run = [case for case in cases if case.corpus == corpus and not case.skipped]
    assert len(run) >= NUMBERS[corpus] - 2
    assert {case.name: (case.wanted, case.told) for case in run if not case.agrees} == {}
    told_of_nothing = [case.name for case in run if not case.wanted]
    assert len(told_of_nothing) < len(run) / 4


def test_what_is_left_out_is_named_and_in_the_corpora(cases: list[oracles.Case]) -> None:
    left_out = {case.name for case in cases if case.skipped}
    assert left_out == {f"{rule} from {start}" for rule, start in oracle_exceptions.OUTSIDE} | {"None from None"}
    names = {case.name for case in cases}
    mended = (*oracle_exceptions.LOST_IN_THE_RECORDING, *oracle_exceptions.UNANSWERED)
    assert names >= {f"{rule} from {start}" for rule, start in mended}


def test_a_rule_that_recurs_too_often_ends_with_an_error_and_not_never() -> None:
    rule = parse_rule("FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30")
    with pytest.raises(TooManyRecurrencesError):
        list(expand(rule, datetime(2026, 1, 1), budget=Budget(20_000)))


def test_a_position_among_many_costs_as_much_as_what_it_picks() -> None:
    """Four instances out of 3,600 candidates an hour of each day of a month."""
    numbers = ",".join(map(str, range(60)))
    rule = parse_rule(f"FREQ=MONTHLY;BYMONTHDAY=1,2;BYMINUTE={numbers};BYSECOND={numbers};BYSETPOS=2,-1;COUNT=4")
    found = list(expand(rule, datetime(2026, 1, 1, 9), budget=Budget(4_000)))
    assert found == [datetime(2026, month, day, 9, *at) for month in (1, 2) for day, at in ((1, (0, 1)), (2, (59, 59)))]
