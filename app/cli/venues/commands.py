"""`venues`: lists the town's places, and corrects them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from sqlalchemy import Connection

from app.cli.acting import ACTOR, opened, refuse
from app.cli.place import DataDir
from app.cli.show import AsJson, Limit, cell, json_lines, new_table
from storage.access import audit
from storage.places import edits, reads
from storage.places.edits import PlaceRefused
from storage.places.gazetteer_file import LARGEST, BadGazetteer, read_gazetteer
from storage.places.imports import import_places
from storage.places.reads import PlaceEntry

venues = typer.Typer(invoke_without_command=True, help="The places of the town, and what belongs to each.")

Id = Annotated[int, typer.Argument(min=1, max=2**31 - 1, help="A venue's id, shown by `venues`.")]
Other = Annotated[int, typer.Argument(min=1, max=2**31 - 1, help="The other venue's id.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and change nothing.")]
Words = Annotated[str | None, typer.Option("--words", "-w", help="Part of a name, an address, or a spelling.")]


@venues.callback()
def all_venues(context: typer.Context, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """List the places, buildings before their rooms."""
    if context.invoked_subcommand is None:
        list_venues(as_json=as_json, data_dir=data_dir)


@venues.command("list")
def list_venues(words: Words = None, limit: Limit = 100, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """List the places, buildings before their rooms."""
    with opened(data_dir) as connection:
        found = reads.list_places(connection, words=words, limit=limit)
    if as_json:
        json_lines(map(asdict, found))
        return
    table = new_table("id", "name", "address", "spellings", "rooms", "events", whole=("id", "events"))
    for place in found:
        name = place.name or "–" if place.building_id is None else f"  {place.name or '–'}"
        counts = (str(place.spellings), str(place.rooms or "–"), str(place.events))
        table.add_row(str(place.id), cell(name), cell(place.address or "–"), *counts)
    Console().print(table)
    if len(found) == limit:
        typer.echo(f"The first {limit}; --limit shows more.", err=True)


@venues.command("show")
def show_venue(venue_id: Id, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """Show a place with its spellings, its rooms, and the reasons."""
    with opened(data_dir) as connection:
        place = _found(connection, venue_id)
        spelled, rooms = reads.spellings(connection, place.id), reads.rooms(connection, place.id)
        open_ = reads.suggestions(connection, place_id=place.id)
    if as_json:
        whole = {
            **asdict(place),
            "spelled": list(map(asdict, spelled)),
            "rooms": list(map(asdict, rooms)),
            "suggestions": list(map(asdict, open_)),
        }
        json_lines([whole])
        return
    typer.echo(f"{place.id}: {place.label}")
    for label, value in (("address", place.address), ("on the map", place.degrees), ("kind", place.kind)):
        typer.echo(f"  {label}: {value or '–'}")
    typer.echo("  spelled by the sources:")
    for one in spelled:
        text = ", ".join(part for part in (one.name, one.address) if part)
        typer.echo(f"    {one.id}: {text} ({', '.join(one.sources) or 'no events'}; {one.by}: {one.because})")
    for room in rooms:
        typer.echo(f"  room {room.id}: {room.name or room.address}, {room.events} events")
    for each in open_:
        typer.echo(f"  perhaps the same as {each.other_than(place.id)}: {each.reason}")


@venues.command("merge")
def merge_venues(
    venue_id: Id, into: Other, dry_run: DryRun = False, as_json: AsJson = False, data_dir: DataDir = None
) -> None:
    """Make VENUE_ID one place with INTO, which keeps its name."""
    _act(
        lambda connection: edits.merge(connection, venue_id, into, by=ACTOR),
        f"Merged {venue_id} into {into}",
        dry_run,
        as_json,
        data_dir,
    )


@venues.command("split")
def split_venue(
    spellings: Annotated[list[int], typer.Argument(min=1, help="Ids of spellings, shown by `venues show`.")],
    dry_run: DryRun = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Take spellings out of their place, into a new one. Later runs keep the two apart."""
    listed = ", ".join(map(str, spellings))
    _act(
        lambda connection: edits.split(connection, spellings, by=ACTOR)[1],
        f"Split off {listed}",
        dry_run,
        as_json,
        data_dir,
    )


