"""Routes to list, add, change, test, and remove where alerts go, and to read the inbox and the deliveries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any, NoReturn

from fastapi import APIRouter, Query
from sqlalchemy import Connection

from app.alerts.channels import BadTarget, SendFailed, check_target, send
from app.alerts.letters import write_test
from app.api.access.auth import Admin, Reader
from app.api.alerts.schemas import (
    BOTH_HOURS,
    AlertDelivery,
    AlertInbox,
    AlertLog,
    AlertMessage,
    AlertRoute,
    AlertRoutes,
    NewRoute,
    RouteChange,
    Tried,
)
from app.api.http.fields import Id
from app.api.http.pagination import Limit
from app.api.http.problems import Problem, refusals
from core.config import settings
from storage.access import audit
from storage.alerts import outbox, routes
from storage.alerts.routes import Channel, Route
from storage.alerts.standing import RouteStanding, read_standings
from storage.database.engine import transaction
from storage.sources import records

router = APIRouter(prefix="/api/alerts", tags=["alerts"])
OTHER_SERVER = "the stored key is for another server: give the new server's key, or null for none"
NOTHING = RouteStanding(None, 0, None, ())


@router.get("/routes")
def list_alert_routes(_actor: Admin) -> AlertRoutes:
    """Lists where alerts go."""
    chosen = settings()
    with transaction() as connection:
        found, standings = routes.list_routes(connection), read_standings(connection)
    return AlertRoutes(
        routes=[_shown(one, standings[one.id]) for one in found],
        mail_is_set=chosen.smtp_host is not None and chosen.smtp_from is not None,
    )


@router.post("/routes", status_code=HTTPStatus.CREATED)
def add_alert_route(wanted: NewRoute, actor: Admin) -> AlertRoute:
    """Adds a route. A webhook must be on the public internet, unless PRIVATE_ALERTS is true."""
    _check_target(wanted.channel, wanted.target)
    with transaction() as connection:
        _check_sources(connection, wanted.sources)
        added = routes.add_route(connection, Route(**wanted.model_dump()), created_by=actor.name)
        return _recorded(connection, actor.name, "add alert route", None, added)


@router.patch("/routes/{route_id}", responses=refusals(HTTPStatus.NOT_FOUND))
def change_alert_route(route_id: Id, change: RouteChange, actor: Admin) -> AlertRoute:
    """Changes a route. What waits is sent as it was due; its address and key are never shown.

    A target on another server needs `secret`, too, if the route has one: the new server's, or null for none.
    """
    given = change.model_dump(exclude_unset=True)
    with transaction() as connection:
        before = _find(connection, route_id)
    if "target" in given:
        _check_target(before.channel, change.target)
    with transaction() as connection:
        before = _find(connection, route_id)
        after = replace(before, **given)
        if before.secret is not None and "secret" not in given and after.server != before.server:
            _refuse("secret", OTHER_SERVER)
        if (after.quiet_from is None) != (after.quiet_until is None):
            _refuse("quiet_until" if after.quiet_until is None else "quiet_from", BOTH_HOURS)
        _check_sources(connection, change.sources)
        routes.change_route(connection, after, given.keys())
        return _recorded(connection, actor.name, "change alert route", before, after)


@router.delete("/routes/{route_id}", status_code=HTTPStatus.NO_CONTENT, responses=refusals(HTTPStatus.NOT_FOUND))
def remove_alert_route(route_id: Id, actor: Admin) -> None:
    """Removes a route. What it has not sent yet is not sent."""
    with transaction() as connection:
        before = _find(connection, route_id)
        routes.remove_route(connection, route_id)
        audit.record(
            connection,
            actor=actor.name,
            action="remove alert route",
            subject=f"alert route:{route_id}",
            before=_shown(before).model_dump(mode="json"),
        )


@router.post("/routes/{route_id}/test", responses=refusals(HTTPStatus.NOT_FOUND))
def try_alert_route(route_id: Id, _actor: Admin) -> Tried:
    """Sends a test message now, and says whether that worked."""
    with transaction() as connection:
        route = _find(connection, route_id)
    try:
        send(route, write_test(route.language))
    except SendFailed as error:
        return Tried(sent=False, error=str(error))
    with transaction() as connection:
        routes.mark_tested(connection, route_id)
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


def _find(connection: Connection, route_id: int) -> Route:
    route = routes.find_route(connection, route_id)
    if route is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no route {route_id}.")
    return route


def _check_target(channel: Channel, target: str) -> None:
    """Looks up the host's name, so no transaction should be open."""
    try:
        check_target(channel, target)
    except BadTarget as error:
        _refuse("target", str(error))


def _check_sources(connection: Connection, wanted: Sequence[int] | None) -> None:
    known = {one.id for one in records.list_sources(connection)} if wanted else set()
    for source_id in wanted or ():
        if source_id not in known:
            _refuse("sources", f"there is no source {source_id}")


def _refuse(field: str, why: str) -> NoReturn:
    errors = [{"where": ["body", field], "message": why}]
    raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Some fields are invalid.", errors=errors)


def _recorded(connection: Connection, actor: str, action: str, before: Route | None, after: Route) -> AlertRoute:
    """The audit log shows the addresses masked, too."""
    shown = _shown(after, read_standings(connection).get(after.id, NOTHING))
    audit.record(
        connection,
        actor=actor,
        action=action,
        subject=f"alert route:{after.id}",
        before=None if before is None else _logged(_shown(before)),
        after=_logged(shown),
    )
    return shown


def _logged(route: AlertRoute) -> Mapping[str, Any]:
    return route.model_dump(mode="json", exclude={"source_titles", "last_sent_at", "waiting", "error"})


def _shown(route: Route, standing: RouteStanding = NOTHING) -> AlertRoute:
    return AlertRoute(
        id=route.id,
        person=route.person,
        channel=route.channel,
        target=route.masked,
        has_secret=route.secret is not None,
        sources=None if route.sources is None else list(route.sources),
        source_titles=list(standing.source_titles),
        severity=route.severity,
        digest=route.digest,
        quiet_from=route.quiet_from,
        quiet_until=route.quiet_until,
        language=route.language,
        last_sent_at=standing.last_sent_at,
        waiting=standing.waiting,
        error=standing.error,
    )
