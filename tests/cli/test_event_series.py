"""`python -m app events series|group|ungroup`."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from app.cli import app
from storage.merging.match import match_runs
from tests.api.harvest import at, concert, harvest, seed


@pytest.fixture
def run(service_environment):
    seed()

    def invoke(*arguments: str) -> tuple[int, str]:
        found = CliRunner().invoke(app, ["events", *arguments])
        return found.exit_code, found.output

    return invoke


def test_a_series_at_the_command_line(run):
    harvest(*(concert(f"c{day}", at(day), title="Harbor Lights Festival") for day in (3, 4, 5)))
    match_runs()
    assert "3 dates of 3 events, by the rules" in run("series", "2")[1]
    assert run("ungroup", "2", "--reason", "other players") == (0, "Event 2 is in no series with 1, 3.\n")
    assert "1 dates of 1 events, by command line: other players" in run("series", "2")[1]
    assert run("group", "1", "2") == (0, "Events 1, 2 are one series.\n")
    assert "3 dates of 3 events, by command line: no reason given" in run("series", "2")[1]
    assert run("ungroup", "2", "--all") == (0, "Lists show each date of event 2, 1, 3.\n")
    assert "Lists show each date.\n" in run("series", "2")[1]
    assert run("group", "1") == (0, "The rules decide again about event 1.\n")
    assert "3 dates of 3 events, by the rules" in run("series", "3")[1]


def test_what_is_refused(run):
    harvest(concert("a", at(3)))
    assert run("series", "7") == (1, "There is no event 7.\n")
    assert run("group", "7", "8") == (1, "There is no event 7.\n")
    assert run("ungroup", "1") == (1, "Event 1 has one date, and is in no series.\n")
