"""The routes of a copied page: copies it, shows it, and reads it by a recipe."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from app.api.access.auth import Editor
from app.api.http.fields import TaskId
from app.api.http.problems import Problem, refusals
from app.api.sources.admin import Resolver, Url, Zone, require_public
from app.api.sources.copy.frame import HEADERS, document
from app.api.tasks.dispatch import Sent, send
from core.fetching.copies import NoCopy, kept
from core.recipes.recipe import BadRecipe, Recipe, parse_unfinished

router = APIRouter(prefix="/api/pages", tags=["sources"])
Unfinished = dict[str, str | list[str]]
MOST_FIELDS = 40


class PageToCopy(BaseModel):
    """`recipe`: null for the one that the page's cards give."""

    model_config = ConfigDict(extra="forbid")

    url: Url
    timezone: Zone = "America/New_York"
    recipe: Recipe | None = None


class Picking(BaseModel):
    """`recipe`: may lack card, title, and date, which are then still to be picked. `field` and `element`: picks the
    selector of the element with this number in the copy."""

    model_config = ConfigDict(extra="forbid")

    recipe: Annotated[Unfinished, Field(max_length=MOST_FIELDS)]
    timezone: Zone = "America/New_York"
    field: (
        Literal["card", "title", "date", "time", "place", "price", "link", "image", "description", "next_page"] | None
    ) = None
    element: Annotated[int, Field(ge=0, le=1_000_000)] | None = None


@router.post("", status_code=HTTPStatus.ACCEPTED)
def copy_page(wanted: PageToCopy, actor: Editor, resolve: Resolver, response: Response) -> Sent:
    """Starts a task that fetches a page of cards, keeps a copy for an hour, and reads it by a recipe. The copy has the
    task's id. The task's result has `recipe`, `events` with the number of each one's card, `outlines` (the number of
    each element that the recipe finds, and its field), `matched` (how many cards there are), `counts` (by field, how
    many have it), `lacking` (fields without a selector), and `faults` (how the recipe doesn't fit, as a sentence)."""
    require_public([wanted.url], resolve)
    recipe = None if wanted.recipe is None else wanted.recipe.to_json()
    arguments = {"url": wanted.url, "timezone": wanted.timezone, "recipe": recipe}
    return send("app.tasks.copy_page", arguments, actor, response, action="copy page")


@router.get("/{task_id}", response_class=HTMLResponse, responses=refusals(HTTPStatus.NOT_FOUND))
def show_copy(task_id: TaskId, _actor: Editor) -> HTMLResponse:
    """Returns the copy, for a frame of the back office: the page's text and pictures, with a number in `data-n` on each
    element. It has none of the page's scripts, styles, forms, and links."""
    try:
        return HTMLResponse(document(kept(task_id)), headers=HEADERS)
    except NoCopy as error:
        raise Problem(HTTPStatus.NOT_FOUND, str(error)) from error


@router.post("/{task_id}/parts", status_code=HTTPStatus.ACCEPTED)
def pick_part(task_id: TaskId, wanted: Picking, actor: Editor, response: Response) -> Sent:
    """Starts a task that reads the copy by a recipe, after picking a selector if `field` and `element` are given. Its
    result is that of the copy's, with `picked` (the field and its selector; a date above the cards is `heading`) or
    `refusal` (why the element can't be the field: `once`, `outside`, `unreadable`, `no_link`)."""
    if (wanted.field is None) != (wanted.element is None):
        raise _invalid({"field": "field and element are given together"})
    try:
        recipe = parse_unfinished(wanted.recipe)
    except BadRecipe as error:
        raise _invalid(error.errors) from error
    arguments: dict[str, Any] = {"copy": task_id, "recipe": recipe.to_json(), "timezone": wanted.timezone}
    return send(
        "app.tasks.pick_part",
        arguments | {"field": wanted.field, "element": wanted.element},
        actor,
        response,
        action=None,
    )


def _invalid(errors: dict[str, str]) -> Problem:
    named = [{"where": ["body", name], "message": why} for name, why in errors.items()]
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Some fields are invalid.", errors=named)
