"""Warns about a feed that has the same events as before under new UIDs."""

from __future__ import annotations

import logging

from sqlalchemy.exc import SQLAlchemyError

from core.errors import SourceError
from scrapers.reading.contract import Reading
from scrapers.reading.stable_uids import stable_uid
from storage.database.engine import transaction
from storage.feed_cache.changed_uids import count_known_showings, count_known_uids
from storage.runs.ledger import RunToken

MIN_EVENTS = 2
"""A single event may have been announced again."""

logger = logging.getLogger(__name__)


def warn_if_all_uids_are_new(run: RunToken, url: str, reading: Reading) -> SourceError | None:
    """A warning if no UID of the feed is known, but at least half of its events are, by title, start and place.

    It only warns: a site that changes its software once looks the same, and with events known by their fingerprint, one
    that moves to another hour becomes another event. The source's operator must decide.
    """
    events = reading.events
    showings = [
        (event.title, event.occurrences[0].starts_at, event.venue.name if event.venue else None) for event in events
    ]
    if len(events) < MIN_EVENTS:
        return None
    try:
        with transaction() as connection:
            if count_known_uids(connection, run.source_id, {stable_uid(event.uid) for event in events}):
                return None
            known = count_known_showings(connection, run.source_id, url, showings)
    except SQLAlchemyError as error:
        logger.warning("Cannot compare the UIDs of %s with the stored ones: %s", url, error)
        return None
    if known < max(MIN_EVENTS, len(events) / 2):
        return None
    return SourceError(
        f"{known} of {len(events)} events are known, but none of their UIDs",
        url=url,
        field="UID",
        advice='If the next harvest says this again, the site makes new UIDs at every load: set "uids_change": true in '
        "the source's settings, or pass -a uids_change=1, and events are known by title, start and place.",
    )
