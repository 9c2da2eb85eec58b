"""A recipe: where the cards of a page, or the records of a JSON answer, have each part of an event."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from core.recipes.paths import path_fault, selector_fault, split_text

AUTO = "auto"
"""Instead of a selector: found as on pages without a recipe."""
WITH_AUTO = ("time", "place", "link", "image", "next_page", "detail_time")
_LONGEST = 500
_MOST = 30


class Reads(StrEnum):
    HTML = "html"
    JSON = "json"


Path = Annotated[str, StringConstraints(strip_whitespace=True, max_length=_LONGEST)]

FIELDS = ("title", "date", "time", "ends", "place", "price", "link", "image", "description", "uid")
"""What a card may have."""
DETAILS = ("detail_time", "detail_place", "detail_price", "detail_description")
PATHS = ("card", "heading", *FIELDS, "next_page", *DETAILS)
_ONLY = {"ends": Reads.JSON, "uid": Reads.JSON} | dict.fromkeys(("heading", "ignore", *DETAILS), Reads.HTML)


class Recipe(BaseModel):
    """Each path is a CSS selector, in which `::attr(NAME)` gives an attribute and `:scope` is the card itself; in JSON
    it is a JMESPath expression. "": the events have no such field. `time`, `place`, `link`, `image`, `next_page`,
    and `detail_time` may also be "auto": found as on pages without a recipe.

    reads    html or json
    card     selects each event's card on the page, or the list of records in the answer
    title, date, time, ends, place, price, link, image, description, uid   inside the card, the first match that has
             the field. `date` may hold the hour too. `title` may be, or end with, a text in quotes, for cards that have
             none of their own: `h3, 'Board Meeting'`. `ends` and `uid` are for JSON only.
    heading  selects the dates above the cards, for cards without one. HTML only.
    next_page  the link to the next page, on the page or in the answer
    page_parameter  the query parameter that counts the pages from 1, if there is no such link
    detail_time, detail_place, detail_price, detail_description   on the event's own page, which is asked if its card
             lacks one of these, and which must confirm its title and day. HTML only.
    usual    the fields that most cards have: if most lack one, the page has changed.
    ignore   selects other cards on the page, which are not wanted
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    reads: Reads = Reads.HTML
    card: Annotated[Path, Field(min_length=1)]
    title: Annotated[Path, Field(min_length=1)]
    date: Path = ""
    heading: Path = ""
    time: Path = ""
    ends: Path = ""
    place: Path = ""
    price: Path = ""
    link: Path = ""
    image: Path = ""
    description: Path = ""
    uid: Path = ""
    next_page: Path = ""
    detail_time: Path = ""
    detail_place: Path = ""
    detail_price: Path = ""
    detail_description: Path = ""
    page_parameter: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""
    usual: Annotated[tuple[str, ...], Field(max_length=_MOST)] = ()
    ignore: Annotated[tuple[Path, ...], Field(max_length=_MOST)] = ()

    @field_validator(*PATHS, "ignore")
    @classmethod
    def _sound(cls, value: str | tuple[str, ...], info: ValidationInfo) -> str | tuple[str, ...]:
        reads, name = info.data.get("reads"), str(info.field_name)
        if reads is None or not value:
            return value
        if _ONLY.get(name, reads) is not reads:
            raise ValueError(f"is only for {_ONLY[name]}")
        if value == AUTO and name in WITH_AUTO and reads is Reads.HTML:
            return value
        for written in (value,) if isinstance(value, str) else value:
            if name == "title" and reads is Reads.HTML:
                written = split_text(written)[0] or ":scope"
            if why := path_fault(written) if reads is Reads.JSON else selector_fault(written):
                raise ValueError(why)
        return value

    @field_validator("usual")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [name for name in value if name not in FIELDS]:
            raise ValueError(f"{', '.join(unknown)}: must be some of {', '.join(FIELDS)}")
        return value

    @model_validator(mode="after")
    def _dated(self) -> Self:
        if not self.date and not self.heading:
            raise ValueError("date or heading is required")
        return self

    def to_json(self) -> dict[str, Any]:
        """Only what is set."""
        return self.model_dump(mode="json", exclude_defaults=True)


class BadRecipe(ValueError):
    """Some fields of a recipe are invalid. `errors`: by field, why."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {why}" if name else why for name, why in errors.items()))
        self.errors = dict(errors)


def parse_recipe(given: Any) -> Recipe:
    """The recipe, from JSON values. Raises BadRecipe with all errors."""
    if not isinstance(given, dict):
        raise BadRecipe({"": "a recipe is a JSON object with at least card, title, and date"})
    try:
        return Recipe.model_validate(given)
    except ValidationError as error:
        raise BadRecipe(dict(map(_why, error.errors(include_url=False, include_input=False)))) from error


def parse_unfinished(given: Any) -> Recipe:
    """A recipe that may still lack its card, title, or date (""). Raises BadRecipe with all other errors."""
    if not isinstance(given, dict):
        return parse_recipe(given)
    lacking = {name: "" for name in ("card", "title") if not given.get(name)}
    filled = {**given, **dict.fromkeys(lacking, ":scope")}
    if not given.get("date") and not given.get("heading"):
        lacking["date"], filled["date"] = "", ":scope"
    return parse_recipe(filled).model_copy(update=lacking)


def _why(error: Mapping[str, Any]) -> tuple[str, str]:
    name = str(error["loc"][0]) if error["loc"] else "date"
    if error["type"] == "extra_forbidden":
        return name, "there is no such field"
    if error["type"] in ("missing", "string_too_short"):
        return name, "is required"
    return name, error["msg"].removeprefix("Value error, ")


def differences(before: Recipe | None, after: Recipe) -> dict[str, tuple[Any, Any]]:
    """By field that differs, the old and the new value; None where it is not set."""
    old, new = {} if before is None else before.to_json(), after.to_json()
    names = [name for name in Recipe.model_fields if old.get(name) != new.get(name)]
    return {name: (old.get(name), new.get(name)) for name in names}
