"""Health checks: is the process alive, is it ready for requests, and does Marquee harvest."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.alerts import watchdog
from app.alerts.watchdog import WITHOUT, Needed
from app.api.http.problems import Problem, ProblemDetails
from storage.database.engine import NoDatabase, transaction

router = APIRouter(tags=["health"])


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


@router.get("/api/health", responses={503: {"model": Harvesting}})
def show_harvesting(response: Response) -> Harvesting:
    """Answers 200 while Beat and the workers run, and 503 with the reason if they don't. Services that watch a site can
    ask it without a key."""
    condition = watchdog.look()
    missing = condition.missing
    if missing is None:
        return Harvesting(status="ok", missing=None, stopped=None, alerter_at=condition.alerter_at)
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    return Harvesting(status="stopped", missing=missing, stopped=WITHOUT[missing], alerter_at=condition.alerter_at)


@router.get("/readyz", responses={503: {"model": ProblemDetails}})
def readyz() -> Health:
    """Answers 200 if the database responds, so that requests can be served."""
    try:
        with transaction() as connection:
            connection.execute(text("SELECT 1"))
    except (SQLAlchemyError, NoDatabase) as error:
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "The database is not responding.") from error
    return Health()
