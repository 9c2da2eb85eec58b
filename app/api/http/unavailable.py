"""Answers 503 while Postgres or Redis is down, without details that clients need not know."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from app.api.http.problems import answer
from celery_app import BROKER_AWAY
from storage.database.engine import DATABASE_AWAY, NoDatabase

RETRY_AFTER = {"Retry-After": "5"}

logger = logging.getLogger(__name__)


def install(app: FastAPI) -> None:
    for database_error in (*DATABASE_AWAY, NoDatabase):
        app.add_exception_handler(database_error, _database)
    for broker_error in BROKER_AWAY:
        app.add_exception_handler(broker_error, _broker)


async def _database(request: Request, error: Exception) -> JSONResponse:
    logger.error("%s %s: the database is down: %s", request.method, request.url.path, error)
    return answer(
        request,
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The database is not responding. Try again in a few seconds.",
        RETRY_AFTER,
    )


async def _broker(request: Request, error: Exception) -> JSONResponse:
    logger.error("%s %s: Redis is down: %s", request.method, request.url.path, error)
    return answer(
        request,
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The task queue is not responding. Try again in a few seconds.",
        RETRY_AFTER,
    )
