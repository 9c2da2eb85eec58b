"""Routes for the town's categories and the rules that map what sources say to them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from app.api.access.auth import Editor
from app.api.access.public_reads import readable
from app.api.calendar.filters import NO_NUL
from app.api.http.fields import Line
from app.api.http.problems import Problem, refusals
from storage.access import audit
from storage.categories import rules
from storage.categories.rules import CategoryRefused, RuleKind
from storage.database.engine import transaction

router = APIRouter(prefix="/api", tags=["categories"])
REFUSED = refusals(HTTPStatus.CONFLICT)
CategoryName = Annotated[str, Path(min_length=1, max_length=200, pattern=NO_NUL)]


class CategoryRule(BaseModel):
    """Maps a pattern to a category of the town. `category` null: the word says nothing."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    kind: RuleKind = Field(description="Looked for in a source's own category, a title, or a source's name and title.")
    pattern: str = Field(examples=["farmers market"])
    category: str | None = Field(examples=["food"])
    created_by: str | None = Field(description="Null: Marquee brought it.")
    created_at: datetime


class CategoryRules(BaseModel):
    rules: list[CategoryRule]


class NewRule(BaseModel):
    """`category`: slug or name; null only for a word that says nothing."""

    model_config = ConfigDict(extra="forbid")

    kind: RuleKind = RuleKind.WORD
    pattern: Line
    category: Line | None


class AppliedRule(BaseModel):
    """`events`: how many have the pattern."""

    rule: CategoryRule
    events: int


class Unmapped(BaseModel):
    """A category that sources give and no rule knows."""

    model_config = ConfigDict(from_attributes=True)

    word: str
    events: int
    sources: list[str]


class UnmappedWords(BaseModel):
    words: list[Unmapped]


class NewCategory(BaseModel):
    model_config = ConfigDict(extra="forbid")

    slug: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,62}$")]
    name: Line


class CategoryRename(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Line


class TownCategories(BaseModel):
    slugs: list[str] = Field(description="The town's list now, in its order.")


@router.get("/category-rules", dependencies=[Depends(readable)])
def list_rules(
    kind: RuleKind | None = None, town_category: Annotated[Line | None, Query(alias="category")] = None
) -> CategoryRules:
    """Lists the rules, those for words first."""
    with transaction() as connection:
        found = rules.list_rules(connection, kind=kind, category=town_category)
    return CategoryRules(rules=[CategoryRule.model_validate(each) for each in found])


@router.post("/category-rules", status_code=HTTPStatus.CREATED, responses=REFUSED)
def add_rule(given: NewRule, actor: Editor) -> AppliedRule:
    """Adds a rule, and maps the events that it concerns at once."""
    with _asking() as connection:
        rule, events = rules.map_pattern(connection, given.kind, given.pattern, given.category, by=actor.name)
        shown = CategoryRule.model_validate(rule)
        _record(connection, actor.name, "map category", f"rule:{rule.id}", after=shown.model_dump(mode="json"))
    return AppliedRule(rule=shown, events=events)


@router.delete("/category-rules/{rule_id}", responses=REFUSED)
def remove_rule(rule_id: Annotated[int, Path(ge=1, le=2**31 - 1)], actor: Editor) -> AppliedRule:
    """Removes a rule, and maps the events that it concerned without it."""
    with _asking() as connection:
        rule, events = rules.unmap(connection, rule_id)
        shown = CategoryRule.model_validate(rule)
        _record(connection, actor.name, "unmap category", f"rule:{rule_id}", before=shown.model_dump(mode="json"))
    return AppliedRule(rule=shown, events=events)


@router.get("/unmapped-categories", dependencies=[Depends(readable)])
def list_unmapped(limit: Annotated[int, Query(ge=1, le=500)] = 100) -> UnmappedWords:
    """Lists the categories that sources give and no rule knows, the most frequent first."""
    with transaction() as connection:
        found = rules.unmapped(connection, limit=limit)
    return UnmappedWords(words=[Unmapped.model_validate(each) for each in found])


@router.post("/town-categories", status_code=HTTPStatus.CREATED, responses=REFUSED)
def add_category(given: NewCategory, actor: Editor) -> TownCategories:
    """Adds a category to the town's list."""
    with _asking() as connection:
        rules.add_category(connection, given.slug, given.name)
        _record(connection, actor.name, "add category", f"category:{given.slug}", after=given.name)
        return _town(connection)


@router.post("/town-categories/{town_category}/rename", responses=REFUSED)
def rename_category(town_category: CategoryName, given: CategoryRename, actor: Editor) -> TownCategories:
    """Renames a category. Its slug stays."""
    with _asking() as connection:
        slug = rules.rename_category(connection, town_category, given.name)
        _record(connection, actor.name, "rename category", f"category:{slug}", after=given.name)
        return _town(connection)


@router.delete("/town-categories/{town_category}", responses=REFUSED)
def remove_category(town_category: CategoryName, actor: Editor) -> TownCategories:
    """Removes a category with its rules."""
    with _asking() as connection:
        rules.remove_category(connection, town_category)
        _record(connection, actor.name, "remove category", f"category:{town_category}")
        return _town(connection)


def _town(connection: Connection) -> TownCategories:
    return TownCategories(slugs=[one.slug for one in rules.list_categories(connection)])


def _record(
    connection: Connection, actor: str, action: str, subject: str, *, before: object = None, after: object = None
) -> None:
    audit.record(connection, actor=actor, action=action, subject=subject, before=before, after=after)


@contextmanager
def _asking() -> Iterator[Connection]:
    """A transaction, in which a refused change ends the request with Problem 409."""
    try:
        with transaction() as connection:
            yield connection
    except CategoryRefused as error:
        raise Problem(HTTPStatus.CONFLICT, str(error)) from error
