"""Refuses query parameters that a route doesn't have: ignoring a misspelled filter would show the wrong events."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from http import HTTPStatus

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.api.http.problems import Problem


def known_parameters(request: Request) -> None:
    """A dependency of every router for reading. Raises Problem 422 for an unknown parameter, unless the route has no
    parameters at all."""
    route = request.scope["route"]
    assert isinstance(route, APIRoute)
    names = set(_names(route.dependant))
    if names:
        refuse_unknown(request, names)


def _names(dependant: Dependant) -> Iterator[str]:
    """The query parameters of a route and of its dependencies."""
    yield from (parameter.alias for parameter in dependant.query_params)
    for other in dependant.dependencies:
        yield from _names(other)


def refuse_unknown(request: Request, names: Collection[str]) -> None:
    """Raises Problem 422 if the request has a parameter with another name."""
    unknown = [name for name in request.query_params if name not in names]
    if unknown:
        message = f"is not a parameter of this address. It has: {', '.join(sorted(names))}"
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "Some parameters are unknown.",
            errors=[{"where": ["query", name], "message": message} for name in unknown],
        )
