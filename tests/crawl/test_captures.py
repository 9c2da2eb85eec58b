"""Harvests keep the answers that events were read from, within bounds, and never at the price of a run."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import text

from core.config import settings
from storage.captures import pruning, records
from storage.captures.bodies import BodyDamaged, BodyGone, folder
from storage.captures.records import Answer
from storage.database.engine import transaction
from storage.runs.ledger import RunStatus

from .feed_server import serving, vcalendar, vevent
from .running import FEEDS, NOW, REPOSITORY, VANWEZEL, add_feeds, count

CAN_MOUNT = (
    os.geteuid() == 0 and not subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode
)


@pytest.fixture
def feeds():
    with serving() as server:
        yield server


@pytest.fixture
def limits(monkeypatch):
    """Changes a setting of this process."""

    def change(**values):
        for name, value in values.items():
            monkeypatch.setenv(name.upper(), str(value))
        settings.cache_clear()

    return change


def captures(source_id=None):
    with transaction() as connection:
        return records.list_captures(connection, source_id=source_id)


def of_event(uid):
    with transaction() as connection:
        event = connection.execute(
            text("SELECT id FROM events WHERE split_part(uid, '@', 1) = :uid"), {"uid": uid}
        ).scalar_one()
        return records.of_event(connection, event)


def files():
    return {one.digest for one in folder(settings()).list()}


def answer(body, source_id=FEEDS, *, path="/x", days=0):
    return Answer(
        source_id=source_id,
        run_id="r",
        request=sha256(path.encode()).hexdigest(),
        parent=None,
        url=f"https://hall.example{path}",
        content_type="text/calendar",
        encoding=None,
        body=body,
        digest=sha256(body).hexdigest(),
        fetched_at=datetime.now(UTC) - timedelta(days=days),
    )


def keep(*answers):
    with transaction() as connection:
        records.keep(connection, folder(settings()), answers)


def test_every_event_of_a_site_knows_the_page_it_was_read_from(crawls):
    run = crawls(VANWEZEL)
    assert run.status is RunStatus.OK
    assert count("SELECT count(*) FROM events") > 10
    assert (
        count("SELECT count(*) FROM events e WHERE NOT EXISTS (SELECT FROM event_captures WHERE event_id = e.id)") == 0
    )
    with transaction() as connection:
        uid, url = connection.execute(text("SELECT uid, url FROM events WHERE url LIKE '%/events/detail/%'")).first()
    page, *before = of_event(uid)
    assert (page.url, page.run_id, page.content_type.partition(";")[0]) == (url, run.id, "text/html")
    assert any("/events" in one.url and "detail" not in one.url for one in before), "the listing led to it"
    body = folder(settings()).get(page.hash)
    assert len(body) == page.size
    assert b"<html" in body.lower()


def test_an_unchanged_site_stores_nothing_new(crawls):
    crawls(VANWEZEL)
    before, kept = {one.id: one.fetched_at for one in captures()}, files()
    crawls(VANWEZEL)
    assert {one.id: one.fetched_at for one in captures()} == before
    assert files() == kept
    assert all(one.seen_at > one.fetched_at for one in captures())


def test_a_feed_that_changes_keeps_both_answers_and_304_keeps_none(crawls, feeds):
    add_feeds(FEEDS, [feeds.url("/a.ics?token=abcdef123")])
    feeds.bodies["/a.ics?token=abcdef123"] = vcalendar([vevent("e1", "One"), vevent("e2", "Two")])
    first = crawls(FEEDS)
    crawls(FEEDS)
    (only,) = captures()
    assert (only.run_id, only.events) == (first.id, 2)
    assert only.url == feeds.url("/a.ics?token=scrubbed")
    feeds.bodies["/a.ics?token=abcdef123"] = vcalendar([vevent("e1", "One"), vevent("e2", "Two, later")])
    crawls(FEEDS)
    assert len(captures()) == 2
    assert of_event("e2")[0].fetched_at > of_event("e1")[0].fetched_at, "only what changed was read again"


def test_304_confirms_the_last_answer(crawls, feeds):
    add_feeds(FEEDS, [feeds.url("/a.ics")])
    for title in ("One", "One, later"):
        feeds.bodies["/a.ics"] = vcalendar([vevent("e1", title)])
        crawls(FEEDS)
    last, first = captures()
    feeds.statuses()
    crawls(FEEDS)
    assert feeds.statuses() == [304]
    assert [one.id for one in captures()] == [last.id, first.id]
    assert captures()[0].seen_at > last.seen_at
    assert captures()[1] == first
    with transaction() as connection:
        assert records.latest_captures(connection, FEEDS)[last.request].id == last.id
        assert records.latest_captures(connection, FEEDS, until=first.fetched_at)[last.request].id == first.id


def test_folders_and_files_are_their_owners_and_hold_no_headers(crawls, feeds):
    add_feeds(FEEDS, [feeds.url("/a.ics")])
    feeds.bodies["/a.ics"] = vcalendar([vevent("e1", "One")])
    crawls(FEEDS)
    root = settings().captures_dir
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (root, *root.iterdir())}
    assert modes == {0o700}
    (file,) = root.glob("*/*.zst")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    columns = count("SELECT count(*) FROM information_schema.columns WHERE table_name = 'captures'")
    assert columns == 12, "a new column must hold no header besides the type"


def test_our_own_keys_are_not_kept(crawls, feeds, limits):
    limits(ticketmaster_key="our-own-key")
    add_feeds(FEEDS, [feeds.url("/a.ics")])
    feeds.bodies["/a.ics"] = vcalendar([vevent("e1", "One", "DESCRIPTION:see ?apikey=our-own-key")])
    crawls(FEEDS)
    assert b"our-own-key" not in folder(settings()).get(captures()[0].hash)


def test_a_folder_that_cannot_be_written_costs_the_run_one_warning(crawls, tmp_path, limits):
    (tmp_path / "file").write_text("")
    limits(captures_dir=tmp_path / "file" / "captures")
    run = crawls(VANWEZEL)
    assert run.status is RunStatus.OK
    assert run.new > 10
    (warning,) = [one for one in run.errors if "weren't kept" in one["found"]]
    assert (warning["essential"], "CAPTURES_DIR" in warning["advice"]) == (False, True)
    assert captures() == []
    assert count("SELECT count(*) FROM event_captures") == 0


@pytest.mark.skipif(not CAN_MOUNT, reason="needs root and mount namespaces")
def test_a_full_disk_costs_the_run_one_warning(crawls, sandbox, limits):
    root = settings().captures_dir
    root.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(root)], check=True)
    try:
        run = crawls(VANWEZEL)
        assert (run.status, [error["essential"] for error in run.errors]) == (RunStatus.OK, [False])
        assert "No space left on device" in run.errors[0]["found"]
        assert captures() == [], "no row without its file"
        assert not list(root.glob("*/*.new"))
    finally:
        subprocess.run(["umount", str(root)], check=True)


def test_without_a_size_no_answers_are_kept(crawls, limits):
    limits(captures_max_mb=0)
    assert crawls(VANWEZEL).errors == []
    assert captures() == []


def test_two_writers_of_the_same_bytes(service_environment, crawls):
    bodies = [f"body {number}".encode() * 1000 for number in range(40)]
    barrier = threading.Barrier(2)

    def write(source_id):
        barrier.wait()
        for body in bodies:
            keep(answer(body, source_id))

    writers = [threading.Thread(target=write, args=[source_id]) for source_id in (FEEDS, VANWEZEL)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert len(captures()) == 80
    assert len(files()) == 40
    assert {folder(settings()).get(one.hash) for one in captures()} == set(bodies)


def test_a_damaged_file_is_named(service_environment, crawls):
    keep(answer(b"BEGIN:VCALENDAR"))
    (file,) = settings().captures_dir.glob("*/*.zst")
    whole = file.read_bytes()
    for damaged in (whole[:-4], b"nothing", whole[:-1] + bytes([whole[-1] ^ 1])):
        file.write_bytes(damaged)
        with pytest.raises(BodyDamaged, match=file.name):
            folder(settings()).get(captures()[0].hash)
    file.unlink()
    with pytest.raises(BodyGone):
        folder(settings()).get(captures()[0].hash)


def test_old_captures_go_but_not_those_of_listed_events(crawls, feeds, limits):
    add_feeds(FEEDS, [feeds.url("/a.ics")])
    feeds.bodies["/a.ics"] = vcalendar([vevent("e1", "One")])
    crawls(FEEDS)
    keep(answer(b"old", days=40), answer(b"young", days=20))
    with transaction() as connection:
        connection.execute(
            text(
                "UPDATE captures SET seen_at = now() - interval '100 days' WHERE request NOT IN ("
                "SELECT request FROM captures WHERE url LIKE '%/x')"
            )
        )
    limits(captures_days=30)
    assert pruning.count(settings()).old == 1
    assert pruning.prune(settings()).old == 1
    assert len(files()) == len(captures()) == 2
    assert len(of_event("e1")) == 1
    with transaction() as connection:
        connection.execute(text("UPDATE events SET withdrawn_at = now()"))
    assert pruning.prune(settings()).old == 1
    assert of_event("e1") == (), "the event knows that it had one"


def test_too_many_captures_go_oldest_first_and_listed_events_last(crawls, feeds, limits):
    add_feeds(FEEDS, [feeds.url("/a.ics")])
    feeds.bodies["/a.ics"] = vcalendar([vevent("e1", "One")])
    crawls(FEEDS)
    keep(*(answer(os.urandom(400_000), path=f"/{days}", days=days) for days in range(1, 5)))
    with transaction() as connection:
        connection.execute(text("UPDATE captures SET seen_at = now() - interval '99 days' WHERE url LIKE '%.ics'"))
    limits(captures_max_mb=1)
    assert pruning.count(settings()).too_many == 2
    assert pruning.prune(settings()).too_many == 2
    assert [one.url.rpartition("/")[2] for one in captures()] == ["1", "2", "a.ics"]
    assert sum(one.size for one in folder(settings()).list()) <= 1_000_000
    limits(captures_max_mb=0)
    assert pruning.prune(settings()).too_many == 3
    assert files() == set()


def test_events_of_a_pruned_answer_are_found_in_the_newest(crawls, feeds):
    add_feeds(FEEDS, [feeds.url("/a.ics")])
    for title in ("Two", "Two, later"):
        feeds.bodies["/a.ics"] = vcalendar([vevent("e1", "One"), vevent("e2", title)])
        crawls(FEEDS)
    older, newer = of_event("e1")[0], of_event("e2")[0]
    assert older.id != newer.id
    assert files() == {older.hash, newer.hash}
    pruning._delete([older.id], folder(settings()), lambda: False)
    assert of_event("e1")[0].id == newer.id


def test_the_last_answer_outlives_the_older_ones(crawls, feeds, limits):
    add_feeds(FEEDS, [feeds.url("/a.ics")])
    for events in ([vevent("e1", "One"), vevent("e2", "Two")], [vevent("e1", "One")]):
        feeds.bodies["/a.ics"] = vcalendar(events)
        crawls(FEEDS)
    last, older = captures()
    assert (last.events, of_event("e1")[0].id) == (0, older.id), "nothing in the last answer was new"
    with transaction() as connection:
        connection.execute(text("UPDATE captures SET seen_at = seen_at - interval '99 days'"))
    limits(captures_days=30)
    assert pruning.prune(settings()).old == 0
    assert {one.id for one in captures()} == {last.id, older.id}


KILLED = """
import os, signal
from storage.captures import records
from storage.captures.bodies import Folder
from tests.crawl.test_captures import answer, keep
put = Folder.put
def put_and_die(self, digest, body):
    put(self, digest, body)
    os.kill(os.getpid(), signal.SIGKILL)
Folder.put = put_and_die
keep(answer(b"never gets its row"))
"""


def test_killed_between_file_and_row(service_environment, crawls):
    keep(answer(b"kept"))
    died = subprocess.run([sys.executable, "-c", KILLED], cwd=REPOSITORY, check=False)
    assert died.returncode == -signal.SIGKILL
    assert len(files()) == 2
    assert {one.hash for one in captures()} < files(), "each row has its file"
    assert pruning.count(settings()).orphans == 1
    assert pruning.prune(settings()).orphans == 1
    assert {one.hash for one in captures()} == files()


def test_the_scrapy_command_keeps_answers_too(crawls, sandbox):
    from .running import scrapy

    ran = scrapy("crawl", "vanwezel", "-a", f"base_url={sandbox.url('vanwezel')}", "-a", "delay=0", "-a", f"now={NOW}")
    assert ran.returncode == 0, ran.stderr
    assert len(captures(VANWEZEL)) > 10
