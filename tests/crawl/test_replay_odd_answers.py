"""Replays of sites with several pages, redirects, POST, compression, and other charsets."""

from __future__ import annotations

import gzip
import json
import os
import threading
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import crochet
import pytest
from scrapy.crawler import CrawlerRunner
from scrapy.http import Request, Response
from scrapy.settings import Settings
from sqlalchemy import text

from core.config import settings
from core.items import EventItem
from core.recipes.recipe import parse_recipe
from scrapers import settings as settings_module
from scrapers.launch.in_process import start_reactor, wait_for_end
from scrapers.platforms.base import SourceSpider
from scrapers.platforms.ics.reader import read_events
from scrapers.replay.answers import KeptAnswers
from scrapers.replay.crawl import crawl
from scrapers.replay.replaying import HarvestedMeanwhile
from scrapers.replay.replaying import replay as replay_source
from storage.captures.bodies import folder
from storage.captures.records import latest_captures, list_captures
from storage.database.engine import transaction
from storage.runs import ledger
from storage.runs.finish import finish_run
from storage.runs.judgment import RunEnd
from storage.runs.ledger import RunStatus
from storage.sources import recipes
from storage.sources.records import read_source

from .feed_server import vcalendar, vevent
from .running import FEEDS, NOW, read_run, stored
from .test_paged_lists import TABLE, table
from .test_replay import change, known_as_another, replay, rows

Answer = tuple[int, dict[str, str], bytes]


