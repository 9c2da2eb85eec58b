"""Refuses query parameters that a route doesn't have: ignoring a misspelled filter would show the wrong events."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from http import HTTPStatus

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.api.http.problems import Problem

READS = ("GET", "HEAD")


async def known_parameters(request: Request) -> None:
    """A dependency of every route of the API. Raises Problem 422 if a request to read has an unknown parameter.
    Asynchronous, so that FastAPI starts no thread for it."""
    if request.method in READS:
        route = request.scope["route"]
        assert isinstance(route, APIRoute)
        refuse_unknown(request, set(_names(route.dependant)))


def _names(dependant: Dependant) -> Iterator[str]:
    """The query parameters of a route and of its dependencies."""
    yield from (parameter.alias for parameter in dependant.query_params)
    for other in dependant.dependencies:
        yield from _names(other)


def refuse_unknown(request: Request, names: Collection[str]) -> None:
    """Raises Problem 422 if the request has a parameter with another name."""
    unknown = [name for name in request.query_params if name not in names]
    if unknown:
        known = f"It has: {', '.join(sorted(names))}" if names else "It has no parameters."
        message = f"is not a parameter of this address. {known}"
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "Some parameters are unknown.",
            errors=[{"where": ["query", name], "message": message} for name in unknown],
        )
