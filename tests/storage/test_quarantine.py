"""A batch is compared with what the source had before its run."""

from __future__ import annotations

import pytest

from core.items import EventItem
from storage.events import write as events
from storage.health import quarantine


def nights(at, prefix, hour):
    return [EventItem(uid=f"{prefix}{n}", title=f"Night {n}", occurrences=(at(n, hour),)) for n in range(1, 9)]


def test_another_feed_of_the_same_run_may_have_the_titles_at_other_hours(harvest, connection, at):
    run = harvest.open()
    events.store_batch(connection, run, nights(at, "a", 20))
    quarantine.check(connection, run, nights(at, "b", 15))
    events.store_batch(connection, run, nights(at, "b", 15))
    assert harvest.close(run).new == 16


def test_hours_that_differ_from_an_earlier_run_are_a_fault(harvest, connection, at):
    harvest(*nights(at, "a", 20))
    run = harvest.open()
    with pytest.raises(quarantine.Quarantined, match="8 of 8 showings moved by -5:00 h at once"):
        quarantine.check(connection, run, nights(at, "a", 15))
