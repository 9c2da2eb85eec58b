"""Comparing a source with its site's listing page: what is usual, and when the page is asked again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from storage.database.engine import transaction
from storage.health.listing import Comparison, page_due, usual
from tests.health.runs import ends, seed, states

NOW = datetime.now(UTC)
PAGE = "https://hall.example/events"


def days_ago(days, share, **more):
    return Comparison(NOW - timedelta(days=days), share, **more)


@pytest.mark.parametrize(
    ("comparisons", "expected"),
    [
        ([], None),
        ([days_ago(1, 0.9), days_ago(8, 1.0)], 0.95),
        ([days_ago(1, 0.4, odd=True), days_ago(8, 1.0)], 1.0),
        ([days_ago(1, 0.4, odd=True, accepted=True), days_ago(8, 1.0)], 0.4),
        ([days_ago(1, None), days_ago(8, 1.0)], 1.0),
        ([days_ago(90, 1.0)], 1.0),  # discovery's alone
        ([days_ago(1, 0.4, odd=True), days_ago(8, 0.4, odd=True), days_ago(16, 1.0)], None),
    ],
)
def test_what_is_usual(comparisons, expected):
    assert usual(comparisons)[0] == expected


@pytest.fixture
def hall(service_environment):
    """A source that discovery compared with 10 of 10 titles of its listing page eight days ago."""
    (source_id,) = seed("hall")
    found = {"at": (NOW - timedelta(days=8)).isoformat(), "listing": PAGE, "listed": 10, "covered": 10}
    with transaction() as connection:
        connection.execute(text("UPDATE sources SET found = cast(:found AS jsonb)"), {"found": json.dumps(found)})
    return source_id


def due(source_id):
    with transaction() as connection:
        return page_due(connection, source_id)


def compared(source_id, titles, seen=10):
    return ends(source_id, seen=seen, listing_asked=True, listing_titles=titles)


def check_of(run_id):
    with transaction() as connection:
        found = text("SELECT decision -> 'checks' FROM runs WHERE id = :id")
        checks = connection.execute(found, {"id": run_id}).scalar_one()
    return next((one for one in checks if one["measure"] == "listing"), None)


def shown(*numbers):
    return [f"Event {number}" for number in numbers]


def let_days_pass(days):
    with transaction() as connection:
        connection.execute(text("UPDATE runs SET started_at = started_at - :by"), {"by": timedelta(days=days)})
        connection.execute(
            text("""UPDATE runs SET decision = jsonb_set(decision, '{measures,listing_at}', to_jsonb(
                        cast(decision #>> '{measures,listing_at}' AS float8) - :seconds))
                     WHERE decision -> 'measures' ? 'listing_at'"""),
            {"seconds": days * 86400},
        )


def test_a_feed_that_lacks_what_its_site_lists(hall):
    assert due(hall) == PAGE
    run_id = compared(hall, shown(*range(5), *range(100, 105)))
    assert (states(hall), check_of(run_id)["value"]) == (["suspect"], 0.5)
    assert check_of(run_id)["said"] == "50% of the titles on the site's listing page, usually 100%"
    assert due(hall) is None
    later = ends(hall, seen=10)
    assert (states(hall), check_of(later)["odd"]) == (["suspect"], True)
    let_days_pass(1)
    assert due(hall) == PAGE
    compared(hall, shown(*range(10)))
    assert states(hall) == ["suspect", "healthy"]
    assert due(hall) is None
    let_days_pass(7)
    assert due(hall) == PAGE


def test_all_titles_are_there_in_other_words(hall):
    run_id = compared(hall, [f"EVENT {number}! (Sold Out)" for number in range(10)])
    assert (states(hall), check_of(run_id)["value"]) == (["healthy"], 1.0)


@pytest.mark.parametrize("titles", [(), shown(100, 101)])
def test_a_page_that_says_nothing_is_asked_again_the_next_day(hall, titles):
    run_id = compared(hall, titles)
    assert (states(hall), check_of(run_id), due(hall)) == (["healthy"], None, None)
    let_days_pass(1)
    assert due(hall) == PAGE


def test_rules_that_leave_events_out_have_no_usual_share_yet(hall):
    with transaction() as connection:
        connection.execute(text("""UPDATE sources SET rules = '{"include_titles": ["event"]}'"""))
    compared(hall, shown(*range(5), *range(100, 105)))
    assert states(hall) == ["healthy"]
    let_days_pass(7)
    run_id = compared(hall, shown(*range(2), *range(100, 108)))
    assert (check_of(run_id)["usual"], states(hall)) == (0.5, ["healthy", "suspect"])


def test_a_person_names_the_page(marquee, service_environment):
    """Of a source that somebody entered by hand: its first comparison is a day later, and nothing is usual before."""
    (source_id,) = seed("hall")
    changed = marquee("sources", "edit", str(source_id), "--listing", PAGE)
    assert changed.output == f"Changed source {source_id}: listing={PAGE}.\n"
    assert f"Runs compare it about once a week with {PAGE}." in marquee("sources", "why", str(source_id)).output
    assert due(source_id) is None
    with transaction() as connection:
        earlier = (NOW - timedelta(days=1)).isoformat()
        connection.execute(
            text("UPDATE sources SET found = found || jsonb_build_object('at', cast(:at AS text))"), {"at": earlier}
        )
    assert due(source_id) == PAGE
    compared(source_id, shown(*range(8), 100, 101))
    assert (states(source_id), due(source_id)) == (["healthy"], None)
    marquee("sources", "edit", str(source_id), "--listing", "")
    let_days_pass(30)
    assert due(source_id) is None


def test_a_source_without_a_listing_page(service_environment):
    (source_id,) = seed("hall")
    ends(source_id, seen=10)
    assert due(source_id) is None
