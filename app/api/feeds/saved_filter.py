"""The filter of a saved search: its query parameters, read as those of a request are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus

from pydantic import ValidationError, validate_call

from app.api.calendar.filters import event_filter
from app.api.http.problems import Problem
from storage.search.listings import EventFilter

FILTERS = ("from", "until", "day", "category", "venue", "source", "free", "q", "near", "radius_km", "status")
"""The parameters of `event_filter` as requests name them."""

_checked: Callable[..., EventFilter] = validate_call(event_filter)


def filter_of(parameters: Mapping[str, str]) -> EventFilter:
    """Several statuses are parted by commas; what is no filter (`sort`, `limit`) is passed over.

    Raises Problem 422 for a value that cannot be.
    """
    told = {name: value for name, value in parameters.items() if name in FILTERS}
    statuses = told.pop("status", "")
    arguments = {**told, **({"status": [part for part in statuses.split(",") if part]} if statuses else {})}
    try:
        return _checked(**arguments)
    except ValidationError as error:
        errors = [{"where": ["query", *found["loc"]], "message": found["msg"]} for found in error.errors()]
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY, "The saved search has filters that cannot be.", errors=errors
        ) from error
