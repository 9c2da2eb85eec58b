"""`python -m app venues` on a real database: lists the town's places, and corrects them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import Result

from core.items import EventItem, Occurrence, Venue
from storage.access import audit
from storage.database.engine import transaction
from storage.events import write as events
from storage.places.link import link
from storage.runs import ledger as runs
from storage.sources import records as sources

Run = Callable[..., Result]
SOURCE = sources.SourceSeed(id=1, name="hall", title="The Hall", base_url="https://hall.example", timezone="UTC")
VENUES = (
    Venue(name="Gray Heron Music Hall", address="2 Bay St"),
    Venue(name="Gray Heron", address="2 Bay Street"),
    Venue(name="Pelican Stage", address="2 Bay St"),
)


@pytest.fixture(autouse=True)
def town(service_environment: None) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    items = [
        EventItem(
            uid=f"{n}", title=f"Event {n}", venue=venue, occurrences=(Occurrence(starts_at=tomorrow, timezone="UTC"),)
        )
        for n, venue in enumerate(VENUES)
    ]
    with transaction() as connection:
        sources.seed(connection, [SOURCE])
        run = runs.open_run(connection, run_id="run", source_id=1, spider="hall", launched_by="test")
        events.store_batch(connection, run, items)
        link(connection)


@pytest.fixture
def places(marquee: Run) -> Callable[[], dict[str, dict[str, object]]]:
    """The listed places by name."""
    return lambda: {row["name"]: row for row in map(json.loads, marquee("venues", "--json").stdout.splitlines())}


def test_the_list(marquee: Run) -> None:
    shown = marquee("venues").stdout
    assert "Gray Heron Music Hall" in shown
    assert "Pelican Stage" in shown


def test_what_belongs_to_a_place(marquee: Run, places) -> None:
    shown = marquee("venues", "show", str(places()["Gray Heron Music Hall"]["id"])).stdout
    assert "Gray Heron, 2 Bay Street (The Hall; rules: same address: 2 bay" in shown
    assert "perhaps the same as" in shown


def test_a_suggestion_is_accepted(marquee: Run, places) -> None:
    [suggestion] = map(json.loads, marquee("venues", "suggestions", "--json").stdout.splitlines())
    known = places()
    pelican, heron = (str(known[name]["id"]) for name in ("Pelican Stage", "Gray Heron Music Hall"))
    done = marquee("venues", "accept", pelican, heron)
    assert f"{heron} is Gray Heron Music Hall, 3 spellings, 3 events" in done.stdout, suggestion
    assert "Nothing waits" in marquee("venues", "suggestions").stdout


def test_a_dry_run_changes_nothing(marquee: Run, places) -> None:
    pelican, heron = (str(places()[name]["id"]) for name in ("Pelican Stage", "Gray Heron Music Hall"))
    done = marquee("venues", "merge", pelican, heron, "--dry-run")
    assert "not done: --dry-run" in done.stdout
    assert "3 spellings" in done.stdout
    assert len(places()) == 2


def test_a_spelling_is_split_off_and_renamed(marquee: Run, places) -> None:
    heron = places()["Gray Heron Music Hall"]["id"]
    [whole] = map(json.loads, marquee("venues", "show", str(heron), "--json").stdout.splitlines())
    short = next(str(one["id"]) for one in whole["spelled"] if one["name"] == "Gray Heron")
    marquee("venues", "split", short)
    marquee("venues", "rename", short, "The Heron", "--address", "2 Bay Street, Harborville")
    marquee("venues", "locate", short, "27.3", "-82.5")
    found = places()["The Heron"]
    assert (found["address"], found["latitude"], found["longitude"]) == ("2 Bay Street, Harborville", 27.3, -82.5)


def test_a_file_is_imported(marquee: Run, places, tmp_path) -> None:
    file = tmp_path / "town.csv"
    file.write_text("name,address,latitude,longitude\nGray Heron,2 Bay St,27.3,-82.5\nOtter Pier,9 Bay St,,\n")
    done = marquee("venues", "import", str(file))
    assert "Imported 2 places: 1 new, 1 known" in done.stdout
    assert places()["Gray Heron"]["latitude"] == 27.3


def test_a_bad_file_says_what_is_wrong(marquee: Run, tmp_path) -> None:
    file = tmp_path / "town.csv"
    file.write_text("title\nHall\n")
    refused = marquee("venues", "import", str(file))
    assert (refused.exit_code, "needs a column `name`" in refused.stderr) == (1, True)


def test_an_unknown_venue(marquee: Run) -> None:
    refused = marquee("venues", "show", "999")
    assert (refused.exit_code, "There is no venue 999" in refused.stderr) == (1, True)


def test_what_was_done_is_in_the_audit_log(marquee: Run, places) -> None:
    pelican, heron = (str(places()[name]["id"]) for name in ("Pelican Stage", "Gray Heron Music Hall"))
    marquee("venues", "refuse", pelican, heron)
    with transaction() as connection:
        [entry] = audit.read_log(connection, limit=1)
    assert (entry.actor, entry.action, entry.after) == (
        "command line",
        "change venue",
        f"{pelican} and {heron} stay apart",
    )
