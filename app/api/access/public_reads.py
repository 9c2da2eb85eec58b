"""Who may read: everybody by default, only those with a key or a log-in where PUBLIC_READS is false."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from app.api.access.auth import CHALLENGE, identify
from app.api.http.problems import Problem
from core.config import settings


async def readable(request: Request) -> None:
    """A dependency of every reading router; costs nothing where reads are public. Raises Problem 401 where they are
    closed and nobody valid asks."""
    if settings().public_reads:
        return
    if await run_in_threadpool(identify, request) is None:
        raise Problem(HTTPStatus.UNAUTHORIZED, "Reading needs a key or a log-in here.", headers=CHALLENGE)
