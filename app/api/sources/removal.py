"""The routes that say what a source's removal takes away, and remove it."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from app.api.access.auth import Editor
from app.api.http.fields import Id
from app.api.http.problems import Problem, refusals
from app.board.removal import own_schedules, remove_source
from storage.access import audit
from storage.database.engine import transaction
from storage.merging.turns import RowsBusy
from storage.runs.ledger import SourceBusy
from storage.sources import records, removal
from storage.sources.records import SourceRecord
from storage.sources.removal import HoldsOwnEvents

router = APIRouter(prefix="/api/sources", tags=["sources"])


class SourceRemoval(BaseModel):
    """What a source's removal deletes."""

    model_config = ConfigDict(from_attributes=True)

    source_id: int
    title: str
    upcoming: int = Field(description="Events that people see now.")
    shared: int = Field(description="Those among them that other sources list, too. People still see these.")
    others: int = Field(description="Past, withdrawn, and hidden events.")
    corrected: int = Field(description="Events with corrections by people.")
    runs: int
    schedules: list[str] = Field(description="For this source alone. They are removed or turned off.")


@router.get("/{source_id}/removal", responses=refusals(HTTPStatus.NOT_FOUND))
def foresee_removal(source_id: Id, _actor: Editor) -> SourceRemoval:
    """Says what would be deleted with a source. Changes nothing."""
    with transaction() as connection:
        source = _find(connection, source_id)
        found = removal.foresee(connection, source_id)
        named = [one.name for one in own_schedules(connection, source_id)]
    return SourceRemoval(
        source_id=source.id,
        title=source.title,
        upcoming=found.upcoming,
        shared=found.shared,
        others=found.others,
        corrected=found.corrected,
        runs=found.runs,
        schedules=named,
    )


@router.delete(
    "/{source_id}",
    status_code=HTTPStatus.NO_CONTENT,
    responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def delete_source(source_id: Id, actor: Editor) -> None:
    """Removes a source with its events, runs, and schedules, for good. What other sources list stays. 409 while a run
    reads it, and if it holds the events that editors added. To keep the events, pause it instead."""
    with transaction() as connection:
        source = _find(connection, source_id)
        before = {
            "name": source.name,
            "title": source.title,
            "spider": source.spider,
            "base_url": source.base_url,
            "timezone": source.timezone,
            "floor": source.floor,
            "settings": source.settings,
            "rules": source.rules.to_json(),
        }
        try:
            remove_source(connection, source_id, by=actor.name)
        except (SourceBusy, HoldsOwnEvents, RowsBusy) as error:
            raise Problem(HTTPStatus.CONFLICT, str(error)) from error
        audit.record(connection, actor=actor.name, action="remove source", subject=f"source:{source_id}", before=before)


def _find(connection: Connection, source_id: int) -> SourceRecord:
    source = records.find_source(connection, source_id)
    if source is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no source {source_id}.")
    return source
