"""`python -m app categories` on a real database: the town's list, its rules, and words that no rule knows."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import Result

from core.items import EventItem, Occurrence
from storage.database.engine import transaction
from storage.events import write as events
from storage.runs import ledger as runs
from storage.sources import records as sources

Run = Callable[..., Result]
SOURCE = sources.SourceSeed(id=1, name="hall", title="The Hall", base_url="https://hall.example", timezone="UTC")


@pytest.fixture(autouse=True)
def town(service_environment: None) -> None:
    tomorrow = (Occurrence(starts_at=datetime.now(UTC) + timedelta(days=1), timezone="UTC"),)
    items = [
        EventItem(uid="1", title="An evening", categories=("Zoning", "All-day"), occurrences=tomorrow),
        EventItem(uid="2", title="Swan Lake", categories=("Ballet",), occurrences=tomorrow),
    ]
    with transaction() as connection:
        sources.seed(connection, [SOURCE])
        run = runs.open_run(connection, run_id="run", source_id=1, spider="hall", launched_by="test")
        events.store_batch(connection, run, items)


@pytest.fixture
def counts(marquee: Run) -> Callable[[], dict[str, int]]:
    """The number of events by category."""
    return lambda: {row["slug"]: row["events"] for row in rows(marquee("categories", "--json"))}


def rows(ran: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in ran.stdout.splitlines()]


def test_the_towns_list(marquee: Run, counts) -> None:
    assert list(counts())[:3] == ["music", "theater", "film"]
    assert (counts()["theater"], counts()["other"]) == (1, 1)
    assert "Theater and dance" in marquee("categories", "list").stdout


def test_a_word_without_a_rule_is_mapped(marquee: Run, counts) -> None:
    assert [row["word"] for row in rows(marquee("categories", "unmapped", "--json"))] == ["zoning"]
    done = marquee("categories", "map", "zoning", "Government")
    assert "Mapped the word “zoning” to government: 1 events have it." in done.stdout
    assert (counts()["government"], counts()["other"]) == (1, 0)
    assert rows(marquee("categories", "unmapped", "--json")) == []


def test_a_dry_run_changes_nothing(marquee: Run, counts) -> None:
    assert "Would map" in marquee("categories", "map", "zoning", "government", "--dry-run").stdout
    assert counts()["government"] == 0


def test_a_rule_is_removed(marquee: Run, counts) -> None:
    marquee("categories", "map", "evening", "music", "--kind", "title")
    [rule] = [row for row in rows(marquee("categories", "rules", "--json")) if row["pattern"] == "evening"]
    assert (rule["kind"], rule["category"], rule["created_by"]) == ("title", "music", "command line")
    marquee("categories", "unmap", str(rule["id"]))
    assert counts()["music"] == 0


def test_a_word_that_says_nothing(marquee: Run) -> None:
    marquee("categories", "map", "zoning", "nothing")
    assert rows(marquee("categories", "unmapped", "--json")) == []


def test_the_list_is_edited(marquee: Run, counts) -> None:
    marquee("categories", "add", "ships", "Ships")
    assert "ships is now called Boats" in marquee("categories", "rename", "ships", "Boats").stdout
    marquee("categories", "rm", "Boats")
    assert "ships" not in counts()


def test_a_category_that_the_town_does_not_have(marquee: Run) -> None:
    refused = marquee("categories", "map", "zoning", "boats")
    assert (refused.exit_code, "The town has no category 'boats'. It has: music" in refused.stderr) == (1, True)
