"""Routes for the recipe of a source: shows it and the one that a run offers, sets, removes, and accepts it."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy import Connection

from app.api.access.auth import Actor, Editor, Reader
from app.api.http.fields import Id
from app.api.http.problems import Problem, refusals
from core.recipes.recipe import Recipe
from storage.access import audit
from storage.database.engine import transaction
from storage.sources import recipes
from storage.sources import records as sources
from storage.sources.recipes import NoOffer
from storage.sources.records import SourceRecord

router = APIRouter(prefix="/api/sources/{source_id}/recipe", tags=["sources"])


class RecipeChange(BaseModel):
    """A field in which the offered recipe differs. null: not set."""

    field: str = Field(examples=["time"])
    old: str | list[str] | None
    new: str | list[str] | None


class OfferedRecipe(BaseModel):
    """A recipe that fits the page as it is now. `why`: how the page differs from the source's recipe."""

    recipe: Recipe
    why: str = Field(examples=["most cards had an hour, and now none of 12 has"])
    run_id: str
    at: datetime
    changes: list[RecipeChange]


class SourceRecipe(BaseModel):
    """`recipe`: null if each harvest finds the cards again. `offer`: null if no run offers another."""

    source_id: int
    recipe: Recipe | None
    offer: OfferedRecipe | None


@router.get("", responses=refusals(HTTPStatus.NOT_FOUND))
def show_recipe(source_id: Id, _actor: Reader) -> SourceRecipe:
    """Returns by which recipe a source is read, and the one that a run offers because the page changed."""
    with transaction() as connection:
        return _shown(connection, _source(connection, source_id))


@router.put("", responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT))
def set_recipe(source_id: Id, wanted: Recipe, actor: Editor) -> SourceRecipe:
    """Sets the recipe. The result of a preview with it has what it reads, and completes `usual` and `ignore`. 409 for a
    source that isn't read as cards."""
    with transaction() as connection:
        before = _source(connection, source_id)
        if before.spider != "cards":
            detail = f"Source {source_id} is read as {before.spider}. Only a source that is read as cards has a recipe."
            raise Problem(HTTPStatus.CONFLICT, detail)
        recipes.set_recipe(connection, source_id, wanted)
        return _recorded(connection, actor, "set recipe", before)


@router.delete("", responses=refusals(HTTPStatus.NOT_FOUND))
def remove_recipe(source_id: Id, actor: Editor) -> SourceRecipe:
    """Removes the recipe: each harvest finds the cards again."""
    with transaction() as connection:
        before = _source(connection, source_id)
        recipes.set_recipe(connection, source_id, None)
        return _recorded(connection, actor, "remove recipe", before)


@router.post("/accept", responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT))
def accept_recipe(source_id: Id, actor: Editor) -> SourceRecipe:
    """Makes the offered recipe the source's. 409 if no run offers one."""
    with transaction() as connection:
        before = _source(connection, source_id)
        try:
            recipes.accept_offer(connection, source_id)
        except NoOffer as error:
            raise Problem(HTTPStatus.CONFLICT, str(error)) from error
        return _recorded(connection, actor, "accept recipe", before)


def _source(connection: Connection, source_id: int) -> SourceRecord:
    found = sources.find_source(connection, source_id)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no source {source_id}.")
    return found


def _shown(connection: Connection, source: SourceRecord) -> SourceRecipe:
    offer = recipes.read_offer(connection, source.id)
    offered = None
    if offer is not None:
        changes = [
            RecipeChange(field=name, old=old, new=new) for name, (old, new) in offer.differences(source.recipe).items()
        ]
        offered = OfferedRecipe(recipe=offer.recipe, why=offer.why, run_id=offer.run_id, at=offer.at, changes=changes)
    return SourceRecipe(source_id=source.id, recipe=source.recipe, offer=offered)


def _recorded(connection: Connection, actor: Actor, action: str, before: SourceRecord) -> SourceRecipe:
    after = _source(connection, before.id)
    audit.record(
        connection,
        actor=actor.name,
        action=action,
        subject=f"source:{before.id}",
        before=_plain(before),
        after=_plain(after),
    )
    return _shown(connection, after)


def _plain(source: SourceRecord) -> dict[str, Any]:
    return {"recipe": None if source.recipe is None else source.recipe.to_json()}
