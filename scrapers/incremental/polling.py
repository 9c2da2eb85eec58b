"""Leave out the feeds that need not be asked yet: their last answers stand for them."""

from __future__ import annotations

import logging
from collections.abc import Collection

from sqlalchemy.exc import SQLAlchemyError

from scrapers.incremental.remembering import conditions, first_day
from scrapers.reading.contract import Context
from storage.database.engine import transaction
from storage.feed_cache import answers, poll_rate
from storage.runs.ledger import RunToken, StaleRun

logger = logging.getLogger(__name__)


def left_out(run: RunToken, urls: Collection[str], context: Context) -> frozenset[str]:
    """Those of the feeds that this run need not ask. What they told of last is sighted, as after a 304: it counts as
    seen, and nothing of it is withdrawn. A feed of which something must be read again is not among them."""
    try:
        with transaction() as connection:
            rested = poll_rate.not_due(connection, run.source_id, urls)
            if not rested:
                return frozenset()
            return answers.mark_seen_after_304(
                connection, run, rested, conditions=conditions(context), starts=first_day(context)
            )
    except (SQLAlchemyError, StaleRun) as error:
        logger.warning("Which feeds are due could not be looked up, so all are asked: %s", error)
        return frozenset()


def will_ask(run: RunToken, urls: Collection[str]) -> None:
    """Written down before any answer is remembered: whatever becomes of this run, the next one asks these feeds too
    until they have answered. What one feed lacks may stand in another that fails today."""
    try:
        with transaction() as connection:
            poll_rate.make_due(connection, run.source_id, urls)
    except SQLAlchemyError as error:
        logger.warning("That these feeds are due was not written down: %s: %s", ", ".join(urls), error)
