"""Health checks: is the process alive, is it ready for requests, and does Marquee harvest."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Literal
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.alerts import watchdog
from app.alerts.watchdog import WITHOUT, Needed
from app.api.access.public_reads import PUBLIC
from app.api.http.problems import Problem, ProblemDetails
from core.config import settings
from storage.database.engine import NoDatabase, transaction
from storage.health.board import count_confirmed

router = APIRouter(tags=["health"])
api = APIRouter(prefix="/api", tags=["health"])


class Health(BaseModel):
    status: Literal["ok"] = "ok"


@router.get("/healthz")
def healthz() -> Health:
    """Answers as long as the process runs. Checks nothing else."""
    return Health()


class Harvesting(BaseModel):
    """`missing`: the part that has stopped, null if all is well; `stopped`: the same in a sentence. `alerter_at`: when
    the task of each minute last ran."""

    status: Literal["ok", "stopped"]
    missing: Needed | None
    stopped: str | None = Field(examples=["Beat is not running, so nothing is harvested on schedule."])
    alerter_at: datetime | None


@api.get("/health")
def show_harvesting() -> Harvesting:
    """Says whether Beat and the workers run. `/harvestz` says the same by its status, for services that watch sites."""
    condition = watchdog.look()
    missing = condition.missing
    return Harvesting(
        status="ok" if missing is None else "stopped",
        missing=missing,
        stopped=None if missing is None else WITHOUT[missing],
        alerter_at=condition.alerter_at,
    )


@router.get("/harvestz", include_in_schema=False)
def harvestz() -> Health:
    """Answers 200 while Beat and the workers run, and 503 with the reason if they don't."""
    missing = watchdog.look().missing
    if missing is not None:
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, WITHOUT[missing])
    return Health()


class Freshness(BaseModel):
    """How many sources were confirmed today, in the town's zone, of those that ever were."""

    confirmed: int = Field(examples=[18])
    sources: int = Field(examples=[19])
    since: datetime


@api.get("/freshness", dependencies=PUBLIC)
def show_freshness() -> Freshness:
    """Says how fresh the calendar is: "18 of 19 sources confirmed today"."""
    since = datetime.now(ZoneInfo(settings().timezone)).replace(hour=0, minute=0, second=0, microsecond=0)
    with transaction() as connection:
        confirmed, sources = count_confirmed(connection, since)
    return Freshness(confirmed=confirmed, sources=sources, since=since)


@router.get("/readyz", responses={503: {"model": ProblemDetails}})
def readyz() -> Health:
    """Answers 200 if the database responds, so that requests can be served."""
    try:
        with transaction() as connection:
            connection.execute(text("SELECT 1"))
    except (SQLAlchemyError, NoDatabase) as error:
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "The database is not responding.") from error
    return Health()
