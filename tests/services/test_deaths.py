"""When a part that died starts again."""

from __future__ import annotations

from app.services.parts.deaths import Deaths


def test_pauses_grow_and_the_fifth_death_in_a_minute_is_the_last() -> None:
    deaths = Deaths()
    assert [deaths.add(now) for now in (0, 1, 2, 3, 59)] == [0.5, 1.0, 2.0, 4.0, None]


def test_deaths_over_a_minute_ago_do_not_count() -> None:
    deaths = Deaths()
    assert [deaths.add(now) for now in (0, 20, 40, 60, 80, 100, 160)] == [0.5, 1.0, 2.0, 2.0, 2.0, 2.0, 0.5]
