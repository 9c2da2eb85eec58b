"""Events of a source that hasn't been confirmed for days are marked."""

from __future__ import annotations

from sqlalchemy import text

from storage.database.engine import transaction
from storage.merging.match import match_runs
from tests.api.harvest import at, concert, harvest, seed


def not_confirmed_for(days):
    with transaction() as connection:
        connection.execute(
            text("UPDATE sources SET confirmed_at = confirmed_at - make_interval(days => :days) WHERE id = 1"),
            {"days": days},
        )


def listed(client):
    return client.get("/api/occurrences").json()["occurrences"]


def test_events_are_marked_after_a_week(acting):
    seed()
    harvest(concert("first", at(3)))
    assert [one["unconfirmed_since"] for one in listed(acting)] == [None]
    not_confirmed_for(6)
    assert [one["unconfirmed_since"] for one in listed(acting)] == [None]
    not_confirmed_for(2)
    (one,) = listed(acting)
    assert one["unconfirmed_since"] is not None
    event = acting.get(f"/api/events/{one['event_id']}").json()
    assert event["unconfirmed_since"] == one["unconfirmed_since"]
    page = acting.get(f"/events/{one['event_id']}", headers={"Accept": "text/html"}, follow_redirects=True).text
    assert "Last confirmed" in page


def test_a_run_that_is_not_trusted_confirms_nothing(acting):
    seed()
    harvest(concert("first", at(3)))
    not_confirmed_for(8)
    harvest(essential_errors=["HTTP 503"], errors=[])
    assert listed(acting)[0]["unconfirmed_since"] is not None
    harvest(concert("first", at(3)))
    assert listed(acting)[0]["unconfirmed_since"] is None


def test_another_source_that_lists_it_confirms_it(acting):
    seed()
    harvest(concert("first", at(3)))
    harvest(concert("second", at(3), title="Concert first"), source_id=2)
    match_runs()
    not_confirmed_for(8)
    assert {one["unconfirmed_since"] for one in listed(acting)} == {None}
