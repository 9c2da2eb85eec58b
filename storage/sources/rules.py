"""A source's rules: which of its events are taken, and what is filled in where its pages say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from core.items import Venue
from core.limits import CATEGORY, NAME, STREET

MOST_PHRASES = 50
MOST_KM = 1000
_PHRASE = 100

Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=_PHRASE)]
Phrases = Annotated[tuple[Phrase, ...], Field(max_length=MOST_PHRASES)]
Category = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=CATEGORY)]


class SourceRules(BaseModel):
    """Phrases match whole words, regardless of case and accents: `art` matches "Art & Wine", not "Party". An event must
    pass every rule that is set; one phrase of a list is enough.

    include_titles, include_categories, include_places   only events that have one of these phrases there
    exclude_titles, exclude_categories, exclude_places   no events that have one of these phrases there
    near_latitude, near_longitude, within_km   only places within this distance, in WGS 84 degrees and kilometers
    first_day, last_day   only dates on which this day or a later one, or this day or an earlier one, is included
    venue_name, venue_address   the place of events that name none; of all events with `all_at_venue`
    default_categories   the categories of events that have none
    needs_approval   new events stay hidden until an editor accepts them (`storage.queue`)
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    include_titles: Phrases = ()
    exclude_titles: Phrases = ()
    include_categories: Phrases = ()
    exclude_categories: Phrases = ()
    include_places: Phrases = ()
    exclude_places: Phrases = ()
    near_latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    near_longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    within_km: Annotated[float, Field(gt=0, le=MOST_KM)] | None = None
    first_day: date | None = None
    last_day: date | None = None
    venue_name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME)] | None = None
    venue_address: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=STREET)] | None = (
        None
    )
    all_at_venue: bool = False
    default_categories: Annotated[tuple[Category, ...], Field(max_length=MOST_PHRASES)] = ()
    needs_approval: bool = False

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if len({value is None for value in (self.near_latitude, self.near_longitude, self.within_km)}) > 1:
            raise ValueError("near_latitude, near_longitude, and within_km belong together: set all three, or none")
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValueError("last_day is before first_day")
        if self.venue_name is None and (self.venue_address is not None or self.all_at_venue):
            raise ValueError("venue_address and all_at_venue need a venue_name")
        return self

    @property
    def venue(self) -> Venue | None:
        return None if self.venue_name is None else Venue(name=self.venue_name, address=self.venue_address)

    def to_json(self) -> dict[str, Any]:
        """Only the rules that are set."""
        return self.model_dump(mode="json", exclude_defaults=True)


NO_RULES = SourceRules()
LISTS = frozenset(name for name, value in NO_RULES if isinstance(value, tuple))
"""The rules that are lists."""


class BadRules(ValueError):
    """Some rules are invalid. `errors`: by rule, why; those that concern several are under ""."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {why}" if name else why for name, why in errors.items()))
        self.errors = errors


def parse_rules(given: Mapping[str, Any]) -> SourceRules:
    """The rules, from JSON values. Raises BadRules."""
    try:
        return SourceRules.model_validate(given)
    except ValidationError as error:
        errors = {}
        for one in error.errors(include_url=False, include_input=False):
            name = str(one["loc"][0]) if one["loc"] else ""
            errors[name] = "there is no such rule" if one["type"] == "extra_forbidden" else _why(one["msg"])
        raise BadRules(errors) from error


def _why(message: str) -> str:
    return message.removeprefix("Value error, ")
