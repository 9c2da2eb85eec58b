"""Sends what is due on each route, and records the result."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.alerts.channels import SendFailed, send
from app.alerts.letters import write
from core.config import settings
from storage.alerts import outbox
from storage.alerts.routes import Route, is_quiet, list_routes
from storage.database.engine import transaction

AT_ONCE = 8

logger = logging.getLogger(__name__)


def deliver_due() -> dict[str, int]:
    """How many messages were sent and how many failed. What fails is tried again after 1, 2, 4, … up to 60 minutes. No
    transaction is open while a message is sent, and a server that hangs delays only its own route."""
    with transaction() as connection:
        routes = list_routes(connection)
    now, zone = datetime.now(UTC), ZoneInfo(settings().timezone)
    open_now = [route for route in routes if not is_quiet(route, now, zone)]
    with ThreadPoolExecutor(max_workers=AT_ONCE) as threads:
        results = list(threads.map(_deliver, open_now))
    return {"sent": results.count(True), "failed": results.count(False)}


def _deliver(route: Route) -> bool | None:
    """None: nothing is due."""
    with transaction() as connection:
        batch = outbox.claim(connection, route.id)
    if batch is None:
        return None
    try:
        send(route, write(batch.messages, batch.total, settings().public_url, route.language))
    except SendFailed as error:
        logger.warning("Couldn't send %d alerts to %s: %s", batch.total, route.masked, error)
        with transaction() as connection:
            outbox.record_failure(connection, batch, str(error))
        return False
    with transaction() as connection:
        outbox.record_sent(connection, batch)
    return True
