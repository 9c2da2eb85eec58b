"""Who may read: everyone, or only those with a key or a login if PUBLIC_READS is false."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from app.api.access.auth import CHALLENGE, identify
from app.api.http.problems import Problem
from core.config import settings


async def readable(request: Request) -> None:
    """A dependency of every router for reading. Raises Problem 401 if reads are not public and the request has no valid
    key or session."""
    if settings().public_reads:
        return
    if await run_in_threadpool(identify, request) is None:
        raise Problem(HTTPStatus.UNAUTHORIZED, "You need a key or a login to read here.", headers=CHALLENGE)


PUBLIC = [Depends(readable)]
"""The dependencies of routes for reading."""
