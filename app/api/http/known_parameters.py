"""Refuses query parameters that a route doesn't have, and second values where it takes one: an ignored filter would
show the wrong events."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from http import HTTPStatus
from typing import Any, get_args, get_origin

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.api.http.problems import Problem

READS = ("GET", "HEAD")


async def known_parameters(request: Request) -> None:
    """A dependency of every route of the API. Raises Problem 422 if a request to read has an unknown parameter, or one
    of a single value twice. Asynchronous, so that FastAPI starts no thread for it."""
    if request.method in READS:
        route = request.scope["route"]
        assert isinstance(route, APIRoute)
        parameters = dict(_parameters(route.dependant))
        refuse_unknown(request, parameters)
        _refuse_repeated(request, parameters)


def _parameters(dependant: Dependant) -> Iterator[tuple[str, Any]]:
    """The query parameters of a route and of its dependencies, each with its type."""
    yield from ((parameter.alias, parameter.field_info.annotation) for parameter in dependant.query_params)
    for other in dependant.dependencies:
        yield from _parameters(other)


def _is_list(annotation: Any) -> bool:
    return get_origin(annotation) is list or any(_is_list(inner) for inner in get_args(annotation))


def _refuse_repeated(request: Request, parameters: Mapping[str, Any]) -> None:
    given = Counter(name for name, _ in request.query_params.multi_items())
    repeated = sorted(name for name, times in given.items() if times > 1 and not _is_list(parameters[name]))
    if repeated:
        raise Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "Some parameters are given twice.",
            errors=[{"where": ["query", name], "message": "takes one value."} for name in repeated],
        )


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
