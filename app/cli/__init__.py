"""The commands of `python -m app`. One folder because each module is one command; some have folders of subcommands."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from app.cli import version
from app.cli.lazy import LazyCommand, LazyGroup


def _is_text(argument: str) -> bool:
    try:
        argument.encode()
    except UnicodeEncodeError:  # bytes that aren't UTF-8 become lone surrogates (PEP 383)
        return False
    return True


class Commands(LazyGroup):
    """The list of `python -m app --help`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuses what neither the database nor a file's name can hold."""
        for one in args:
            if "\0" in one:
                raise typer.BadParameter(f"{one!r} has a null character.")
            if not _is_text(one):
                raise typer.BadParameter(f"{one!r} isn't UTF-8 text.")
        return super().parse_args(ctx, args)

    lazy = (
        LazyCommand("up", "up.up", "Start everything and keep it running."),
        LazyCommand(
            "demo", "demo.command.demo", "Harvest replicas of two real sites and a made-up town on this machine."
        ),
        LazyCommand("doctor", "doctor.doctor", "Show what is up, what isn't, and how to fix it."),
        LazyCommand("env", "env.env", "Print the running services' addresses for another shell."),
        LazyCommand("migrate", "migrate.migrate", "Migrate the database at DATABASE_URL to the latest schema."),
        LazyCommand(
            "sources", "sources.commands.sources", "Show the sources, their addresses, and how many feeds each has."
        ),
        LazyCommand("feeds", "show.feeds", "Show the feeds, how often scheduled runs fetch each one, and why."),
        LazyCommand("events", "events.commands.events", "Show upcoming events, soonest first, in local time."),
        LazyCommand("queue", "queue.queue", "Decide about submissions, tips, and events that wait for approval."),
        LazyCommand("venues", "venues.commands.venues", "The places of the town, and what belongs to each."),
        LazyCommand(
            "categories", "categories.categories", "The town's categories, and the rules that map words to them."
        ),
        LazyCommand("runs", "runs.commands.runs", "List the latest runs with their counts."),
        LazyCommand("release", "release.release", "Send a parked task again under the same id."),
        LazyCommand("logs", "logs.logs", "Show the log of one run on this machine."),
        LazyCommand("crawl", "crawl.crawl", "Crawl a source now."),
        LazyCommand("read", "read.read", "Print the events of a saved response, one JSON object a line."),
        LazyCommand("lint", "lint.lint", "Check an iCalendar feed or a page with schema.org events."),
        LazyCommand("record", "record.record", "Crawl a site with a spider."),
        LazyCommand(
            "export",
            "export.export",
            "Write the events as ics, rss, atom, json (JSON Feed), jsonld, csv, markdown, html, or text.",
        ),
        LazyCommand("openapi", "openapi.openapi", "Write the OpenAPI description of the HTTP API."),
        LazyCommand("secrets", "secrets.secrets", "Write a random value for each secret in docker-compose.yml."),
        LazyCommand("backup", "backup.backup", "Write the whole database to FILE."),
        LazyCommand(
            "restore", "backup.restore", "Load FILE into the database and migrate it to this version's schema."
        ),
        LazyCommand("prune", "prune.prune", "Delete captures, runs, changes, events, and audit entries."),
        LazyCommand("captures", "captures.commands.captures", "The answers that events were read from."),
        LazyCommand("replay", "captures.replay.replay", "Read the kept answers of a source with today's code."),
        LazyCommand("users", "access.users.users", "Accounts that can log in to the back office."),
        LazyCommand("keys", "access.keys.keys", "Keys for programs that use the API."),
        LazyCommand("letter", "letter.commands.letter", "The weekly letter: preview, send, and subscribers."),
        LazyCommand("alerts", "alerts.alerts", "Alerts about sources: who gets them, and what was sent."),
    )


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
