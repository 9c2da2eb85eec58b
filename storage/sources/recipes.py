"""The recipes of sources: the one that a harvest reads by, and the one that a run offers because the page changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from core.recipes.recipe import Recipe, differences, parse_recipe
from storage.tables.sources import sources


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipeOffer:
    """A recipe that reads the page as it is now. `why`: how the page differs from the source's recipe."""

    recipe: Recipe
    why: str
    run_id: str
    at: datetime

    def differences(self, before: Recipe | None) -> dict[str, tuple[Any, Any]]:
        """By field, the value in the source's recipe and the offered one."""
        return differences(before, self.recipe)


class NoOffer(LookupError):
    """No run offers another recipe for the source."""


def set_recipe(connection: Connection, source_id: int, recipe: Recipe | None) -> None:
    """Sets or removes the recipe. What a run offers is dropped with it."""
    changed = {"recipe": None if recipe is None else recipe.to_json(), "recipe_offer": None}
    connection.execute(sources.update().where(sources.c.id == source_id).values(**changed))


def save_offer(connection: Connection, source_id: int, *, recipe: Recipe, why: str, run_id: str) -> None:
    at = connection.execute(select(func.now())).scalar_one()
    offer = {"recipe": recipe.to_json(), "why": why, "run_id": run_id, "at": at.isoformat()}
    connection.execute(sources.update().where(sources.c.id == source_id).values(recipe_offer=offer))


def drop_offer(connection: Connection, source_id: int) -> None:
    connection.execute(sources.update().where(sources.c.id == source_id).values(recipe_offer=None))


def read_offer(connection: Connection, source_id: int) -> RecipeOffer | None:
    offer = connection.execute(select(sources.c.recipe_offer).where(sources.c.id == source_id)).scalar()
    if offer is None:
        return None
    at = datetime.fromisoformat(offer["at"])
    return RecipeOffer(recipe=parse_recipe(offer["recipe"]), why=offer["why"], run_id=offer["run_id"], at=at)


def accept_offer(connection: Connection, source_id: int) -> Recipe:
    """Makes the offered recipe the source's. Raises NoOffer."""
    connection.execute(select(sources.c.id).where(sources.c.id == source_id).with_for_update())
    offer = read_offer(connection, source_id)
    if offer is None:
        raise NoOffer(f"No run offers another recipe for source {source_id}.")
    set_recipe(connection, source_id, offer.recipe)
    return offer.recipe
