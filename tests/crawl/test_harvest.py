"""A harvest of a healthy site stores what the site publishes, and a second one changes nothing."""

from __future__ import annotations

import pytest

from storage.runs.ledger import RunStatus

from .running import (
    MOTE,
    SITES,
    VANWEZEL,
    VENUE2,
    changes,
    from_yesterday,
    stored,
    true_of,
    withdrawn,
)


@pytest.mark.parametrize("source_id", [VANWEZEL, VENUE2])
def test_venue(source_id, crawls):
    site = SITES[source_id]
    run = crawls(source_id)
    truth = true_of(site, crawls.sandbox.url(site))
    assert (run.status, run.reason, run.errors) == (RunStatus.OK, None, [])
    assert stored(source_id) == truth
    assert (run.seen, run.new, run.rejected) == (len(truth), len(truth), 0)
    again = crawls(source_id)
    assert (again.status, again.seen, again.unchanged, again.withdrawn) == (RunStatus.OK, len(truth), len(truth), 0)
    assert changes() == 0


def test_feeds_of_an_aquarium(crawls):
    found, ingested = crawls.mote()
    assert (found.status, found.feeds, found.new) == (RunStatus.OK, 3, 3)
    truth = true_of("mote", crawls.sandbox.url("mote"), window=from_yesterday())
    assert stored(MOTE) == truth
    assert (ingested.status, ingested.seen, ingested.new, ingested.errors) == (RunStatus.OK, len(truth), len(truth), [])
    found, ingested = crawls.mote()
    assert (found.status, found.new, found.unchanged) == (RunStatus.OK, 0, 3)
    assert (ingested.status, ingested.seen, ingested.unchanged) == (RunStatus.OK, len(truth), len(truth))
    assert (changes(), withdrawn()) == (0, 0)
