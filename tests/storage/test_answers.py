"""What may stand for a reading, and what may not: the database is asked each time."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from core.items import EventItem
from storage.events import write as events
from storage.feed_cache import answers
from storage.feed_cache.answers import Answer, Recognised, Validators
from storage.feed_cache.save import forget, remember
from storage.runs import ledger as runs
from tests.storage.conftest import ZONE

URL = "https://hall.example/feed.ics"
NOW = b"readers, zone and window"
TODAY = datetime.now(ZoneInfo(ZONE)).date()


def part(name):
    return name.encode().ljust(answers.DIGEST_BYTES, b"-")


@pytest.fixture
def told(connection, harvest):
    """A run that reads these events, one a part, and remembers them; the run goes on."""

    def tell(*items, url=URL, empty=(), flawless=True, parts=None, outdated=(), stored=None, tag='"1"'):
        run = harvest.open()
        events.store_batch(connection, run, items if stored is None else stored)
        answer = Answer(
            url=url,
            answered_by=url,
            validators=Validators(tag, None),
            body_hash=b"body",
            conditions=NOW,
            parts=len(items) + len(empty) if parts is None else parts,
            flawless=flawless,
            outdated=outdated,
            empty=[part(name) for name in empty],
            told=[(part(item.uid), item) for item in items],
        )
        remember(connection, run, answer)
        return run

    return tell


@pytest.fixture
def shows(at):
    return [EventItem(uid=f"u{n}", title=f"Show {n}", occurrences=(at(n, 20), at(n + 1, 20))) for n in range(1, 4)]


@pytest.fixture
def recognise(connection, harvest):
    """What the next run knows of the parts with these names, and what it saw."""

    def look(*names, url=URL, conditions=NOW, starts=TODAY):
        run = harvest.open()
        found = answers.recognise(connection, run, url, set(map(part, names)), conditions=conditions, starts=starts)
        sighted = connection.execute(
            text("SELECT unchanged, occurrences FROM run_sightings WHERE run_id = :id"), {"id": run.run_id}
        ).one_or_none()
        harvest.close(run, covered_from=None)
        return found, (0, 0) if sighted is None else tuple(map(len, sighted))

    return look


def whole(connection, harvest, **known):
    run = harvest.open()
    found = answers.recognise_whole(
        connection, run, URL, **{"conditions": NOW, "starts": TODAY, "body_hash": b"body", **known}
    )
    harvest.close(run, covered_from=None)
    return found


def test_known_parts_are_sighted_and_the_others_named(told, recognise, harvest, shows):
    harvest.close(told(*shows, empty=["past"]))
    found, sighted = recognise("u1", "u2", "past", "new")
    assert found == Recognised({part("u1"), part("u2"), part("past")}, {part("u3")})
    assert sighted == (2, 4)
    assert recognise("u1", url="https://hall.example/other.ics") == (Recognised(), (0, 0))


def test_under_other_conditions_all_is_outdated(told, recognise, connection, harvest, shows):
    harvest.close(told(*shows))
    found, sighted = recognise("u1", conditions=b"the window's end has moved")
    assert (found.known, len(found.outdated), sighted) == (frozenset(), 3, (0, 0))
    assert not whole(connection, harvest, conditions=b"the window's end has moved")
    assert answers.validators(connection, 1, b"the window's end has moved") == {}


def test_what_is_over_is_not_seen(told, recognise, harvest, shows):
    harvest.close(told(*shows))
    starts = TODAY + timedelta(days=3)
    found, sighted = recognise("u1", "u2", "u3", starts=starts)
    assert (len(found.known), sighted) == (3, (2, 3))


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
def test_rows_that_changed_meanwhile_are_read_again(told, recognise, connection, harvest, shows, change):
    harvest.close(told(*shows))
    assert whole(connection, harvest)
    connection.execute(text(change))
    assert not whole(connection, harvest)
    found, _ = recognise("u1", "u2", "u3")
    assert found == Recognised({part("u2"), part("u3")}, {part("u1")})


def test_what_was_not_stored_is_not_known(told, recognise, connection, harvest, shows):
    harvest.close(told(*shows, stored=shows[1:]))
    assert answers.validators(connection, 1, NOW) == {}
    assert recognise("u1", "u2", "u3")[0].known == {part("u2"), part("u3")}


def test_an_older_copy_is_not_known(told, recognise, connection, harvest, shows):
    newer = replace(shows[0], sequence=5)
    harvest.close(told(newer))
    harvest.close(told(replace(shows[0], sequence=4, title="As it was"), url="https://hall.example/old.ics"))
    assert recognise("u1", url="https://hall.example/old.ics")[0].known == frozenset()


def test_answers_that_contradict_each_other_are_both_read_until_they_agree(told, recognise, connection, harvest, shows):
    other = "https://hall.example/other.ics"
    harvest.close(told(shows[0], shows[1]), covered_from=None)
    harvest.close(told(replace(shows[0], title="Otherwise"), url=other), covered_from=None)
    assert recognise("u1", "u2")[0].known == {part("u2")}
    assert recognise("u1", url=other)[0].known == frozenset()
    assert answers.validators(connection, 1, NOW) == {}
    harvest.close(told(shows[0], url=other, outdated=[part("u1")]), covered_from=None)
    harvest.close(told(shows[0], shows[1], outdated=[part("u1")]), covered_from=None)
    assert recognise("u1", "u2")[0].known == {part("u1"), part("u2")}
    assert recognise("u1", url=other)[0].known == {part("u1")}
    assert set(answers.validators(connection, 1, NOW)) == {URL, other}


def test_validators_only_where_nothing_was_doubtful(told, connection, harvest, shows):
    harvest.close(told(*shows))
    assert answers.validators(connection, 1, NOW) == {URL: Validators('"1"', None)}
    harvest.close(told(*shows, flawless=False))
    assert (answers.validators(connection, 1, NOW), whole(connection, harvest)) == ({}, False)
    harvest.close(told(*shows, parts=4))
    assert (answers.validators(connection, 1, NOW), whole(connection, harvest)) == ({}, False)


def test_a_304_counts_from_where_the_answer_came(told, connection, harvest, shows):
    harvest.close(told(*shows))
    assert whole(connection, harvest, body_hash=None, answered_by=URL)
    assert not whole(connection, harvest, body_hash=None, answered_by="https://elsewhere.example/feed.ics")
    assert not whole(connection, harvest, body_hash=b"another body")


def test_a_new_etag_of_the_same_body_is_kept(told, connection, harvest, shows):
    harvest.close(told(*shows))
    assert whole(connection, harvest, validators=Validators('"2"', "Mon, 05 Jan 2026 15:00:00 GMT"))
    assert answers.validators(connection, 1, NOW) == {URL: Validators('"2"', "Mon, 05 Jan 2026 15:00:00 GMT")}


def test_forgotten(told, connection, harvest, recognise, shows):
    harvest.close(told(*shows))
    forget(connection, 1)
    assert recognise("u1") == (Recognised(), (0, 0))
    assert connection.execute(text("SELECT count(*) FROM remembered_groups")).scalar() == 0


def test_a_superseded_run_remembers_and_sights_nothing(told, connection, harvest, shows):
    run = told(*shows)
    harvest.close(run)
    with pytest.raises(runs.StaleRun):
        answers.recognise(connection, run, URL, {part("u1")}, conditions=NOW, starts=TODAY)
    with pytest.raises(runs.StaleRun):
        answers.recognise_whole(connection, run, URL, conditions=NOW, starts=TODAY, body_hash=b"body")
    answer = Answer(
        url=URL,
        answered_by=URL,
        validators=Validators(None, None),
        body_hash=b"x",
        conditions=NOW,
        parts=0,
        flawless=True,
    )
    with pytest.raises(runs.StaleRun):
        remember(connection, run, answer)


def unmodified(connection, harvest, **answered_by):
    run = harvest.open()
    urls = {f"https://hall.example/{name}.ics": origin for name, origin in answered_by.items()}
    found = answers.recognise_unmodified(connection, run, urls, conditions=NOW, starts=TODAY)
    seen = connection.execute(
        text("SELECT unchanged FROM run_sightings WHERE run_id = :id"), {"id": run.run_id}
    ).scalar()
    harvest.close(run, covered_from=None)
    return found, len(seen or ())


def test_many_feeds_that_answered_304_are_sighted_together(told, connection, harvest, shows):
    harvest.close(told(*shows))
    whole_one = URL.rpartition("/")[2].removesuffix(".ics")
    assert unmodified(connection, harvest, **{whole_one: URL}) == ({URL}, 3)
    assert unmodified(connection, harvest, **{whole_one: "https://elsewhere.example/", "unknown": URL}) == (set(), 0)
    connection.execute(text("UPDATE events SET withdrawn_at = now() WHERE uid = 'u1'"))
    assert unmodified(connection, harvest, **{whole_one: URL}) == (set(), 0)
