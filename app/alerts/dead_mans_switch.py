"""Pings an outside dead-man's switch once on each good day. Its service reports when the pings stop, also if the whole
machine is gone."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.alerts.channels import DEADLINE_S
from core.addresses import NotPublic
from core.config import Settings, settings
from core.fetching.fetcher import Fetcher, FetchFailed
from storage.alerts import heartbeats, outbox
from storage.alerts.heartbeats import Part
from storage.database.engine import transaction
from storage.runs.totals import good_since

NOT_BEFORE = time(7)
"""In the town's zone: after the harvest of the morning."""
BETWEEN_TRIES = timedelta(minutes=10)

logger = logging.getLogger(__name__)


def ping_if_good(now: datetime | None = None) -> bool:
    """Whether it was pinged now. A day is good once a run of it was good and no alert has waited for an hour."""
    chosen = settings()
    if chosen.dead_mans_switch_url is None:
        return False
    local = (now or datetime.now(UTC)).astimezone(ZoneInfo(chosen.timezone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    with transaction() as connection:
        pinged = heartbeats.last(connection, Part.SWITCH_PINGED)
        tried = heartbeats.last(connection, Part.SWITCH_TRIED)
        if local.time() < NOT_BEFORE or (pinged is not None and midnight <= pinged <= local):
            return False
        if tried is not None and local - BETWEEN_TRIES < tried <= local:
            return False
        if not good_since(connection, midnight) or outbox.is_stuck(connection):
            return False
        heartbeats.record(connection, Part.SWITCH_TRIED)
    if not _answers(chosen, chosen.dead_mans_switch_url):
        return False
    with transaction() as connection:
        heartbeats.record(connection, Part.SWITCH_PINGED)
    return True


def _answers(chosen: Settings, url: str) -> bool:
    """The address is a secret: anyone who has it can ping it. The log doesn't show it."""
    fetcher = Fetcher(f"Marquee (+{chosen.contact_url})", anywhere=chosen.private_alerts, deadline_s=DEADLINE_S)
    try:
        answer = fetcher.fetch(url)
    except (NotPublic, FetchFailed) as error:
        logger.warning("Couldn't ping the dead-man's switch: %s", type(error).__name__)
        return False
    if not 200 <= answer.status < 300:
        logger.warning("The dead-man's switch answers HTTP %d", answer.status)
        return False
    return True
