"""Turns a saved search's query parameters into a filter, with the same checks as a request's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus

from pydantic import ValidationError, validate_call

from app.api.calendar.filters import event_filter
from app.api.http.problems import Problem
from storage.search.filters import EventFilter

FILTERS = ("from", "until", "day", "category", "venue", "source", "free", "q", "near", "radius_km", "status")
"""The parameters of `event_filter` under their names in requests."""

_checked: Callable[..., EventFilter] = validate_call(event_filter)


def filter_of(parameters: Mapping[str, str]) -> EventFilter:
    """The filter. Several statuses are separated by commas. Other parameters (`sort`, `limit`) are ignored.

    Raises Problem 422 for an invalid value.
    """
    filters = {name: value for name, value in parameters.items() if name in FILTERS}
    statuses = filters.pop("status", "")
    arguments = {**filters, **({"status": [part for part in statuses.split(",") if part]} if statuses else {})}
    try:
        return _checked(**arguments)
    except ValidationError as error:
        errors = [{"where": ["query", *found["loc"]], "message": found["msg"]} for found in error.errors()]
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, "Some filters of the saved search are invalid.", errors=errors
        ) from error
