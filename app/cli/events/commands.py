"""`events`: lists upcoming events."""

from __future__ import annotations

import typer

from app.cli.lazy import LazyCommand, LazyGroup
from app.cli.place import DataDir
from app.cli.show import AsJson, Limit, Source, show_events


class _Events(LazyGroup):
    lazy = (
        LazyCommand("match", "events.merging.match", "Find out which events of several sources are one."),
        LazyCommand(
            "show", "events.show.show", "Show what people see of an event, and which source each field is from."
        ),
        LazyCommand("edit", "events.edits.edit", "Correct what people see of an event."),
        LazyCommand("questions", "events.edits.questions", "Show corrections whose source says something else now."),
        LazyCommand("history", "events.edits.history", "Show what happened to an event."),
        LazyCommand("hide", "events.edits.hide", "Hide an event from the page, the API's lists, and the feeds."),
        LazyCommand("unhide", "events.edits.unhide", "Show a hidden event again."),
        LazyCommand("series", "events.series.series", "Show the events that are one series with an event."),
        LazyCommand("group", "events.series.group", "These events, and those of their series, are one series."),
        LazyCommand("ungroup", "events.series.ungroup", "An event is in no series with others."),
        LazyCommand("add", "events.adds.add_event", "Add an event by hand."),
        LazyCommand("duplicate", "events.adds.duplicate", "Add an event like this one, at another time."),
        LazyCommand("cancel", "events.adds.cancel", "Show an event, or one of its times, as canceled."),
        LazyCommand(
            "bulk", "events.bulk.bulk", "Hide, show, feature, unfeature, cancel, or categorize all upcoming events."
        ),
        LazyCommand("bulk-undo", "events.bulk.bulk_undo", "Undo a bulk act."),
        LazyCommand("why-joined", "events.merging.why_joined", "Show the sources' listings of an event."),
        LazyCommand("join", "events.merging.join", "Two events are one."),
        LazyCommand("split", "events.merging.split", "An event isn't the others that it was joined with."),
        LazyCommand("conflicts", "events.merging.conflicts", "Show what sources disagree about."),
        LazyCommand("suggestions", "events.merging.suggestions", "Show pairs of events that may be one."),
        LazyCommand("why", "events.why.why", "Show where each field comes from."),
    )


events = typer.Typer(cls=_Events, invoke_without_command=True)


@events.callback()
def list_events(
    context: typer.Context,
    source: Source = None,
    limit: Limit = 20,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Show upcoming events, soonest first, in local time. One that several sources list is shown once."""
    if context.invoked_subcommand is None:
        show_events(source, limit, as_json, data_dir)
