"""`python -m app events`: matching, why, joining, splitting, conflicts, and suggestions."""

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


def other(day):
    return concert("b", at(day), title="Marlowe Quartet Ballads", url="https://sea.example/events/4")


def test_an_editor_at_the_command_line(run):
    harvest(concert("a", at(3), title="Marlowe Quartet Ballads"))
    harvest(other(3), source_id=2)
    assert "1 are listed several times" in run("match", "--all", "--dry-run")[1]
    assert run()[1].count("Ballads") == 2
    assert "2 upcoming times compared: 1 are listed several times" in run("match")[1]
    assert run()[1].count("Ballads") == 1
    assert run("--source", "2")[1].count("Ballads") == 1
    assert "the same start (+2)" in run("why-joined", "1")[1]
    code, text = run("show", "2")
    assert (code, "also listed by: aquarium (event 2)" in text) == (0, True)
    assert "independent listings: 2 (copies" in text
    assert run("conflicts")[1] == "No source disagrees with another.\n"
    harvest(other(5), source_id=2)
    match_runs()
    assert "The Aquarium gives another time" in run("conflicts")[1]
    assert run("split", "1", "--reason", "two nights") == (
        0,
        """Event 1 is another event now.
People see:
  1  Marlowe Quartet Ballads (The Hall)
  2  Marlowe Quartet Ballads (The Aquarium)
""",
    )
    assert "refused by command line: two nights" in run("why-joined", "2")[1]
    assert run("join", "1", "2") == (
        0,
        "Events 1 and 2 are one.\nPeople see:\n  1  Marlowe Quartet Ballads (The Hall, The Aquarium)\n",
    )
    assert run("suggestions") == (0, "Nothing waits for a decision.\n")


def test_what_is_refused(run):
    assert run("split", "7")[0] == 1
    assert run("join", "7", "8") == (1, "There is no event 7.\n")
    assert run("show", "7")[0] == 1
    assert run("why-joined", "7")[0] == 1
    assert run("match", "--dry-run")[0] == 2
