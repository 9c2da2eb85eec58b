"""Completes the OpenAPI description with the errors that every route can answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI

from app.api.http.problems import ProblemDetails

PROBLEM = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
EVERYWHERE = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.INTERNAL_SERVER_ERROR, HTTPStatus.SERVICE_UNAVAILABLE)
WITH_FIELDS = (HTTPStatus.UNPROCESSABLE_ENTITY,)
WITH_BODY = (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
WITH_SCOPE = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
PRIVATE = (HTTPStatus.UNAUTHORIZED,)
"""For every route, because PUBLIC_READS may be false."""


def install(app: FastAPI) -> None:
    """Replaces the application's description with the completed one, made at the first request for it."""
    describe = app.openapi

    def completed() -> dict[str, Any]:
        if app.openapi_schema is None:
            complete(describe())
        assert app.openapi_schema is not None
        return app.openapi_schema

    app.openapi = completed  # type: ignore[method-assign]  # FastAPI's documented way


def complete(description: dict[str, Any]) -> None:
    """Adds problem details. FastAPI describes 422 in its own format and omits other errors that dependencies raise."""
    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas.setdefault("ProblemDetails", ProblemDetails.model_json_schema(ref_template="#/components/schemas/{model}"))
    for path in description["paths"].values():
        for operation in path.values():
            responses = operation["responses"]
            for response in responses.values():
                if _is_validation(response):
                    response["content"] = PROBLEM
            for status in _errors(operation):
                problem = responses.setdefault(str(status.value), {"description": status.phrase})
                problem["content"] = PROBLEM
            operation["responses"] = dict(sorted(responses.items()))


def _errors(operation: dict[str, Any]) -> set[HTTPStatus]:
    found = {*EVERYWHERE, *PRIVATE}
    if "requestBody" in operation:
        found |= {*WITH_BODY, *WITH_FIELDS}
    if operation.get("parameters"):
        found |= set(WITH_FIELDS)
    if any(parameter["in"] == "path" for parameter in operation.get("parameters", ())):
        found.add(HTTPStatus.NOT_FOUND)
    if operation.get("security"):
        found |= set(WITH_SCOPE)
    return found


def _is_validation(response: dict[str, Any]) -> bool:
    schema = response.get("content", {}).get("application/json", {}).get("schema", {})
    return str(schema.get("$ref", "")).endswith(("/HTTPValidationError", "/ProblemDetails"))
