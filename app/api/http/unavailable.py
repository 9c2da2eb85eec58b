"""Postgres or Redis away: 503, without a word of why to the outside."""

from __future__ import annotations

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from app.api.http.problems import answer
from storage.database.engine import DATABASE_AWAY, NoDatabase

BROKER_AWAY = (BrokerError, RedisError)
RETRY_AFTER = {"Retry-After": "5"}

logger = logging.getLogger(__name__)


def install(app: FastAPI) -> None:
    for away in (*DATABASE_AWAY, NoDatabase):
        app.add_exception_handler(away, _database)
    for lost in BROKER_AWAY:
        app.add_exception_handler(lost, _broker)


async def _database(request: Request, error: Exception) -> JSONResponse:
    logger.error("%s %s: the database is away: %s", request.method, request.url.path, error)
    return answer(request, HTTPStatus.SERVICE_UNAVAILABLE, "The database does not answer.", RETRY_AFTER)


async def _broker(request: Request, error: Exception) -> JSONResponse:
    logger.error("%s %s: Redis is away: %s", request.method, request.url.path, error)
    return answer(request, HTTPStatus.SERVICE_UNAVAILABLE, "The queue does not answer.", RETRY_AFTER)
