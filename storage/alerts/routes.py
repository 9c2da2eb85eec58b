"""Adds, changes, and lists the routes of alerts, and decides when a route may be used."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, func, insert, select, update

from storage.tables.alerts import alert_routes

DIGEST_AT = time(7)
"""Daily digests are sent at this hour of the town's zone."""


class Channel(StrEnum):
    """slack: Mattermost takes the same messages."""

    EMAIL = "email"
    SLACK = "slack"
    TEAMS = "teams"
    NTFY = "ntfy"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """`sources`: ids, None for all. `severity`: the least that it gets. `quiet_*`: hours of the town's zone, both or
    neither, and possibly across midnight. `secret`: signs a webhook's messages; ntfy's access token. `language`: of the
    messages."""

    id: int = 0
    person: str
    channel: Channel
    target: str
    secret: str | None = None
    sources: Sequence[int] | None = None
    severity: int = 1
    digest: bool = False
    quiet_from: time | None = None
    quiet_until: time | None = None
    language: str = "en"

    @property
    def masked(self) -> str:
        """The target for lists and logs: all but the server may be a password."""
        if self.channel is Channel.EMAIL:
            name, _, domain = self.target.rpartition("@")
            return f"{name[:1]}…@{domain}"
        return f"{self.server}/…" if self.server else "…"

    @property
    def server(self) -> str:
        """The one that gets the secret: `https://hooks.example`, with its port if the target names one. "" for e-mail
        and for a target that isn't a web address."""
        try:
            parts = urlsplit(self.target)
            port = parts.port
        except ValueError:
            return ""
        if self.channel is Channel.EMAIL or not parts.hostname:
            return ""
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        return f"{parts.scheme}://{host}" if port is None else f"{parts.scheme}://{host}:{port}"


def add_route(connection: Connection, route: Route, *, created_by: str) -> Route:
    values = {name: getattr(route, name) for name in _NAMES if name != "id"}
    added = connection.execute(
        insert(alert_routes).values(**values, created_by=created_by).returning(alert_routes.c.id)
    )
    return Route(**values, id=added.scalar_one())


def list_routes(connection: Connection) -> list[Route]:
    columns = [alert_routes.c[name] for name in _NAMES]
    rows = connection.execute(select(*columns).order_by(alert_routes.c.id)).mappings()
    return [Route(**{**row, "channel": Channel(row["channel"])}) for row in rows]


def find_route(connection: Connection, route_id: int) -> Route | None:
    return next((one for one in list_routes(connection) if one.id == route_id), None)


def change_route(connection: Connection, route: Route, names: Collection[str]) -> None:
    """Sets the named fields as the route has them. What waits to be sent keeps its time."""
    if names:
        values = {name: getattr(route, name) for name in names}
        connection.execute(update(alert_routes).where(alert_routes.c.id == route.id).values(**values))


def mark_tested(connection: Connection, route_id: int) -> None:
    """A test message was just sent."""
    connection.execute(update(alert_routes).where(alert_routes.c.id == route_id).values(tested_at=func.now()))


def remove_route(connection: Connection, route_id: int) -> bool:
    """What it has not sent yet is not sent."""
    return connection.execute(delete(alert_routes).where(alert_routes.c.id == route_id)).rowcount > 0


_NAMES = (
    "id",
    "person",
    "channel",
    "target",
    "secret",
    "sources",
    "severity",
    "digest",
    "quiet_from",
    "quiet_until",
    "language",
)


def due_at(route: Route, now: datetime, zone: ZoneInfo) -> datetime:
    """When a message of this moment may be sent: now, at the next digest, or when the quiet hours end."""
    local = now.astimezone(zone)
    if route.digest:
        return _next(local, DIGEST_AT)
    return _next(local, route.quiet_until) if is_quiet(route, now, zone) and route.quiet_until else now


def is_quiet(route: Route, now: datetime, zone: ZoneInfo) -> bool:
    begins, ends = route.quiet_from, route.quiet_until
    if begins is None or ends is None:
        return False
    clock = now.astimezone(zone).time()
    return begins <= clock < ends if begins <= ends else clock >= begins or clock < ends


def _next(local: datetime, clock: time) -> datetime:
    today = local.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return today if today > local else today + timedelta(days=1)
