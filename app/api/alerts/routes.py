"""Routes to list, add, test, and remove where alerts go, and to read the inbox and the deliveries."""

from __future__ import annotations

from datetime import datetime, time
from http import HTTPStatus
from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field, model_validator

from app.alerts.channels import BadTarget, SendFailed, check_target, send
from app.alerts.deliver import TEST
from app.api.access.auth import Admin, Reader
from app.api.http.fields import Id, Line
from app.api.http.pagination import Limit
from app.api.http.problems import Problem, refusals
from storage.access import audit
from storage.alerts import outbox, routes
from storage.alerts.routes import Channel, Route
from storage.database.engine import transaction
from storage.health.judge import SourceState

router = APIRouter(prefix="/api/alerts", tags=["alerts"])


class NewRoute(BaseModel):
    """Hours are those of the town's zone."""

    model_config = ConfigDict(extra="forbid")

    person: Line = Field(examples=["Desk"])
    channel: Channel
    target: Line = Field(examples=["desk@events.example"])
    secret: Line | None = Field(default=None, description="Signs a webhook's messages; ntfy's access token.")
    sources: list[Id] | None = Field(default=None, max_length=1000, description="Only these; null: all.")
    severity: int = Field(default=1, ge=1, le=2, description="1: warnings too; 2: only sources that bring nothing.")
    digest: bool = Field(default=False, description="Once a day at 7:00.")
    quiet_from: time | None = None
    quiet_until: time | None = None

    @model_validator(mode="after")
    def _both_hours(self) -> Self:
        if (self.quiet_from is None) != (self.quiet_until is None):
            raise ValueError("quiet hours need both quiet_from and quiet_until")
        return self


class AlertRoute(BaseModel):
    """`target` is masked: a webhook's path is a password."""

    id: int
    person: str
    channel: Channel
    target: str
    has_secret: bool
    sources: list[int] | None
    severity: int
    digest: bool
    quiet_from: time | None
    quiet_until: time | None


class AlertRoutes(BaseModel):
    routes: list[AlertRoute]


class AlertMessage(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    source_id: int | None = Field(description="null if Marquee itself has stopped: Beat, a worker, or Redis.")
    title: str
    kind: str = Field(examples=["trouble", "over"])
    severity: int
    state: SourceState | None
    reason: str | None
    run_id: str | None
    at: datetime


class AlertInbox(BaseModel):
    messages: list[AlertMessage]
    next: int | None = Field(description="Pass it as `before` for the next page; null on the last.")


class AlertDelivery(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    message_id: int
    route_id: int
    due_at: datetime
    attempts: int
    sent_at: datetime | None
    error: str | None


class AlertLog(BaseModel):
    deliveries: list[AlertDelivery]


class Tried(BaseModel):
    """`error`: why the test message was not sent."""

    sent: bool
    error: str | None = None


@router.get("/routes")
def list_alert_routes(_actor: Admin) -> AlertRoutes:
    """Lists where alerts go."""
    with transaction() as connection:
        return AlertRoutes(routes=[_shown(one) for one in routes.list_routes(connection)])


@router.post("/routes", status_code=HTTPStatus.CREATED)
def add_alert_route(wanted: NewRoute, actor: Admin) -> AlertRoute:
    """Adds a route. A webhook must be on the public internet, unless PRIVATE_ALERTS is true."""
    try:
        check_target(wanted.channel, wanted.target)
    except BadTarget as error:
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"target: {error}") from error
    with transaction() as connection:
        added = routes.add_route(connection, Route(**wanted.model_dump()), created_by=actor.name)
        shown = _shown(added)
        after = shown.model_dump(mode="json")
        audit.record(
            connection, actor=actor.name, action="add alert route", subject=f"alert route:{added.id}", after=after
        )
    return shown


@router.delete("/routes/{route_id}", status_code=HTTPStatus.NO_CONTENT, responses=refusals(HTTPStatus.NOT_FOUND))
def remove_alert_route(route_id: Id, actor: Admin) -> None:
    """Removes a route. What it has not sent yet is not sent."""
    with transaction() as connection:
        if not routes.remove_route(connection, route_id):
            raise Problem(HTTPStatus.NOT_FOUND, f"There is no route {route_id}.")
        audit.record(connection, actor=actor.name, action="remove alert route", subject=f"alert route:{route_id}")


@router.post("/routes/{route_id}/test", responses=refusals(HTTPStatus.NOT_FOUND))
def try_alert_route(route_id: Id, _actor: Admin) -> Tried:
    """Sends a test message now, and says whether that worked."""
    with transaction() as connection:
        route = routes.find_route(connection, route_id)
    if route is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no route {route_id}.")
    try:
        send(route, TEST)
    except SendFailed as error:
        return Tried(sent=False, error=str(error))
    return Tried(sent=True)


@router.get("/inbox")
def list_alert_messages(
    _actor: Reader, before: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None, limit: Limit = 50
) -> AlertInbox:
    """Lists what happened to the sources, the newest first."""
    with transaction() as connection:
        found = outbox.list_messages(connection, before=before, limit=limit + 1)
    shown = [AlertMessage.model_validate(one) for one in found[:limit]]
    return AlertInbox(messages=shown, next=shown[-1].id if len(found) > limit else None)


@router.get("/log")
def list_alert_deliveries(_actor: Admin, limit: Limit = 50) -> AlertLog:
    """Lists what was sent and what waits, the newest first."""
    with transaction() as connection:
        found = outbox.list_deliveries(connection, limit=limit)
    return AlertLog(deliveries=[AlertDelivery.model_validate(one) for one in found])


def _shown(route: Route) -> AlertRoute:
    return AlertRoute(
        id=route.id,
        person=route.person,
        channel=route.channel,
        target=route.masked,
        has_secret=route.secret is not None,
        sources=None if route.sources is None else list(route.sources),
        severity=route.severity,
        digest=route.digest,
        quiet_from=route.quiet_from,
        quiet_until=route.quiet_until,
    )
