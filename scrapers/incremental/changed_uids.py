"""Notice an address that tells the same events as before under UIDs that are all new."""

from __future__ import annotations

import logging

from sqlalchemy.exc import SQLAlchemyError

from core.errors import SourceError
from scrapers.reading.contract import Reading
from scrapers.reading.stable_uids import stable_uid
from storage.database.engine import transaction
from storage.feed_cache import changed_uids as renamed
from storage.runs.ledger import RunToken

LEAST = 2
"""One event may be announced anew."""

logger = logging.getLogger(__name__)


def all_new_uids(run: RunToken, url: str, reading: Reading) -> SourceError | None:
    """What to say where no UID of the address is known and at least half of its events, by title, start and place, are.

    It only warns. A site that changes its software once looks the same, and once events go by their fingerprint, one
    that is moved to another hour is another event: that is for whoever keeps the source to decide.
    """
    events = reading.events
    showings = [
        (event.title, event.occurrences[0].starts_at, event.venue.name if event.venue else None) for event in events
    ]
    if len(events) < LEAST:
        return None
    try:
        with transaction() as connection:
            if renamed.count_known_uids(connection, run.source_id, {stable_uid(event.uid) for event in events}):
                return None
            again = renamed.count_known_showings(connection, run.source_id, url, showings)
    except SQLAlchemyError as error:
        logger.warning("What %s told before could not be looked up: %s", url, error)
        return None
    if again < max(LEAST, len(events) / 2):
        return None
    return SourceError(
        f"{again} of {len(events)} events are known, and none of their UIDs",
        url=url,
        field="UID",
        advice='If the next harvest says so again, the site makes new UIDs at every load: set "uids_change": true in '
        "the source's settings, or pass -a uids_change=1, and events go by title, start and place.",
    )
