"""Commands that are imported when they run: importing all of them loads Scrapy, Celery, FastAPI, and Alembic, which
takes over two seconds."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command, get_group


class LazyCommand(TyperCommand):
    """Stands for a command in the list of commands. Running it, or asking for its help, imports the command itself.

    place   where to import it from in `app.cli`: a function, or a Typer that holds subcommands.
    help    one line for the list; the first words of the command's own help.
    """

    def __init__(self, name: str, place: str, help: str) -> None:  # noqa: A002  # click's name
        super().__init__(name, help=help)
        self.place = place

    def imported(self) -> Any:
        """The command itself."""
        module, _, attribute = self.place.rpartition(".")
        found = getattr(import_module(f"app.cli.{module}"), attribute)
        if isinstance(found, typer.Typer):
            command: Any = get_group(found)
        else:
            alone = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)
            alone.command(self.name)(found)
            command = get_command(alone)
        command.name = self.name
        return command

    def make_context(self, *arguments: Any, **options: Any) -> Any:
        return self.imported().make_context(*arguments, **options)


class LazyGroup(TyperGroup):
    """A group with commands that are imported when they run, listed before its other ones."""

    lazy: ClassVar[Sequence[LazyCommand]] = ()

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.commands = {**{str(command.name): command for command in self.lazy}, **self.commands}
