"""Comparing a run with its source's history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from storage.health.checks import Comparison, History, MeasuredRun, check

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)


def history(*days, longest=None):
    """`days`: the measures of yesterday, the day before, and so on."""
    runs = [
        one if isinstance(one, MeasuredRun) else MeasuredRun(NOON - timedelta(days=number), one)
        for number, one in enumerate(days, 1)
    ]
    return History(runs, longest)


def odd(measures, past):
    return [one.measure for one in check({"events": 20, **measures}, past) if one.odd]


def test_a_check_says_what_it_compared():
    (found,) = check({"events": 20, "picture": 0.1}, history(*[{"picture": 0.9}] * 3))
    assert (found.measure, found.value, found.comparison, found.threshold, found.usual) == (
        "picture",
        0.1,
        Comparison.BELOW,
        0.45,
        0.9,
    )
    assert found.learned_since == NOON - timedelta(days=3)
    assert found.said == "10% events with a picture, usually 90%"


@pytest.mark.parametrize(
    ("measures", "past", "expected"),
    [
        ({"picture": 0.0}, {"picture": 0.2}, []),  # it never had many
        ({"picture": 0.5}, {"picture": 0.9}, []),
        ({"picture": 0.4}, {"picture": 0.9}, ["picture"]),
        ({"doubles": 0.3}, {"doubles": 0.05}, ["doubles"]),
        ({"past": 0.6}, {"past": 0.0}, ["past"]),
        ({"robots": 2.0}, {"robots": 1.0}, ["robots"]),
        ({"seconds": 500.0}, {"seconds": 1.0}, []),
        ({"seconds": 700.0}, {"seconds": 100.0}, []),
        ({"seconds": 700.0}, {"seconds": 10.0}, ["seconds"]),
    ],
)
def test_compared_with_the_usual(measures, past, expected):
    assert odd(measures, history(past, past, past)) == expected


@pytest.mark.parametrize(
    ("measures", "expected"),
    [
        ({"picture": 0.0}, []),
        ({"one_date": 1.0}, ["one_date"]),
        ({"past": 1.0}, ["past"]),
        ({"doubles": 0.6}, ["doubles"]),
        ({"certificate_days": 13.0}, ["certificate_days"]),
        ({"coverage": 0.5}, ["coverage"]),
        ({"one_title": 1.0}, []),  # a weekly market may be all that a source has
        ({"robots": 1.0}, []),
    ],
)
def test_a_first_run_is_judged_too(measures, expected):
    assert odd(measures, History()) == expected


def test_few_events_say_little():
    assert odd({"events": 4, "picture": 0.0}, history(*[{"picture": 1.0}] * 5)) == []


def test_odd_days_are_not_learned():
    odd_day = [MeasuredRun(NOON - timedelta(days=n), {"picture": 0.0}, frozenset({"picture"})) for n in range(1, 8)]
    good = [MeasuredRun(NOON - timedelta(days=n), {"picture": 1.0}) for n in range(8, 11)]
    assert odd({"picture": 0.0}, history(*odd_day, *good)) == ["picture"]
    assert odd({"picture": 0.0}, history(*odd_day, *good[:2])) == []


def test_what_a_person_accepted_is_usual_at_once():
    accepted = MeasuredRun(NOON - timedelta(days=1), {"picture": 0.0}, accepted=True)
    assert odd({"picture": 0.0}, history(accepted, *[{"picture": 1.0}] * 6)) == []


def test_a_frozen_feed():
    assert odd({"days_unchanged": 13.0}, history({}, longest=2.0)) == []
    assert odd({"days_unchanged": 15.0}, history({}, longest=2.0)) == ["days_unchanged"]
    assert odd({"days_unchanged": 40.0}, history({}, longest=15.0)) == []
    assert odd({"days_unchanged": 400.0}, history({})) == []
