"""A correction stays through harvests, moves, renames, joins, and splits, until the source itself changes the field."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.feeds.identity import uuid_of
from core.items import EventStatus, Price, Venue
from storage.database.engine import transaction
from storage.edits.plan import EditRefused
from storage.merging import people, reading
from tests.storage.merging.conftest import HERON, at, jazz, others

RIGHT = "Marlowe Quartet: Ballads by Candlelight"


def test_every_field_is_shown_and_searched(town, ada, only):
    town.harvest("hall", jazz("hall"))
    before = only()
    ada.correct(
        town.event_id("hall"),
        title=RIGHT,
        status=EventStatus.POSTPONED,
        starts_at=at(6).starts_at,
        ends_at=at(6, 22).starts_at,
        venue=Venue(name="Blue Crane Barn", address="9 Mill Road, Palmetto Bay, FL"),
        description="By candlelight.",
        price=Price(text="$15", min_cents=1500, max_cents=1500, currency="USD", is_free=False),
        ticket_url="https://heron.example/tickets",
        url="https://heron.example/marlowe",
        image_url="https://heron.example/m.jpg",
        organizer="Friends of Jazz",
        categories=["film"],
    )
    one = only()
    assert (one.title, one.status, one.starts_at) == (RIGHT, "postponed", at(6).starts_at)
    assert (one.ends_at, one.local_date) == (at(6, 22).starts_at, at(6).starts_at.date())
    assert (one.venue_name, one.venue_address) == ("Blue Crane Barn", "9 Mill Road, Palmetto Bay, FL")
    assert (one.description, one.price_text, one.price_min_cents) == ("By candlelight.", "$15", 1500)
    assert (one.ticket_url, one.url) == ("https://heron.example/tickets", "https://heron.example/marlowe")
    assert (one.image_url, one.organizer) == ("https://heron.example/m.jpg", "Friends of Jazz")
    assert one.town_categories == ("Film",)
    assert one.sequence == before.sequence + 1
    assert uuid_of(one) == uuid_of(before)
    for words in ("candlelight", "crane barn", "friends jazz"):
        assert len(town.listings(words=words)) == 1
    assert town.listings(words="evening") == []
    assert len(town.listings(categories=("film",))) == 1
    assert town.listings(categories=("music",)) == []
    assert len(town.listings(statuses=(EventStatus.POSTPONED,))) == 1


def test_it_survives_harvests_that_change_other_fields(town, ada, only):
    town.harvest("hall", jazz("hall"))
    ada.correct(town.event_id("hall"), title=RIGHT, starts_at=at(6).starts_at)
    edited = only()
    town.harvest("hall", jazz("hall"))
    assert only()._replace(confirmed_at=edited.confirmed_at) == edited
    assert town.value("SELECT changed FROM runs ORDER BY started_at DESC LIMIT 1") == 0
    town.harvest("hall", jazz("hall", description="A new text about the evening, long enough to be one."))
    assert (only().title, only().starts_at) == (RIGHT, at(6).starts_at)
    assert only().description.startswith("A new text")
    assert ada.questions() == []


def test_the_source_changes_the_field(town, ada, only):
    town.harvest("hall", jazz("hall"))
    event_id = town.event_id("hall")
    said = only().title
    ada.correct(event_id, title=RIGHT)
    town.harvest("hall", jazz("hall", title="Marlowe Quartet: Ballads"))
    (question,) = ada.questions()
    assert (question.said, question.value, question.says) == (said, RIGHT, "Marlowe Quartet: Ballads")
    assert question.says_source == "Gray Heron Hall"
    assert only().title == RIGHT
    town.harvest("hall", jazz("hall", title="Marlowe Quartet: Ballads"))
    assert len(ada.questions()) == 1

    ada.keep(question.id)
    assert (ada.questions(), only().title) == ([], RIGHT)
    town.harvest("hall", jazz("hall", title="Marlowe Quartet: Ballads and Blues"))
    (again,) = ada.questions()
    assert (again.said, again.says) == ("Marlowe Quartet: Ballads", "Marlowe Quartet: Ballads and Blues")
    sequence = only().sequence
    ada.take(again.id)
    assert (ada.questions(), only().title) == ([], "Marlowe Quartet: Ballads and Blues")
    assert only().sequence > sequence


def test_a_source_that_goes_back_or_catches_up_asks_nothing(town, ada, only):
    town.harvest("hall", jazz("hall"))
    event_id = town.event_id("hall")
    ada.correct(event_id, title=RIGHT)
    town.harvest("hall", jazz("hall", title="Another title"))
    assert len(ada.questions()) == 1
    town.harvest("hall", jazz("hall"))
    assert ada.questions() == []
    town.harvest("hall", jazz("hall", title=RIGHT))
    assert ada.questions() == []
    assert ada.edits(event_id)[0].withdrawn_because == "the source says the same now"
    town.harvest("hall", jazz("hall", title="The hall knows better now"))
    assert only().title == "The hall knows better now"


def test_a_source_listing_keeps_its_own_words(town, ada):
    for source in ("paper", "hall"):
        town.harvest(source, jazz(source))
    ada.correct(town.event_id("paper"), title=RIGHT, starts_at=at(6).starts_at, venue=Venue(name="Blue Crane Barn"))
    with transaction() as connection:
        found = reading.read_listings(connection, town.event_id("paper"))
    hall, paper = found.events
    assert (hall.shown, hall.title, hall.next_at) == (True, jazz("hall").title, at(5).starts_at)
    assert (hall.venue, hall.address) == (HERON.name, HERON.address)
    corrected = {one.field: one.value for one in hall.corrected}
    assert (corrected["title"], corrected["starts_at"]) == (RIGHT, at(6).starts_at.isoformat())
    assert corrected["venue"]["name"] == "Blue Crane Barn"
    assert (paper.title, paper.corrected) == (jazz("paper").title, ())


def test_undo(town, ada, only):
    town.harvest("hall", jazz("hall"))
    event_id, before = town.event_id("hall"), only()
    ada.correct(event_id, title=RIGHT, starts_at=at(6).starts_at, categories=["film"])
    for field in ("title", "starts_at", "categories"):
        ada.undo(event_id, field)
    after = only()
    assert after.sequence > before.sequence
    assert after._replace(sequence=before.sequence, updated_at=before.updated_at) == before
    assert town.value("SELECT count(*) FROM events WHERE edited IS NOT NULL OR said IS NOT NULL") == 0
    with pytest.raises(LookupError, match="Nobody has corrected title"):
        ada.undo(event_id, "title")


def test_the_log_has_what_people_saw(town, ada, only):
    town.harvest("hall", jazz("hall"))
    said = only().title
    ada.correct(town.event_id("hall"), title=RIGHT)
    town.harvest("hall", jazz("hall", title="Something else"))
    assert [(one.field, one.old, one.new) for one in town.news() if one.field] == [("title", said, RIGHT)]


def test_a_moved_showing_keeps_its_edits_and_asks_about_the_time(town, ada, only):
    town.harvest("hall", jazz("hall", at(5)))
    key = only().key
    ada.correct(town.event_id("hall"), key, starts_at=at(6).starts_at, title=RIGHT)
    town.harvest("hall", jazz("hall", at(9)))
    one = only()
    assert (one.title, one.starts_at, one.key) == (RIGHT, at(6).starts_at, key)
    (question,) = ada.questions()
    assert question.field == "starts_at"
    assert datetime.fromisoformat(question.says) == at(9).starts_at
    ada.take(question.id)
    assert (only().title, only().starts_at) == (RIGHT, at(9).starts_at)


def test_a_new_uid(town, ada, only):
    """Recognized by the title that the source gives, not by the corrected one."""
    town.harvest("hall", jazz("hall"))
    ada.correct(town.event_id("hall"), title=RIGHT, starts_at=at(6).starts_at)
    before = only()
    town.harvest("hall", jazz("hall", uid="renamed"))
    one = only()
    assert (one.event_id, one.title, one.starts_at) == (before.event_id, RIGHT, at(6).starts_at)
    assert uuid_of(one) == uuid_of(before)
    assert ada.questions() == []


def test_withdrawn_and_back(town, ada, only):
    town.harvest("hall", jazz("hall"), jazz("hall", at(8), uid="second", title="Second"))
    event_id = town.event_id("hall")
    ada.correct(event_id, title=RIGHT)
    town.value("UPDATE events SET withdrawn_at = now() WHERE uid = 'hall-jazz' RETURNING id")
    town.value("UPDATE occurrences SET withdrawn_at = now() WHERE event_id = :id RETURNING id", id=event_id)
    assert [one.title for one in town.listings()] == ["Second"]
    town.harvest("hall", jazz("hall"), jazz("hall", at(8), uid="second", title="Second"))
    assert [one.title for one in town.listings()] == [RIGHT, "Second"]


def test_a_better_source_joins(town, ada, only):
    """The newspaper's event was corrected. The hall's, which people see from then on, shows the correction."""
    town.harvest("paper", jazz("paper"))
    ada.correct(town.event_id("paper"), title=RIGHT, description="By candlelight.")
    uid = uuid_of(only())
    town.harvest("hall", jazz("hall"))
    one = only()
    assert (one.source, one.title, one.description) == ("hall", RIGHT, "By candlelight.")
    assert uuid_of(one) == uid
    assert ada.questions() == []
    town.harvest("hall", jazz("hall", title="Marlowe Quartet: A Night of Ballads"))
    (question,) = ada.questions()
    assert (question.said, question.says) == (jazz("hall").title, "Marlowe Quartet: A Night of Ballads")
    assert only().title == RIGHT


def test_the_corrected_listing_goes_away(town, ada, only):
    for source in ("paper", "hall"):
        town.harvest(source, jazz(source))
    ada.correct(only().event_id, title=RIGHT, starts_at=at(6).starts_at)
    assert only().source == "hall"
    town.value("UPDATE occurrences SET withdrawn_at = now() WHERE event_id = :id RETURNING id", id=only().event_id)
    town.value("UPDATE events SET withdrawn_at = now() WHERE uid = 'hall-jazz' RETURNING id")
    town.harvest("paper", jazz("paper", description="Another note."))
    one = only()
    assert (one.source, one.title, one.starts_at) == ("paper", RIGHT, at(6).starts_at)


def test_a_split_leaves_the_edit_with_the_event_that_was_corrected(town, ada, only):
    town.harvest("paper", jazz("paper"))
    ada.correct(town.event_id("paper"), title=RIGHT)
    town.harvest("hall", jazz("hall"))
    with transaction() as connection:
        people.split(connection, only().event_id, by="ben")
    assert {one.source: one.title for one in town.listings()} == {"paper": RIGHT, "hall": jazz("hall").title}
    with transaction() as connection:
        people.join(connection, town.event_id("hall"), town.event_id("paper"), by="ben")
    assert (only().source, only().title) == ("hall", RIGHT)
    ada.undo(only().event_id, "title")
    assert only().title == jazz("hall").title


def test_what_others_lend_can_be_corrected(town, ada, only):
    town.harvest("hall", jazz("hall"))
    town.harvest("tickets", jazz("tickets"))
    assert only().ticket_url == "https://tickets.example/buy/991"
    ada.correct(only().event_id, ticket_url="https://heron.example/box-office")
    assert only().ticket_url == "https://heron.example/box-office"
    town.harvest("tickets", jazz("tickets", ticket_url="https://tickets.example/buy/992"))
    assert only().ticket_url == "https://heron.example/box-office"
    (question,) = ada.questions()
    assert (question.said, question.says) == ("https://tickets.example/buy/991", "https://tickets.example/buy/992")
    assert question.says_source == "Bay Tickets"
    ada.correct(only().event_id, ticket_url=None)
    assert (only().ticket_url, ada.questions()) == (None, [])
    ada.undo(only().event_id, "ticket_url")
    assert only().ticket_url == "https://tickets.example/buy/992"


def test_a_correction_settles_a_conflict(town, ada, only):
    for source, when in (("hall", at(5)), ("city", at(5))):
        town.harvest(source, jazz(source, when))
    town.harvest("city", jazz("city", at(6)))
    assert [one.kind for one in only().conflicts] == ["time"]
    ada.correct(only().event_id, starts_at=at(6).starts_at)
    assert (only().conflicts, only().starts_at) == ((), at(6).starts_at)
    assert len(others(only())) == 1
    ada.undo(only().event_id, "starts_at")
    assert [one.kind for one in only().conflicts] == ["time"]


def test_one_time_of_a_series(town, ada):
    times = [at(day) for day in (5, 12, 19)]
    town.harvest("hall", jazz("hall", *times))
    event_id = town.event_id("hall")
    ada.correct(event_id, at(12).starts_at.isoformat(), title=RIGHT, status=EventStatus.CANCELLED)
    ada.correct(event_id, at(19).starts_at.date().isoformat(), starts_at=at(19, 21).starts_at)
    town.harvest("hall", jazz("hall", *times))
    first, second, third = town.listings()
    assert (second.title, second.status, second.event.title) == (RIGHT, "cancelled", first.title)
    assert (third.starts_at, first.status, third.status) == (at(19, 21).starts_at, "scheduled", "scheduled")
    assert [one.starts_at for one in town.listings(words="candlelight")] == [at(12).starts_at]
    with pytest.raises(EditRefused, match="The event has 3 times: say which one"):
        ada.correct(event_id, starts_at=at(7).starts_at)
    with pytest.raises(EditRefused, match="All times of the event share organizer"):
        ada.correct(event_id, second.key, organizer="Friends of Jazz")
    with pytest.raises(LookupError, match="has no time 20300101"):
        ada.correct(event_id, "20300101", title=RIGHT)
    ada.undo(event_id, "title", second.key)
    assert town.listings()[1].title == first.title


def test_the_status_of_an_only_time(town, ada, only):
    """A source may say that the event is off, or its only time, or both."""
    off = {"status": EventStatus.CANCELLED}
    for item in (jazz("hall", **off), jazz("hall", at(5, **off)), jazz("hall", at(5, **off), **off)):
        town.harvest("hall", item)
        assert only().status == "cancelled"
        ada.correct(town.event_id("hall"), status=EventStatus.SCHEDULED)
        assert only().status == "scheduled"
        ada.undo(town.event_id("hall"), "status")
        assert only().status == "cancelled"
        ada.correct(town.event_id("hall"), occurrence=only().key, status=EventStatus.SCHEDULED)
        assert only().status == "scheduled"
        ada.undo(town.event_id("hall"), "status")


def test_times_that_cannot_be(town, ada, only):
    town.harvest("hall", jazz("hall", at(5, ends_at=at(5, 22).starts_at)))
    event_id = town.event_id("hall")
    before = only()
    for given, message in (
        ({"ends_at": at(5, 19).starts_at}, "It would end .* before it starts"),
        ({"starts_at": at(6).starts_at}, "It would start .* after its end .*: correct the end too"),
        ({"ends_at": at(900).starts_at}, r"It would last 89\d days. Is the year right"),
        ({"categories": ["films"]}, "The town has no category 'films'. Its categories: music, "),
    ):
        with pytest.raises(EditRefused, match=message) as refused:
            ada.correct(event_id, title=RIGHT, **given)
        assert [each.field for each in refused.value.refusals] == list(given)
    assert only() == before
    ada.correct(event_id, starts_at=at(6).starts_at, ends_at=None)
    assert (only().starts_at, only().ends_at) == (at(6).starts_at, None)


def test_the_sources_end_is_dropped_if_it_comes_before_the_corrected_start(town, ada, only):
    town.harvest("hall", jazz("hall"))
    ada.correct(town.event_id("hall"), starts_at=at(6).starts_at)
    town.harvest("hall", jazz("hall", at(5, ends_at=at(5, 22).starts_at)))
    assert (only().starts_at, only().ends_at) == (at(6).starts_at, None)
    ada.undo(town.event_id("hall"), "starts_at")
    assert (only().starts_at, only().ends_at) == (at(5).starts_at, at(5, 22).starts_at)


def test_a_day_without_an_hour(town, ada, only):
    town.harvest("hall", jazz("hall"))
    day = at(6).starts_at.date()
    ada.correct(town.event_id("hall"), starts_at=day)
    assert (only().time_known, only().local_date) == (False, day)
    town.harvest("hall", jazz("hall"))
    assert (only().time_known, only().local_date) == (False, day)
    ada.undo(town.event_id("hall"), "starts_at")
    assert (only().time_known, only().starts_at) == (True, at(5).starts_at)


def test_an_hour_that_a_person_knows(town, ada, only):
    """The source only has the date, then it learns another hour."""
    town.harvest("hall", jazz("hall", at(5, None)))
    key = only().key
    ada.correct(town.event_id("hall"), starts_at=at(5, 19).starts_at)
    assert (only().time_known, only().starts_at) == (True, at(5, 19).starts_at)
    town.harvest("hall", jazz("hall", at(5, None)))
    assert (only().starts_at, ada.questions()) == (at(5, 19).starts_at, [])
    town.harvest("hall", jazz("hall", at(5, 20)))
    assert (only().starts_at, only().key) == (at(5, 19).starts_at, key)
    (question,) = ada.questions()
    assert datetime.fromisoformat(question.says) == at(5, 20).starts_at


def test_a_run_withdraws_by_the_time_that_the_source_gives(town, ada, only):
    """The corrected time lies in the span that a run covers, the source's doesn't."""
    town.harvest("hall", jazz("hall", at(5)))
    ada.correct(town.event_id("hall"), starts_at=datetime.now(UTC) + timedelta(hours=5))
    town.harvest("hall", jazz("hall", at(5)))
    assert len(town.listings()) == 1


def test_a_known_place_by_its_name(town, ada, only):
    town.harvest("hall", jazz("hall"))
    town.harvest("city", jazz("city", at(9), venue=Venue(name="Elsewhere", address="1 Far Road, Palmetto Bay, FL")))
    event_id = town.event_id("city")
    ada.correct(event_id, venue=Venue(name="gray heron hall"))
    assert town.event(event_id).venue_address == HERON.address
