"""The task that sends the harvests of a large town, a few each minute."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from uuid import NAMESPACE_OID, uuid5

from celery import Task
from redis.exceptions import RedisError

from app.tasks.harvests import harvest
from app.tasks.results import Result
from celery_app import app
from core import broker
from core.config import settings
from core.redis_client import connect
from storage.database.engine import transaction
from storage.sources import records as sources
from storage.tasks import plan
from storage.tasks.plan import Due

MOST_WAITING = 1000
"""Nothing is sent while so many tasks wait for the crawlers: Redis would only hold what they can't do yet."""
LIMIT = 100
"""Feeds of a source, as the daily harvest of all takes."""
ANSWER_S = 5.0

logger = logging.getLogger(__name__)


@app.task(name="app.tasks.send_planned", bind=True, ignore_result=True)
def send_planned(self: Task) -> Result:
    """Sends the harvests that are due. If it dies halfway, the next one sends them again with the same ids, and each
    runs once."""
    if _waiting() >= MOST_WAITING:
        logger.warning("At least %d crawls wait, so no planned one is sent now", MOST_WAITING)
        return {"sent": 0}
    with transaction() as connection:
        due = plan.hand_out(connection, datetime.now(UTC))
        found = {one: sources.find_source(connection, one.source_id) for one in due}
        sent = [_send(one, source) for one, source in found.items() if source is not None]
    return {"sent": sent.count(True)}


def _waiting() -> int:
    client = connect(settings().redis_url, ANSWER_S)
    with client:
        try:
            return broker.depth(client, "crawl")
        except RedisError:
            return MOST_WAITING


def _send(due: Due, source: sources.SourceRecord) -> bool:
    """The id of the task is the same if it is sent again."""
    task_id = str(uuid5(NAMESPACE_OID, f"plan {due.source_id} {due.due_at.isoformat()}"))
    task = harvest(source, LIMIT, due_only=True, pause={}, first_id=task_id)
    if task is None:
        return False
    task.apply_async()
    return True
