"""`captures export`: writes the answers that events were read from as a WARC file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from app.cli.acting import opened, refuse
from app.cli.captures.commands import Since, start_of
from app.cli.place import DataDir
from app.cli.show import Source
from app.cli.sources.rows import source_id_of
from core.config import settings
from scrapers.captures.warc import NoWarcio, write_warc
from storage.captures import records
from storage.captures.bodies import folder


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="For example town.warc.gz.")],
    source: Source = None,
    since: Since = None,
    data_dir: DataDir = None,
) -> None:
    """Write the captures as a WARC file, the oldest first. Captures whose body is gone are left out; then the exit
    status is 1."""
    if file.exists():
        refuse(f"{file} exists already.")
    with opened(data_dir) as connection:
        found = records.list_captures(connection, source_id=source_id_of(connection, source), since=start_of(since))
    if not found:
        refuse("There are no such captures.")
    try:
        written = write_warc(file, sorted(found, key=lambda one: (one.fetched_at, one.id)), folder(settings()))
    except (NoWarcio, OSError) as error:
        refuse(f"Couldn't write the file. {error}")
    typer.echo(f"wrote {file}: {written.answers} {'answer' if written.answers == 1 else 'answers'}")
    if written.left_out:
        ids = " ".join(key[:8] for key in written.left_out)
        refuse(f"The bodies of {len(written.left_out)} captures are gone or damaged: {ids}")
