"""The list of commands, which says what each one does without importing it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.cli import Commands
from app.cli.lazy import LazyCommand


def own_first_words(command: LazyCommand) -> Iterator[tuple[str, str]]:
    """What the list says about a command and its subcommands, and as much of what each says itself."""
    imported = command.imported()
    listed = str(command.help).removesuffix(".")
    yield listed, " ".join(imported.help.split())[: len(listed)]
    for one in getattr(imported, "lazy", ()):
        yield from own_first_words(one)


@pytest.mark.parametrize("command", Commands.lazy, ids=lambda command: command.name)
def test_a_command_is_listed_with_the_first_words_of_its_own_help(command):
    listed, own = zip(*own_first_words(command), strict=True)
    assert listed == own


def test_list(marquee):
    listed = marquee("--help").stdout
    assert "Start everything and keep it running." in listed
    assert "Alerts about sources: who gets them, and what was sent." in listed


def test_a_commands_own_help(marquee):
    assert "Ctrl-C stops everything" in " ".join(marquee("up", "--help").stdout.split())
    assert "--dry-run" in marquee("runs", "accept", "--help").stdout


def test_an_unknown_command(marquee):
    ran = marquee("sorces")
    assert ran.exit_code == 2
    assert "No such command 'sorces'" in ran.output
