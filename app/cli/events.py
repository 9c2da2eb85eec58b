"""`events`: lists upcoming events."""

from __future__ import annotations

import typer

from app.cli.lazy import LazyCommand, LazyGroup
from app.cli.place import DataDir
from app.cli.show import AsJson, Limit, Source, show_events


class _Events(LazyGroup):
    lazy = (
        LazyCommand("match", "event_merging.match", "Find out which events of several sources are one."),
        LazyCommand(
            "show", "event_show.show", "Show what people see of an event, and which source each field is from."
        ),
        LazyCommand("edit", "event_edits.edit", "Correct what people see of an event."),
        LazyCommand("questions", "event_edits.questions", "Show corrections whose source says something else now."),
        LazyCommand("history", "event_edits.history", "Show what happened to an event."),
        LazyCommand("hide", "event_edits.hide", "Hide an event from the page, the API's lists, and the feeds."),
        LazyCommand("unhide", "event_edits.unhide", "Show a hidden event again."),
        LazyCommand("series", "event_series.series", "Show the events that are one series with an event."),
        LazyCommand("group", "event_series.group", "These events, and those of their series, are one series."),
        LazyCommand("ungroup", "event_series.ungroup", "An event is in no series with others."),
        LazyCommand("add", "event_adds.add_event", "Add an event by hand."),
        LazyCommand("duplicate", "event_adds.duplicate", "Add an event like this one, at another time."),
        LazyCommand("cancel", "event_adds.cancel", "Show an event, or one of its times, as canceled."),
        LazyCommand(
            "bulk", "event_bulk.bulk", "Hide, show, feature, unfeature, cancel, or categorize all upcoming events."
        ),
        LazyCommand("bulk-undo", "event_bulk.bulk_undo", "Undo a bulk act."),
        LazyCommand("why-joined", "event_merging.why_joined", "Show the sources' listings of an event."),
        LazyCommand("join", "event_merging.join", "Two events are one."),
        LazyCommand("split", "event_merging.split", "An event isn't the others that it was joined with."),
        LazyCommand("conflicts", "event_merging.conflicts", "Show what sources disagree about."),
        LazyCommand("suggestions", "event_merging.suggestions", "Show pairs of events that may be one."),
        LazyCommand("why", "event_why.why", "Show where each field comes from."),
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
