"""Turns a saved search's query parameters into a filter, with the same checks as a request's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus

from pydantic import ValidationError, validate_call

from app.api.calendar.filters import event_filter
from app.api.http.problems import Problem
from storage.search.filters import EventFilter

FILTERS = (
    *("from", "until", "day", "category", "venue", "source", "free", "q", "near", "radius_km", "bbox", "begun"),
    *("evening", "online", "event", "status"),
)
"""The parameters of `event_filter` under their names in requests."""
SEPARATED = ("source", "event", "status")
"""Those of which several are separated by commas. A category may have commas."""

_checked: Callable[..., EventFilter] = validate_call(event_filter)


def filter_of(parameters: Mapping[str, str | Sequence[str]]) -> EventFilter:
    """The filter. Several statuses or sources are separated by commas, several categories are a list. Other parameters
    (`sort`, `limit`) are ignored.

    Raises Problem 422 for an invalid value.
    """
    filters = {name: _values(name, value) for name, value in parameters.items() if name in FILTERS and value}
    try:
        return _checked(**filters)
    except ValidationError as error:
        errors = [{"where": ["query", *found["loc"]], "message": found["msg"]} for found in error.errors()]
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, "Some filters of the saved search are invalid.", errors=errors
        ) from error


def _values(name: str, value: str | Sequence[str]) -> str | Sequence[str]:
    if isinstance(value, str) and name in SEPARATED:
        return [part for part in value.split(",") if part]
    return [value] if isinstance(value, str) and name == "category" else value
