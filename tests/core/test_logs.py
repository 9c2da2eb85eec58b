"""Each line says what it is about, and each run has its own log file."""

from __future__ import annotations

import io
import json
import logging
import threading
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest

from core import logs
from core.config import settings
from core.errors import Doubt
from core.logs import run_files
from core.logs.about import _process


@pytest.fixture
def logger(tmp_path, monkeypatch):
    """A logger that writes to `logger.written`; its runs' logs are in tmp_path."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    settings.cache_clear()
    logger = logging.Logger("crawler", "INFO")
    logger.written = io.StringIO()
    logger.addHandler(logging.StreamHandler(logger.written))
    yield logger
    settings.cache_clear()
    _process.clear()


def lines(tmp_path, run):
    return list(logs.read_lines(logs.run_file(tmp_path, run)))


def test_for_people(logger):
    logs.attach(logger)
    with logs.about(run="r1", source=7):
        logger.warning("the page has changed", extra={"url": "https://pier.example/a"})
    logger.info("nothing special")
    first, second = logger.written.getvalue().splitlines()
    assert first.endswith("[crawler] WARNING: the page has changed  [run=r1 source=7 url=https://pier.example/a]")
    assert second.endswith("[crawler] INFO: nothing special")


@pytest.mark.parametrize("style", ["pretty", "json"])
def test_an_address_writes_no_line_of_its_own(logger, monkeypatch, style):
    monkeypatch.setenv("LOG_STYLE", style)
    settings.cache_clear()
    logs.attach(logger)
    problem = Doubt("unknown", url="https://pier.example/\x85INFO: all is well", field="STATUS")
    logger.warning("%s", problem, extra={"url": problem.url})
    assert len(logger.written.getvalue().splitlines()) == 1


@pytest.mark.parametrize("style", ["pretty", "json"])
@pytest.mark.parametrize("key", ["k3y-of-the-town", 'k3y "of" the+town/ä'])
def test_a_key_is_not_logged(logger, monkeypatch, tmp_path, style, key):
    monkeypatch.setenv("LOG_STYLE", style)
    monkeypatch.setenv("TICKETMASTER_KEY", key)
    settings.cache_clear()
    logs.attach(logger)
    address = "https://tickets.example/events?" + urlencode({"apikey": key, "page": 2})
    try:
        raise OSError(f"no answer from {address}")
    except OSError:
        with logs.about(run="r1"):
            logger.exception("Gave up <GET %s> with %s", address, key, extra={"url": address})
    written = logger.written.getvalue()
    kept = "".join(map(str, lines(tmp_path, "r1")))
    for text in (written, kept):
        assert "k3y" not in text
        assert "page=2" in text
    assert "Gave up <GET https://tickets.example/events?apikey=…hidden…&page=2> with …hidden…" in kept


@pytest.mark.parametrize("key", ["", "key"])
def test_an_empty_or_short_key_hides_no_words(logger, monkeypatch, key):
    monkeypatch.setenv("TICKETMASTER_KEY", key)
    settings.cache_clear()
    logs.attach(logger)
    logger.info("the monkey has a keyboard")
    assert "the monkey has a keyboard" in logger.written.getvalue()


def test_as_json(logger, monkeypatch):
    monkeypatch.setenv("LOG_STYLE", "json")
    settings.cache_clear()
    logs.attach(logger)
    with logs.about(run="r1"):
        try:
            raise ValueError('quote " and\nbreak')
        except ValueError:
            logger.exception("it failed")
    (line,) = map(json.loads, logger.written.getvalue().splitlines())
    assert (line["level"], line["message"], line["run"]) == ("ERROR", "it failed", "r1")
    assert line["time"].endswith("+00:00")
    assert "ValueError" in line["exception"]


def test_what_scrapy_says_is_about_the_spider_and_the_request(logger, tmp_path):
    logs.attach(logger)
    spider = SimpleNamespace(name="ics", source_id=7, run_id="r2")
    request = SimpleNamespace(url="https://pier.example/feed.ics")
    with logs.about(run="another"):
        logger.info("Crawled %(request)s", {"request": request}, extra={"spider": spider})
    (line,) = lines(tmp_path, "r2")
    assert {name: line[name] for name in ("run", "source", "spider", "url")} == {
        "run": "r2",
        "source": 7,
        "spider": "ics",
        "url": "https://pier.example/feed.ics",
    }
    assert not logs.run_file(tmp_path, "another").exists()


def test_runs_at_once_do_not_mix(logger, tmp_path):
    logs.attach(logger)
    together = threading.Barrier(4)

    def crawl(run):
        with logs.about(run=run):
            together.wait(30)
            for number in range(50):
                logger.info("%s says %d", run, number)

    threads = [threading.Thread(target=crawl, args=(f"run-{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number in range(4):
        said = [line["message"] for line in lines(tmp_path, f"run-{number}")]
        assert said == [f"run-{number} says {count}" for count in range(50)]


def test_a_process_with_one_crawl(logger, tmp_path):
    logs.attach(logger)
    logs.about_process(run="only")
    logger.info("from anywhere")
    assert [line["message"] for line in lines(tmp_path, "only")] == ["from anywhere"]


def test_attached_twice_it_writes_once(logger, tmp_path):
    logs.attach(logger)
    logs.attach(logger)
    with logs.about(run="r"):
        logger.info("once")
    assert len(lines(tmp_path, "r")) == 1
    assert len(logger.written.getvalue().splitlines()) == 1


@pytest.mark.parametrize("run", ["../../escape", "/etc/passwd", "", ".hidden", "a" * 300, "nul\0byte", "späť"])
def test_no_run_is_named_out_of_the_folder(run, tmp_path):
    path = logs.run_file(tmp_path, run)
    assert path.parent == run_files.folder(tmp_path)
    assert len(path.stem) == 64
    assert path != logs.run_file(tmp_path, run + "x")


def test_a_run_that_says_too_much_is_cut(logger, tmp_path, monkeypatch):
    monkeypatch.setattr(run_files, "LARGEST_BYTES", 2_000)
    logs.attach(logger)
    with logs.about(run="loud"):
        for _ in range(100):
            logger.info("x" * 50)
    said = lines(tmp_path, "loud")
    assert said[-1]["level"] == "WARNING"
    assert "longer than" in said[-1]["message"]
    assert 5 < len(said) < 50


def test_lines_cut_off_by_a_crash_are_left_out(tmp_path):
    path = tmp_path / "run.jsonl"
    path.write_bytes(b'{"message": "whole"}\n[1]\n{"message": "ha')
    assert list(logs.read_lines(path)) == [{"message": "whole"}]


def test_old_logs_go(logger, tmp_path, monkeypatch):
    logs.attach(logger)
    with logs.about(run="old"):
        logger.info("then")
    old = logs.run_file(tmp_path, "old")
    monkeypatch.setattr(run_files.time, "time", lambda: old.stat().st_mtime + 15 * 86_400)
    with logs.about(run="new"):
        logger.info("now")
    assert not old.exists()
    assert lines(tmp_path, "new")


def test_levels_of_single_loggers(logger, monkeypatch):
    monkeypatch.setenv("LOG_LEVELS", '{"marquee.test.quiet": "ERROR"}')
    settings.cache_clear()
    logs.attach(logger)
    assert logging.getLogger("marquee.test.quiet").level == logging.ERROR
