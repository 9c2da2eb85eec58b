"""Field types that request bodies share, and the check that a body has only whole characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Request
from pydantic import Field, StringConstraints

from app.api.http.problems import Problem

NO_CONTROL = r"^[^\x00-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff]*$"
"""Text on one line that looks as it is: no control characters, bidi overrides, or characters without a width. Postgres
cannot store NUL, and a line break would let a client forge log lines."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NO_CONTROL)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_-]{0,62}$")]
"""A name used in web addresses."""
Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
BigId = Annotated[int, Field(ge=1, le=2**63 - 1)]
TaskId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$")]
"""Celery uses UUIDs. A crawl started by hand may have any name that is valid in a web address."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


async def whole_characters(request: Request) -> None:
    """A dependency of every route of the API. Raises Problem 422 if a text in the JSON has a lone surrogate such as
    `"\\ud800"`, which neither UTF-8 nor Postgres can write. Python's parser of JSON lets it through."""
    kind = request.headers.get("content-type", "json")
    if request.method in ("GET", "HEAD") or "json" not in kind or not await request.body():
        return
    try:
        given = await request.json()
    except (ValueError, RecursionError):  # FastAPI refuses it, unless the route takes no body
        return
    if any(map(_LONE_SURROGATE.search, _texts(given))):
        errors = [{"where": ["body"], "message": "A text has half of a character."}]
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Some fields are invalid.", errors=errors)


def _texts(body: Any) -> Iterator[str]:
    """All keys and values that are text."""
    left = [body]
    while left:
        one = left.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            left += [*one, *one.values()]
        elif isinstance(one, list):
            left += one
