"""Which parts of a cached answer are known: those with which the database still agrees."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from core.items import EventItem
from storage.events import write as events
from storage.feed_cache import answers
from storage.feed_cache.answers import Answer, KnownParts, Validators
from storage.feed_cache.save import forget_answers, save_answer
from storage.runs import ledger as runs
from tests.storage.conftest import ZONE

URL = "https://hall.example/feed.ics"
NOW = b"readers, zone and window"


def today():
    return datetime.now(ZoneInfo(ZONE)).date()


def part(name):
    return name.encode().ljust(answers.DIGEST_BYTES, b"-")


@pytest.fixture
def cache(connection, harvest):
    """A run that reads these events, one per part, and caches the answer. It is still running."""

    def save(*items, url=URL, empty=(), trouble_free=True, parts=None, outdated=(), stored=None, tag='"1"'):
        run = harvest.open()
        events.store_batch(connection, run, items if stored is None else stored)
        answer = Answer(
            url=url,
            answered_by=url,
            validators=Validators(tag, None),
            body_hash=b"body",
            conditions=NOW,
            parts=len(items) + len(empty) if parts is None else parts,
            trouble_free=trouble_free,
            outdated=outdated,
            empty=[part(name) for name in empty],
            events=[(part(item.uid), item) for item in items],
        )
        save_answer(connection, run, answer)
        return run

    return save


@pytest.fixture
def shows(at):
    return [EventItem(uid=f"u{n}", title=f"Show {n}", occurrences=(at(n, 20), at(n + 1, 20))) for n in range(1, 4)]


@pytest.fixture
def lookup(connection, harvest):
    """The parts with these names that the next run knows, and the numbers of events and occurrences it saw."""

    def look(*names, url=URL, conditions=NOW, starts=None):
        run = harvest.open()
        found = answers.mark_known_parts_seen(
            connection, run, url, set(map(part, names)), conditions=conditions, starts=starts or today()
        )
        seen = connection.execute(
            text("SELECT unchanged, occurrences FROM run_sightings WHERE run_id = :id"), {"id": run.run_id}
        ).one_or_none()
        harvest.close(run, covered_from=None)
        return found, (0, 0) if seen is None else tuple(map(len, seen))

    return look


def same_body(connection, harvest, **known):
    run = harvest.open()
    found = answers.mark_seen_if_same_body(
        connection, run, URL, **{"conditions": NOW, "starts": today(), "body_hash": b"body", **known}
    )
    harvest.close(run, covered_from=None)
    return found


def test_known_parts_are_seen_and_the_others_outdated(cache, lookup, harvest, shows):
    harvest.close(cache(*shows, empty=["past"]))
    found, seen = lookup("u1", "u2", "past", "new")
    assert found == KnownParts({part("u1"), part("u2"), part("past")}, {part("u3")})
    assert seen == (2, 4)
    assert lookup("u1", url="https://hall.example/other.ics") == (KnownParts(), (0, 0))


def test_under_other_conditions_everything_is_outdated(cache, lookup, connection, harvest, shows):
    harvest.close(cache(*shows))
    found, seen = lookup("u1", conditions=b"the window's end has moved")
    assert (found.known, len(found.outdated), seen) == (frozenset(), 3, (0, 0))
    assert not same_body(connection, harvest, conditions=b"the window's end has moved")
    assert answers.validators(connection, 1, b"the window's end has moved") == {}


def test_past_occurrences_are_not_seen(cache, lookup, harvest, shows):
    harvest.close(cache(*shows))
    starts = today() + timedelta(days=3)
    found, seen = lookup("u1", "u2", "u3", starts=starts)
    assert (len(found.known), seen) == (3, (2, 3))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET withdrawn_at = now() WHERE uid = 'u1'",
        "UPDATE events SET content_hash = 'another' WHERE uid = 'u1'",
        "DELETE FROM events WHERE uid = 'u1'",
        "UPDATE occurrences SET withdrawn_at = now() WHERE id = (SELECT min(id) FROM occurrences)",
        "UPDATE occurrences SET starts_at = starts_at + interval '1 h' WHERE id = (SELECT min(id) FROM occurrences)",
        "DELETE FROM occurrences WHERE id = (SELECT min(id) FROM occurrences)",
    ],
)
def test_rows_that_changed_since_are_read_again(cache, lookup, connection, harvest, shows, change):
    harvest.close(cache(*shows))
    assert same_body(connection, harvest)
    connection.execute(text(change))
    assert not same_body(connection, harvest)
    found, _ = lookup("u1", "u2", "u3")
    assert found == KnownParts({part("u2"), part("u3")}, {part("u1")})


def test_events_that_were_not_stored_are_not_known(cache, lookup, connection, harvest, shows):
    harvest.close(cache(*shows, stored=shows[1:]))
    assert answers.validators(connection, 1, NOW) == {}
    assert lookup("u1", "u2", "u3")[0].known == {part("u2"), part("u3")}


def test_an_older_copy_is_not_known(cache, lookup, connection, harvest, shows):
    newer = replace(shows[0], sequence=5)
    harvest.close(cache(newer))
    harvest.close(cache(replace(shows[0], sequence=4, title="The old title"), url="https://hall.example/old.ics"))
    assert lookup("u1", url="https://hall.example/old.ics")[0].known == frozenset()


def test_answers_that_differ_are_both_read_until_they_agree(cache, lookup, connection, harvest, shows):
    other = "https://hall.example/other.ics"
    harvest.close(cache(shows[0], shows[1]), covered_from=None)
    harvest.close(cache(replace(shows[0], title="Another title"), url=other), covered_from=None)
    assert lookup("u1", "u2")[0].known == {part("u2")}
    assert lookup("u1", url=other)[0].known == frozenset()
    assert answers.validators(connection, 1, NOW) == {}
    harvest.close(cache(shows[0], url=other, outdated=[part("u1")]), covered_from=None)
    harvest.close(cache(shows[0], shows[1], outdated=[part("u1")]), covered_from=None)
    assert lookup("u1", "u2")[0].known == {part("u1"), part("u2")}
    assert lookup("u1", url=other)[0].known == {part("u1")}
    assert set(answers.validators(connection, 1, NOW)) == {URL, other}


def test_validators_only_for_answers_without_trouble(cache, connection, harvest, shows):
    harvest.close(cache(*shows))
    assert answers.validators(connection, 1, NOW) == {URL: Validators('"1"', None)}
    harvest.close(cache(*shows, trouble_free=False))
    assert (answers.validators(connection, 1, NOW), same_body(connection, harvest)) == ({}, False)
    harvest.close(cache(*shows, parts=4))
    assert (answers.validators(connection, 1, NOW), same_body(connection, harvest)) == ({}, False)


def test_a_304_counts_only_from_the_address_that_answered(cache, connection, harvest, shows):
    harvest.close(cache(*shows))
    assert after_304(connection, harvest, feed=URL) == ({URL}, 3)
    assert after_304(connection, harvest, feed="https://elsewhere.example/feed.ics") == (set(), 0)
    assert not same_body(connection, harvest, body_hash=b"another body")


def test_a_new_etag_of_the_same_body_is_kept(cache, connection, harvest, shows):
    harvest.close(cache(*shows))
    assert same_body(connection, harvest, validators=Validators('"2"', "Mon, 05 Jan 2026 15:00:00 GMT"))
    assert answers.validators(connection, 1, NOW) == {URL: Validators('"2"', "Mon, 05 Jan 2026 15:00:00 GMT")}


def test_forgotten_answers_are_read_again(cache, connection, harvest, lookup, shows):
    harvest.close(cache(*shows))
    forget_answers(connection, 1)
    assert lookup("u1") == (KnownParts(), (0, 0))
    assert connection.execute(text("SELECT count(*) FROM remembered_groups")).scalar() == 0


def test_a_superseded_run_neither_caches_nor_marks(cache, connection, harvest, shows):
    run = cache(*shows)
    harvest.close(run)
    with pytest.raises(runs.StaleRun):
        answers.mark_known_parts_seen(connection, run, URL, {part("u1")}, conditions=NOW, starts=today())
    with pytest.raises(runs.StaleRun):
        answers.mark_seen_if_same_body(connection, run, URL, conditions=NOW, starts=today(), body_hash=b"body")
    answer = Answer(
        url=URL,
        answered_by=URL,
        validators=Validators(None, None),
        body_hash=b"x",
        conditions=NOW,
        parts=0,
        trouble_free=True,
    )
    with pytest.raises(runs.StaleRun):
        save_answer(connection, run, answer)


def after_304(connection, harvest, **answered_by):
    run = harvest.open()
    urls = {f"https://hall.example/{name}.ics": origin for name, origin in answered_by.items()}
    found = answers.mark_seen_after_304(connection, run, urls, conditions=NOW, starts=today())
    seen = connection.execute(
        text("SELECT unchanged FROM run_sightings WHERE run_id = :id"), {"id": run.run_id}
    ).scalar()
    harvest.close(run, covered_from=None)
    return found, len(seen or ())


def test_feeds_that_answered_304_are_marked_together(cache, connection, harvest, shows):
    harvest.close(cache(*shows))
    name = URL.rpartition("/")[2].removesuffix(".ics")
    assert after_304(connection, harvest, **{name: URL}) == ({URL}, 3)
    assert after_304(connection, harvest, **{name: "https://elsewhere.example/", "unknown": URL}) == (set(), 0)
    connection.execute(text("UPDATE events SET withdrawn_at = now() WHERE uid = 'u1'"))
    assert after_304(connection, harvest, **{name: URL}) == (set(), 0)
