"""`release`: send a parked task again."""

from __future__ import annotations

from typing import Annotated

import typer

from app.cli.acting import opened
from app.cli.place import DataDir
from celery_app import app
from storage.tasks import deliveries


def release(
    task_id: Annotated[str, typer.Argument(help="The parked task's id, shown by `runs`.")], data_dir: DataDir = None
) -> None:
    """Send a parked task again under the same id."""
    with opened(data_dir) as connection:
        task = deliveries.release(connection, task_id)
    if task is None:
        typer.echo(f"there is no parked task {task_id}", err=True)
        raise typer.Exit(1)
    app.send_task(task.task, kwargs=task.kwargs, task_id=task.task_id)
    typer.echo(f"sent again: {task.task} {task.task_id}")
