"""The commands of `python -m app`. One folder because each module is one command, or a few about one thing."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group

from app.cli import version

COMMANDS = {
    "up": "up.up",
    "demo": "demo.demo",
    "doctor": "up.doctor",
    "env": "up.env",
    "migrate": "up.migrate",
    "sources": "sources.sources",
    "feeds": "show.feeds",
    "events": "events.events",
    "queue": "queue.queue",
    "venues": "venues.venues",
    "categories": "categories.categories",
    "runs": "runs.runs",
    "release": "show.release",
    "logs": "logs.logs",
    "crawl": "crawl.crawl",
    "read": "read.read",
    "record": "record.record",
    "export": "export.export",
    "openapi": "openapi.openapi",
    "secrets": "secrets.secrets",
    "backup": "backup.backup",
    "restore": "backup.restore",
    "prune": "prune.prune",
    "captures": "captures.captures",
    "replay": "replay.replay",
    "users": "users.users",
    "keys": "users.keys",
    "alerts": "alerts.alerts",
}
"""Where to import each command from: a function, or a Typer that holds subcommands."""


class _Imported(Mapping[str, Any]):
    """The commands by name, each imported when it is used: importing all of them loads Scrapy, Celery, and Alembic,
    which takes over a second."""

    def __getitem__(self, name: str) -> Any:
        module, _, attribute = COMMANDS[name].partition(".")
        found = getattr(import_module(f"app.cli.{module}"), attribute)
        if isinstance(found, typer.Typer):
            command: Any = get_group(found)
        else:
            alone = typer.Typer(add_completion=False, pretty_exceptions_show_locals=False)
            alone.command(name)(found)
            command = get_command(alone)
        command.name = name
        return command

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class Commands(TyperGroup):
    """Looks up its commands by name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.commands = _Imported()  # type: ignore[assignment]  # nothing adds to it


app = typer.Typer(
    cls=Commands, no_args_is_help=True, pretty_exceptions_show_locals=False, help="Marquee harvests local events."
)


@app.callback()
def marquee(
    version_: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=version.show, is_eager=True)
    ] = False,
) -> None:
    """Marquee harvests local events."""