@venues.command("rename")
def rename_venue(
    venue_id: Id,
    name: Annotated[str, typer.Argument(help="The name that people see; a room's without its building.")],
    address: Annotated[str | None, typer.Option(help="The address that people see. Default: as it is.")] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Set the name, and perhaps the address, that people see."""
    if not name.strip() or not name.isprintable():
        refuse("A name is one line of text.")
    _act(
        lambda connection: edits.rename(connection, venue_id, name=name.strip(), address=address, by=ACTOR),
        f"Renamed {venue_id}",
        dry_run,
        as_json,
        data_dir,
    )


@venues.command("locate", context_settings={"ignore_unknown_options": True})
def locate_venue(
    venue_id: Annotated[
        int | None, typer.Argument(min=1, max=2**31 - 1, help="The place; --geocode takes all.")
    ] = None,
    latitude: Annotated[float | None, typer.Argument(help="In degrees, north is positive.")] = None,
    longitude: Annotated[float | None, typer.Argument(help="In degrees, east is positive.")] = None,
    geocode: Annotated[
        bool, typer.Option("--geocode", help="Ask the geocoder GEOCODER_URL for places with only an address.")
    ] = False,
    limit: Limit = 100,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Set a place's coordinates, or let a geocoder find those that are missing, one request a second."""
    if geocode:
        from app.cli.venues import geocoding  # needs httpx, which takes longer to load than the other commands take

        geocoding.geocode(venue_id, limit, dry_run=dry_run, data_dir=data_dir)
        return
    if venue_id is None or latitude is None or longitude is None:
        raise typer.BadParameter("name a place, a latitude, and a longitude, or use --geocode")
    _act(
        lambda connection: edits.locate(connection, venue_id, latitude, longitude, by=ACTOR),
        f"Located {venue_id}",
        dry_run,
        as_json,
        data_dir,
    )


@venues.command("room")
def house_venue(
    venue_id: Id,
    building: Annotated[int | None, typer.Argument(min=1, max=2**31 - 1, help="The building's id.")] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Make a place a room of a building; without a building, a place of its own."""
    done = f"{venue_id} is a place of its own" if building is None else f"{venue_id} is a room of {building}"
    _act(lambda connection: edits.house(connection, venue_id, building, by=ACTOR), done, dry_run, as_json, data_dir)


@venues.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A CSV or GeoJSON file.")],
    dry_run: DryRun = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Add the town's places from a CSV file (name, address, latitude, longitude, aliases, building) or GeoJSON."""
    if file.stat().st_size > LARGEST:
        refuse(f"{file} is larger than {LARGEST >> 20} MB.")
    try:
        known = read_gazetteer(file.read_bytes())
    except BadGazetteer as error:
        refuse(f"{file}: {error}")
    with _changing(data_dir, dry_run) as connection:
        found = import_places(connection, known)
        audit.record(connection, actor=ACTOR, action="import venues", subject="venues", after=asdict(found))
    if as_json:
        json_lines([{**asdict(found), "dry_run": dry_run}])
        return
    typer.echo(
        f"{'Would import' if dry_run else 'Imported'} {found.places} places: {found.added} new, {found.joined} known, "
        f"{found.aliases} other names, {found.suggested} suggestions."
    )


@venues.command("suggestions")
def list_suggestions(limit: Limit = 100, as_json: AsJson = False, data_dir: DataDir = None) -> None:
    """List pairs of places that may be one, those with the most events first."""
    with opened(data_dir) as connection:
        found = reads.suggestions(connection, limit=limit)
    if as_json:
        json_lines(map(asdict, found))
        return
    if not found:
        typer.echo("Nothing waits for a decision.")
        return
    table = new_table("venue", "name", "other", "name", "because", whole=("venue", "other"))
    for each in found:
        table.add_row(
            str(each.place_id),
            cell(each.place or each.place_address or "–"),
            str(each.other_place_id),
            cell(each.other_place or each.other_address or "–"),
            cell(each.reason),
        )
    Console().print(table)
    typer.echo(
        "`venues accept VENUE OTHER` makes the venue one with the other, `venues refuse VENUE OTHER` keeps them apart."
    )


@venues.command("accept")
def accept_suggestion(
    venue_id: Id,
    other: Other,
    inside: Annotated[bool, typer.Option("--inside", help="VENUE_ID is a room of OTHER.")] = False,
    keep: Annotated[int | None, typer.Option(help="Whose name stays. Default: the fuller one's.")] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
    data_dir: DataDir = None,
) -> None:
    """Accept that VENUE_ID and OTHER are one place. Of the two names, that of the fuller one stays: with an address,
    coordinates, or more events."""
    done = f"{venue_id} is {'inside' if inside else 'one place with'} {other}"
    _act(
        lambda connection: edits.accept(connection, venue_id, other, inside=inside, keep=keep, by=ACTOR),
        done,
        dry_run,
        as_json,
        data_dir,
    )


@venues.command("refuse")
def refuse_suggestion(
    venue_id: Id, other: Other, dry_run: DryRun = False, as_json: AsJson = False, data_dir: DataDir = None
) -> None:
    """Keep two places apart for good."""

    def act(connection: Connection) -> int:
        edits.refuse(connection, venue_id, other, by=ACTOR)
        return venue_id

    _act(act, f"{venue_id} and {other} stay apart", dry_run, as_json, data_dir)


def _act(change: Callable[[Connection], int], done: str, dry_run: bool, as_json: bool, data_dir: Path | None) -> None:
    """Makes a change, records it, and shows the place as people see it then."""
    with _changing(data_dir, dry_run) as connection:
        place = _found(connection, change(connection))
        audit.record(connection, actor=ACTOR, action="change venue", subject=f"venue:{place.id}", after=done)
    if as_json:
        json_lines([{**asdict(place), "dry_run": dry_run}])
        return
    state = f"{place.label}, {place.spellings} spellings, {place.events} events"
    typer.echo(f"{done}{' (not done: --dry-run)' if dry_run else ''}: {place.id} is {state}.")


@contextmanager
def _changing(data_dir: Path | None, dry_run: bool) -> Iterator[Connection]:
    with opened(data_dir) as connection:
        try:
            yield connection
        except PlaceRefused as error:
            refuse(str(error))
        if dry_run:
            connection.rollback()


def _found(connection: Connection, venue_id: int) -> PlaceEntry:
    place_id = reads.place_id_of(connection, venue_id)
    place = None if place_id is None else reads.read_place(connection, place_id)
    if place is None:
        refuse(f"There is no venue {venue_id}; `python -m app venues` lists them.")
    return place
