"""Harvests the sandbox's town: each source is read by its spider, then what they list is compared."""

from __future__ import annotations

from sandbox.town.data import source_forms
from sandbox.town.site import address
from storage.database.engine import transaction
from storage.merging.match import match_runs
from storage.runs.ledger import RunStatus
from storage.sources import records as sources
from storage.sources.edits import change_source
from storage.sources.records import SourceSeed

from .running import Crawls, add_feeds

SOURCE_IDS = {name: number for number, name in enumerate(source_forms(), 20)}


def add_town(crawls: Crawls) -> None:
    for name, (title, form) in source_forms().items():
        url = crawls.sandbox.url("town", address(name))
        seed = SourceSeed(id=SOURCE_IDS[name], name=name, title=title, base_url=url, timezone="America/New_York")
        with transaction() as connection:
            sources.seed(connection, [seed])
            change_source(connection, SOURCE_IDS[name], {"spider": form})
        if form == "ics":
            add_feeds(SOURCE_IDS[name], [url])


def harvest_town(crawls: Crawls) -> None:
    for name, (_, form) in source_forms().items():
        run = crawls(SOURCE_IDS[name], spider=form, base_url=crawls.sandbox.url("town", address(name)))
        assert run.status is RunStatus.OK, (name, run.reason)
    match_runs()
