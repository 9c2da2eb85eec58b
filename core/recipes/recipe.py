"""A recipe: where the cards of a page, or the records of a JSON answer, have each part of an event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from core.recipes.paths import path_fault, selector_fault

AUTO = "auto"
"""Instead of a selector: found as on pages without a recipe."""
WITH_AUTO = ("time", "place", "link", "image", "next_page")
_LONGEST = 500
_MOST = 30


class Reads(StrEnum):
    HTML = "html"
    JSON = "json"


Path = Annotated[str, StringConstraints(strip_whitespace=True, max_length=_LONGEST)]


class Recipe(BaseModel):
    """Each path is a CSS selector, in which `::attr(NAME)` gives an attribute and `:scope` is the card itself; in JSON
    it is a JMESPath expression. "": the events have no such field. `time`, `place`, `link`, `image`, and `next_page`
    may also be "auto": found as on pages without a recipe.

    reads    html or json
    card     selects each event's card on the page, or the list of records in the answer
    title, date, time, ends, place, price, link, image, description, uid   inside the card, the first match that has
             the field. `date` may hold the hour too. `ends` and `uid` are for JSON only.
    heading  selects the dates above the cards, for cards without one. HTML only.
    next_page  the link to the next page, on the page or in the answer
    page_parameter  the query parameter that counts the pages from 1, if there is no such link
    usual    the fields that most cards have: if most lack one, the page has changed.
    ignore   selects other cards on the page, which are not wanted
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    reads: Reads = Reads.HTML
    card: Path = ""
    title: Path = ""
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
    page_parameter: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)] = ""
    usual: Annotated[tuple[str, ...], Field(max_length=_MOST)] = ()
    ignore: Annotated[tuple[Path, ...], Field(max_length=_MOST)] = ()

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if errors := dict(self._errors()):
            raise BadRecipe(errors)
        return self

    def _errors(self) -> Iterator[tuple[str, str]]:
        for name in ("card", "title"):
            if not getattr(self, name):
                yield name, "is required"
        if not self.date and not self.heading:
            yield "date", "is required, unless heading has the dates"
        for name in HTML_ONLY if self.reads is Reads.JSON else JSON_ONLY:
            if getattr(self, name):
                yield name, f"is only for {'html' if self.reads is Reads.JSON else 'json'}"
        for name in PATHS:
            written = getattr(self, name)
            found_otherwise = written == AUTO and name in WITH_AUTO and self.reads is Reads.HTML
            if written and not found_otherwise and (why := self._fault(written)):
                yield name, why
        for written in self.ignore:
            if why := self._fault(written):
                yield "ignore", why
        if unknown := [name for name in self.usual if name not in FIELDS]:
            yield "usual", f"{', '.join(unknown)}: must be some of {', '.join(FIELDS)}"

    def _fault(self, written: str) -> str:
        return path_fault(written) if self.reads is Reads.JSON else selector_fault(written)

    def to_json(self) -> dict[str, Any]:
        """Only what is set."""
        return self.model_dump(mode="json", exclude_defaults=True)


FIELDS = ("title", "date", "time", "ends", "place", "price", "link", "image", "description", "uid")
"""What a card may have."""
PATHS = tuple(
    name for name, field in Recipe.model_fields.items() if field.annotation is str and name != "page_parameter"
)
HTML_ONLY = ("heading", "ignore")
JSON_ONLY = ("ends", "uid")


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
        errors = _errors_of(error)
    sound = {name: value for name, value in given.items() if name not in errors}
    if sound.keys() < given.keys():
        try:
            Recipe.model_validate(sound)
        except ValidationError as error:
            errors = {**_errors_of(error), **errors}
    raise BadRecipe(errors)


def _errors_of(error: ValidationError) -> dict[str, str]:
    errors: dict[str, str] = {}
    for one in error.errors(include_url=False, include_input=False):
        cause = one.get("ctx", {}).get("error")
        if isinstance(cause, BadRecipe):
            errors |= cause.errors
        else:
            errors[str(one["loc"][0])] = "there is no such field" if one["type"] == "extra_forbidden" else one["msg"]
    return errors


def differences(before: Recipe | None, after: Recipe) -> dict[str, tuple[Any, Any]]:
    """By field that differs, the old and the new value; None where it is not set."""
    old, new = {} if before is None else before.to_json(), after.to_json()
    names = [name for name in Recipe.model_fields if old.get(name) != new.get(name)]
    return {name: (old.get(name), new.get(name)) for name in names}
