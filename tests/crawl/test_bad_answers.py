"""The run names a bad response with its address; stored events stay, nothing is withdrawn, and the next healthy harvest
finds everything unchanged."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from scrapers import settings
from scrapers.launch import in_process
from storage.runs.ledger import Run, RunStatus

from .running import MOTE, SITES, VANWEZEL, VENUE2, Crawls, changes, stored, withdrawn

OK, SUSPECT, FAILED = RunStatus.OK, RunStatus.SUSPECT, RunStatus.FAILED


@dataclass(frozen=True)
class Place:
    """A kind of page. `asked`: how many of its requests fail; `alone`: the run's status if nothing else was read."""

    source_id: int
    path: str
    status: RunStatus
    spider: str | None = None

    @property
    def site(self) -> str:
        return SITES[self.source_id]


LISTING = Place(VANWEZEL, r"^/events$", FAILED)
MORE = Place(VANWEZEL, r"^/events/events_ajax/9\?", SUSPECT)
DETAIL = Place(VANWEZEL, r"^/events/detail/pelican-pier$", OK)
MONTH_JSON = Place(VENUE2, r"^/events/calendar/2028/12$", OK)
DISCOVERY = Place(MOTE, r"^/events/month/2028-12/", SUSPECT)
FEED = Place(MOTE, r"^/events/month/2028-12/", SUSPECT, spider="ics")
PLACES = {
    "listing": LISTING,
    "more": MORE,
    "detail": DETAIL,
    "month JSON": MONTH_JSON,
    "discovery": DISCOVERY,
    "feed": FEED,
}


@dataclass(frozen=True)
class Trouble:
    kind: str
    error: str
    value: object = ""


TROUBLES = [
    Trouble("empty200", "EmptyBody"),
    Trouble("challenge403", "Blocked"),
    Trouble("huge", "TooLarge", 1),
    Trouble("gzip_bomb", "TooLarge", 3),
    Trouble("truncated", "TransportFailure"),
    Trouble("error500", "TransportFailure"),
    Trouble("redirect_loop", "TransportFailure"),
    Trouble("slow", "TransportFailure", 5),
]


@pytest.fixture(autouse=True)
def small_bounds(monkeypatch):
    """The limits are settings; small ones cause the same errors sooner. The process's crawls read them once."""
    monkeypatch.setattr(settings, "DOWNLOAD_MAXSIZE", 500_000)
    monkeypatch.setattr(settings, "DOWNLOAD_TIMEOUT", 0.5)
    monkeypatch.setattr(settings, "RETRY_TIMES", 1)
    in_process._runner.cache_clear()
    yield
    in_process._runner.cache_clear()


def harvest(crawls: Crawls, place: Place) -> Run:
    return crawls(place.source_id, spider=place.spider)


def prepared(crawls: Crawls, place: Place) -> Run:
    if place.spider == "ics":
        crawls(MOTE)
    return harvest(crawls, place)


def only_error(run: Run) -> dict[str, object]:
    assert len(run.errors) == run.error_count == 1, run.errors
    return run.errors[0]


@pytest.mark.parametrize("name", PLACES)
def test_troubles(name, crawls, subtests):
    """One after the other, each with a healthy harvest before and after."""
    place = PLACES[name]
    last = prepared(crawls, place)
    assert last.status is OK, last.reason
    for trouble in TROUBLES:
        with subtests.test(trouble.kind):
            last = harvested_through(trouble, place, crawls, last)


def harvested_through(trouble: Trouble, place: Place, crawls: Crawls, last: Run) -> Run:
    """The healthy harvest after a bad one. `last`: the healthy one before."""
    before = stored(place.source_id)
    crawls.sandbox.trouble.add(place.site, trouble.kind, value=trouble.value, path=place.path)
    run = harvest(crawls, place)
    crawls.sandbox.trouble.clear()
    error = only_error(run)
    assert error["kind"] == trouble.error, error
    assert re.search(place.path, str(error["url"]).removeprefix(crawls.sandbox.url(place.site)))
    assert error["found"]
    assert error["advice"]
    assert run.status is place.status, run.reason
    assert (run.withdrawn, withdrawn()) == (0, 0)
    assert stored(place.source_id) == before
    healthy = harvest(crawls, place)
    assert (healthy.status, healthy.errors) == (OK, []), healthy.reason
    assert healthy.seen == last.seen
    if place is not MONTH_JSON:  # its words for a show without an hour are not the detail page's
        assert (healthy.unchanged, changes()) == (last.seen, 0)
    return healthy
