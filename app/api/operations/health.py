"""Health checks: is the process alive, and is it ready for requests."""

from __future__ import annotations

from http import HTTPStatus
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.api.http.problems import Problem, ProblemDetails
from storage.database.engine import NoDatabase, transaction

router = APIRouter(tags=["health"])


class Health(BaseModel):
    status: Literal["ok"] = "ok"


@router.get("/healthz")
def healthz() -> Health:
    """Answers as long as the process runs. Checks nothing else."""
    return Health()


@router.get("/readyz", responses={503: {"model": ProblemDetails}})
def readyz() -> Health:
    """Answers 200 if the database responds, so that requests can be served."""
    try:
        with transaction() as connection:
            connection.execute(text("SELECT 1"))
    except (SQLAlchemyError, NoDatabase) as error:
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, "The database is not responding.") from error
    return Health()
