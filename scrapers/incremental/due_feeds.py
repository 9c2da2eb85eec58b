"""Skips the feeds that are not due yet: their last answers still count."""

from __future__ import annotations

import logging
from collections.abc import Collection

from sqlalchemy.exc import SQLAlchemyError

from scrapers.incremental.conditions import Conditions
from storage.database.engine import transaction
from storage.feed_cache import answers, poll_rate
from storage.runs.ledger import RunToken, StaleRun

logger = logging.getLogger(__name__)


def skip_not_due(run: RunToken, urls: Collection[str], conditions: Conditions) -> frozenset[str]:
    """The feeds that this run need not ask. Their events are marked as seen, as after a 304, so none is withdrawn. A
    feed of which something must be read again is not skipped."""
    try:
        with transaction() as connection:
            not_due = poll_rate.not_due(connection, run.source_id, urls)
            if not not_due:
                return frozenset()
            return answers.mark_seen_after_304(
                connection, run, not_due, conditions=conditions.digest, starts=conditions.first_day
            )
    except (SQLAlchemyError, StaleRun) as error:
        logger.warning("Cannot look up which feeds are due, so all are asked: %s", error)
        return frozenset()


def make_due(run: RunToken, urls: Collection[str]) -> None:
    """Call this before asking the feeds: if this run fails, the next one asks them too. An event that is missing from
    one feed may be in another that fails today."""
    try:
        with transaction() as connection:
            poll_rate.make_due(connection, run.source_id, urls)
    except SQLAlchemyError as error:
        logger.warning("Cannot record that these feeds are due: %s: %s", ", ".join(urls), error)