class Site(ThreadingHTTPServer):
    """answers: by method and path, or by method, path, and body. asked: the same keys, in order."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: dict[tuple[str, ...], Answer] = {}
        self.asked: list[tuple[str, str]] = []

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{path}"


class _Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append((self.command, self.path))
        asked = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        gone: Answer = (404, {}, b"gone")
        found = self.server.answers.get((self.command, self.path), gone)
        status, headers, body = self.server.answers.get((self.command, self.path, asked.decode()), found)
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815 - the name is http.server's

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is http.server's
        """Silent."""


@contextmanager
def serving() -> Iterator[Site]:
    with Site() as site:
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield site
        finally:
            site.shutdown()
            thread.join()


@pytest.fixture
def site():
    with serving() as server:
        yield server


def reads_as(spider, address):
    change("UPDATE sources SET spider = :spider, base_url = :url WHERE id = :id", spider=spider, url=address, id=FEEDS)


ICS = {"Content-Type": "text/calendar; charset=utf-8"}
HTML = {"Content-Type": "text/html; charset=utf-8"}
JSON = {"Content-Type": "application/json"}


def feed(crawls, site, body, headers=ICS, path="/a.ics"):
    """Harvests a feed that the site serves."""
    site.answers["GET", path] = (200, headers, body)
    return harvest_feed(crawls, site, path)


def harvest_feed(crawls, site, path):
    reads_as("ics", site.url("/"))
    change("DELETE FROM source_feeds")
    change("INSERT INTO source_feeds (source_id, url, kind, label) VALUES (3, :url, 'ics', '')", url=site.url(path))
    run = crawls(FEEDS, base_url=site.url("/"))
    assert run.status is RunStatus.OK, run
    return run


def same():
    """Nothing differs, and all events were read."""
    found, said = replay(FEEDS)
    assert (found, said["events"], said["missing"], said["status"]) == ({}, len(stored(FEEDS)), {}, "ok")
    return said


@pytest.mark.parametrize(
    ("charset", "declared"),
    [("utf-8", "utf-8"), ("latin-1", "iso-8859-1"), ("windows-1252", ""), ("utf-16", "utf-16"), ("utf-8-sig", "")],
)
def test_charsets(crawls, site, charset, declared):
    title = "Café Zürich – Ñandú" if charset not in ("latin-1",) else "Café Zürich Ñandú"
    body = vcalendar([vevent("e1", title)]).decode().encode(charset)
    feed(crawls, site, body, {"Content-Type": "text/calendar" + (f"; charset={declared}" if declared else "")})
    assert [facts[0] for facts in stored(FEEDS).values()] == [title]
    same()


@pytest.mark.parametrize("encoding", ["gzip", "twice", "file"])
def test_compressed_answers(crawls, site, encoding):
    whole = vcalendar([vevent("e1", "One")])
    packed = gzip.compress(gzip.compress(whole)) if encoding == "twice" else gzip.compress(whole)
    codings = {"gzip": "gzip", "twice": "gzip, gzip"}
    headers = ICS | ({"Content-Encoding": codings[encoding]} if encoding in codings else {})
    feed(crawls, site, packed, headers)
    assert len(stored(FEEDS)) == 1
    same()


def test_redirects_and_addresses_with_tokens(crawls, site):
    site.answers["GET", "/a.ics?token=abcdef123"] = (302, {"Location": "/b.ics?key=secret99"}, b"")
    site.answers["GET", "/b.ics?key=secret99"] = (301, {"Location": "/c/today.ics"}, b"")
    site.answers["GET", "/c/today.ics"] = (
        200,
        ICS,
        vcalendar([vevent("e1", "One", "DTSTART:20281201T190000Z", "URL:shows/one")]),
    )
    harvest_feed(crawls, site, "/a.ics?token=abcdef123")
    with transaction() as connection:
        (capture,) = list_captures(connection)
        url = connection.execute(text("SELECT url FROM events")).scalar_one()
    assert capture.url == site.url("/c/today.ics")
    assert url in (None, site.url("/c/shows/one"))
    same()


def listed(*numbers, page, pages):
    events = [
        {
            "event": {
                "id": number,
                "title": f"Tide {number}",
                "urlname": f"tide-{number}",
                "event_instances": [{"event_instance": {"start": f"2028-12-{number:02}T19:00:00-05:00"}}],
            }
        }
        for number in numbers
    ]
    return json.dumps({"events": events, "page": {"current": page, "size": len(numbers), "total": pages}}).encode()


PAGE = "/api/2/events?days=365&pp=100&page={}"


def harvest_pages(crawls, site):
    for page, numbers in ((1, range(1, 11)), (2, range(11, 21)), (3, range(21, 25))):
        site.answers["GET", PAGE.format(page)] = (200, JSON, listed(*numbers, page=page, pages=3))
    reads_as("localist", site.url("/"))
    assert crawls(FEEDS, spider="localist", base_url=site.url("/")).status is RunStatus.OK


def test_a_list_of_several_pages(crawls, site):
    harvest_pages(crawls, site)
    assert same()["answers"] == 3
    known_as_another("Tide 13")
    found, said = replay(FEEDS, "--apply")
    assert {title: one["kind"] for title, one in found.items()} == {"Other": "gone", "Tide 13": "new"}
    assert said["withdrawn"] == 1


def test_a_page_in_the_middle_that_was_pruned(crawls, site):
    harvest_pages(crawls, site)
    change("DELETE FROM captures WHERE url LIKE '%page=2'")
    before = rows()
    found, said = replay(FEEDS, status=1)
    assert said["missing"] == {site.url(PAGE.format(2)): "no answer is kept"}
    assert (said["status"], said["withdrawn"], said["changed"]) == ("suspect", 0, 0)
    assert {one["kind"] for one in found.values()} == {"gone"}
    assert len(found) == 14
    assert rows() == before
    assert replay(FEEDS, "--apply", status=1)[1]["withdrawn"] == 0
    assert len(stored(FEEDS)) == 24


SHOWS = {"herons": ("Tin Herons", 1), "tide": ("Quiet Tide", 8), "ferry": ("Night Ferry", 15)}


def listing():
    cards = "".join(
        f"<div class='show'><h3><a href='/shows/{path}'>{title}</a></h3><p class='day'>December {day}, 2028</p></div>"
        for path, (title, day) in SHOWS.items()
    )
    return f"<!DOCTYPE html><html lang='en'><body><main>{cards}</main></body></html>".encode()


def detail(title, day):
    when = f"December {day}, 2028 at 7:30 PM"
    return f"<!DOCTYPE html><html lang='en'><body><h1>{title}</h1><p>{when}</p></body></html>".encode()


def harvest_cards(crawls, site):
    """A list without hours, and pages that have them; one of these answers 404."""
    recipe = {"card": ".show", "title": "h3", "date": ".day", "link": "h3", "detail_time": "auto"}
    with transaction() as connection:
        recipes.set_recipe(connection, FEEDS, parse_recipe({**recipe, "usual": ["title", "date", "link"]}))
    site.answers["GET", "/shows"] = (200, HTML, listing())
    for path in ("herons", "tide"):
        site.answers["GET", f"/shows/{path}"] = (200, HTML | {"ETag": '"1"'}, detail(*SHOWS[path]))
    reads_as("cards", site.url("/shows"))
    assert crawls(FEEDS, spider="cards", base_url=site.url("/shows")).seen == 3
    assert ("GET", "/shows/ferry") in site.asked


def test_pages_of_events(crawls, site):
    harvest_cards(crawls, site)
    assert sum("19:30" in facts[-1][0] for facts in stored(FEEDS).values()) == 2, "the hours are on the events' pages"
    assert same()["answers"] == 3


def test_pages_of_events_that_answered_304_or_failed_since(crawls, site):
    harvest_cards(crawls, site)
    site.answers["GET", "/shows/herons"] = (304, {}, b"")
    site.answers["GET", "/shows/tide"] = (500, {}, b"")
    assert crawls(FEEDS, spider="cards", base_url=site.url("/shows")).seen == 3
    assert same()["answers"] == 3


class Posts(SourceSpider):
    """Asks with POST, once more through a redirect that keeps the method."""

    name = "posts"

    async def start(self) -> AsyncIterator[Request]:
        for number in (1, 2):
            url = self.site("/api" if number == 1 else "/moved")
            yield self.get(url, self.parse).replace(method="POST", body=json.dumps({"page": number}))

    def parse(self, response: Response) -> Iterator[EventItem]:
        yield from self.emit(read_events(response.body, self.context(response)))


@crochet.run_in_reactor
def _begin(crawler, arguments):
    return crawler.crawl(**arguments)


def harvest(spider, site):
    """A harvest with a spider that is in no file."""
    start_reactor()
    given = Settings()
    given.setmodule(settings_module, priority="project")
    given.set("STORE_EVENTS", True, priority="project")
    crawler = CrawlerRunner(given).create_crawler(spider)
    arguments = {"source_id": FEEDS, "run_id": str(uuid.uuid4()), "now": NOW, "delay": 0, "base_url": site.url("/")}
    wait_for_end(crawler, _begin(crawler, arguments), timedelta(minutes=1), lambda: None)
    return read_run(arguments["run_id"])


def test_requests_with_a_body(crawls, site):
    site.answers["POST", "/api", '{"page": 1}'] = (200, ICS, vcalendar([vevent("e1", "One")]))
    site.answers["POST", "/moved"] = (307, {"Location": "/api"}, b"")
    site.answers["POST", "/api", '{"page": 2}'] = (200, ICS, vcalendar([vevent("e2", "Two")]))
    assert harvest(Posts, site).status is RunStatus.OK
    reads_as("posts", site.url("/"))
    with transaction() as connection:
        source, kept = read_source(connection, FEEDS), latest_captures(connection, FEEDS)
    answers = KeptAnswers(kept, folder(settings()), pruned=False)
    asked = len(site.asked)
    read = crawl(source, Posts, answers, datetime.fromisoformat(NOW), {}, lambda: None)
    assert [event.title for event in read.events] == ["One", "Two"]
    assert (answers.missing, answers.answered, len(site.asked)) == ({}, 2, asked)


def test_a_harvest_during_the_replay(crawls, site):
    feed(crawls, site, vcalendar([vevent("e1", "One")]))
    change("UPDATE events SET title = 'Uno', content_hash = ''")
    (file,) = settings().captures_dir.glob("*/*.zst")
    body = file.read_bytes()
    file.unlink()
    os.mkfifo(file)  # the crawl waits for its answer
    harvested = threading.Event()

    def meanwhile(*_):
        if harvested.is_set():
            return
        harvested.set()
        with transaction() as connection:
            run = ledger.open_run(connection, run_id="between", source_id=FEEDS, spider="ics", launched_by="test")
            end = RunEnd(finish_reason="finished", pages=1, rejected=0, errors=[], essential_errors=[], says_empty=True)
            finish_run(connection, run, end)
        file.write_bytes(body)

    with pytest.raises(HarvestedMeanwhile, match="was harvested during the replay"):
        replay_source(FEEDS, since=None, apply=True, arguments={}, progress=meanwhile)
    assert [facts[0] for facts in stored(FEEDS).values()] == ["Uno"]


def test_a_list_that_is_one_answer(crawls, site):
    titles = [f"Board {letter}" for letter in "ABCDEFGH"]
    site.answers["GET", TABLE] = (200, JSON | {"ETag": '"1"'}, table(*titles))
    reads_as("revize", site.url(TABLE))

    def revize():
        return crawls(FEEDS, spider="revize", base_url=site.url(TABLE))

    assert revize().status is RunStatus.OK
    site.answers["GET", TABLE] = (304, {}, b"")
    assert revize().status is RunStatus.OK
    same()
    known_as_another("Board C")
    assert replay(FEEDS)[1]["withdrawn"] == 1, "304 says that the answer is as new as the last harvest"
