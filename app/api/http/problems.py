"""Errors as RFC 9457 problem details, the format of every error answer."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

logger = logging.getLogger(__name__)


class ProblemDetails(BaseModel):
    """An error. `errors` names each parameter or field that is wrong."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(default="about:blank", examples=["about:blank"])
    title: str = Field(examples=["Not Found"])
    status: int = Field(examples=[404])
    detail: str | None = Field(default=None, examples=["There is no event 7."])
    instance: str | None = Field(default=None, examples=["/api/events/7"])
    errors: list[dict[str, Any]] | None = Field(
        default=None, examples=[[{"where": ["query", "limit"], "message": "must be at most 200"}]]
    )


def refusals(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """For a route's `responses`: its own problems. app/api/operations/openapi.py adds those that every route shares."""
    return {status.value: {"model": ProblemDetails} for status in statuses}


class Problem(Exception):
    """Raise it anywhere below a route to end the request with these details and headers."""

    def __init__(self, status: HTTPStatus, detail: str, *, headers: dict[str, str] | None = None, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.more = status, detail, headers, more


def wants_json(request: Request) -> bool:
    """Whether the client asks for JSON and for no page. Browsers, text browsers, and curl do not."""
    accepted = request.headers.get("Accept", "")
    return "json" in accepted and "text/html" not in accepted


def install(app: FastAPI) -> None:
    """Makes the application answer every error with problem details."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _defect)


def answer(
    request: Request, status: HTTPStatus, detail: str | None, headers: dict[str, str] | None = None, **more: Any
) -> JSONResponse:
    details = ProblemDetails(title=status.phrase, status=status, detail=detail, instance=request.url.path, **more)
    return JSONResponse(details.model_dump(exclude_none=True), status, headers, media_type="application/problem+json")


async def _problem(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Problem)
    return answer(request, error.status, error.detail, error.headers, **error.more)


async def _http(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    detail = error.detail if error.detail != status.phrase else None
    return answer(request, status, detail, dict(error.headers) if error.headers else None)


async def _invalid(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [
        {"where": list(found["loc"]), "message": found["msg"].removeprefix("Value error, ")} for found in error.errors()
    ]
    return answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, "Some fields are invalid.", errors=errors)


async def _defect(request: Request, error: Exception) -> JSONResponse:
    """Logs the exception. The client sees no details."""
    logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, "Marquee has a bug here. Its log has the details.")
