"""Replays a source: reads its kept answers, stores what they say, and compares; a dry run takes it back."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from core.config import settings
from core.items import EventItem
from pipelines.store import BATCH, Batch, write
from scrapers.catalog import spider_class
from scrapers.replay.answers import KeptAnswers
from scrapers.replay.crawl import Read, crawl
from storage.captures.bodies import folder
from storage.captures.records import answers_gone, batches, latest_captures
from storage.database.engine import transaction, trial
from storage.feed_cache.save import forget_answers
from storage.replays.differences import Difference, differences, seen, stored
from storage.replays.harvests import LastHarvest, Step, last_harvest, over, steps
from storage.runs.finish import finish_run
from storage.runs.judgment import RunEnd
from storage.runs.ledger import REPLAY, Run, open_run, read_run
from storage.sources.records import SourceRecord, read_source


class NothingKept(LookupError):
    """No answer of the source is kept."""


class HarvestedMeanwhile(RuntimeError):
    """The source was harvested during the replay, so the answers that it read may be out of date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a replay found. `run` is stored only if it was `applied`.

    as_of        the time that the crawl took as the present.
    harvests     how many harvests were replayed.
    answers      how many kept answers were read.
    as_fresh     every answer is at least as new as the last harvest, which was good: what is missing is withdrawn.
    missing      why an answer can't be read, by address.
    """

    source: SourceRecord
    spider: str
    as_of: datetime
    harvests: int
    answers: int
    as_fresh: bool
    applied: bool
    run: Run
    problems: Sequence[str]
    missing: Mapping[str, str]
    differences: Sequence[Difference]


Progress = Callable[[int, int, int], None]
"""Gets the number of the harvest that is replayed now, how many there are, and how many requests it has answered."""


def replay(
    source_id: int, *, since: datetime | None, apply: bool, arguments: Mapping[str, str], progress: Progress
) -> Outcome:
    """`since`: also replays each harvest that brought new answers since then. `arguments`: the spider's, as text.

    Raises NothingKept, HarvestedMeanwhile, UnknownSource, SourceBusy, KeyError for an unknown spider, ValueError for
    arguments that it refuses, DeadlineExceeded.
    """
    with transaction() as connection:
        source = read_source(connection, source_id)
        spider = "ics" if spider_class(source.spider).harvests_feeds else source.spider
        last = last_harvest(connection, source.id, spider)
        latest = latest_captures(connection, source.id)
        pruned = answers_gone(connection, source.id)
        earlier = () if since is None else steps(connection, source.id, since)
    if not latest:
        raise NothingKept(f"No answers of source {source.id} ({source.name}) are kept, so nothing can be replayed.")
    as_of = last.as_of if last else max(one.seen_at for one in latest.values())
    reading = _Reading(source, spider, arguments, pruned, progress, harvests=len(earlier) + 1)
    older = {event.uid: event for step in earlier for event in reading.read(step).events}
    kept = KeptAnswers(latest, folder(settings()), pruned)
    read = reading.read_answers(kept, as_of)
    as_fresh = since is None and last is not None and last.good and kept.all_since(last.started_at)
    found = _Found(read, older, as_of, replace(read.end, replays=True, outdated=not as_fresh))
    with transaction() if apply else trial() as connection:
        run, differing = _store(connection, source, spider, last, found)
        if apply and not differing:
            connection.rollback()
    return Outcome(
        source=source,
        spider=spider,
        as_of=as_of,
        harvests=reading.harvests,
        answers=len(reading.used),
        as_fresh=as_fresh,
        applied=apply and bool(differing),
        run=run,
        problems=[f"{one['kind']}: {one['found']} {one['url']}".strip() for one in read.end.errors],
        missing=reading.missing,
        differences=differing,
    )


class _Reading:
    """Crawls the answers of one harvest after the other."""

    def __init__(
        self,
        source: SourceRecord,
        spider: str,
        arguments: Mapping[str, str],
        pruned: bool,
        progress: Progress,
        harvests: int,
    ) -> None:
        self.source, self.spider, self.arguments, self.pruned = source, spider, arguments, pruned
        self.progress, self.harvests = progress, harvests
        self.number = 0
        self.used: set[str] = set()
        self.missing: dict[str, str] = {}

    def read(self, step: Step) -> Read:
        with transaction() as connection:
            known = latest_captures(connection, self.source.id, step.until)
        return self.read_answers(KeptAnswers(known, folder(settings()), self.pruned), step.as_of)

    def read_answers(self, kept: KeptAnswers, as_of: datetime) -> Read:
        self.number += 1

        def check_in() -> None:
            self.progress(self.number, self.harvests, kept.answered)

        read = crawl(self.source, spider_class(self.spider), kept, as_of, self.arguments, check_in)
        self.used |= kept.used.keys()
        self.missing |= kept.missing
        return read


@dataclass(frozen=True, slots=True)
class _Found:
    """What the last answers say, and by UID what older ones said last."""

    read: Read
    older: Mapping[str, EventItem]
    as_of: datetime
    end: RunEnd


def _store(
    connection: Connection, source: SourceRecord, spider: str, last: LastHarvest | None, found: _Found
) -> tuple[Run, Sequence[Difference]]:
    """The run as it ends, and what differs. The next harvest reads everything again, with the same code."""
    token = open_run(connection, run_id=str(uuid.uuid4()), source_id=source.id, spider=spider, launched_by=REPLAY)
    now_last = last_harvest(connection, source.id, spider)
    if (now_last and now_last.id) != (last and last.id):
        raise HarvestedMeanwhile(f"{source.name} was harvested during the replay. Replay it again.")
    before = stored(connection, source.id)
    superseded = {event.uid for event in found.read.events}
    past = over(connection, source.id, found.older.keys() - superseded, found.as_of)
    events = [*(found.older[uid] for uid in sorted(past)), *found.read.events]
    for batch in batches(events, BATCH):
        write(connection, token, Batch(list(batch), [], dict(found.read.partial), [], 0))
    write(connection, token, Batch([], [], {}, list(found.read.left_out), found.read.left_out_count))
    finish_run(connection, token, found.end)
    forget_answers(connection, source.id)
    run = read_run(connection, token.run_id)
    assert run is not None
    after = stored(connection, source.id)
    harvested = seen(connection, () if last is None else last.run_ids)
    return run, differences(before, after, harvested=harvested, replayed=seen(connection, [token.run_id]))
