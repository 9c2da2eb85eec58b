"""Clean, validate, and identify: pipeline steps without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.exceptions import DropItem

from core.errors import BadRecord
from core.items import EventItem, FeedItem, Occurrence, Price, Venue
from pipelines.clean import Clean, clean, line, paragraphs
from pipelines.identify import Identify, stable_uid
from pipelines.validate import LONGEST, Validate, validate

STARTS = datetime(2026, 11, 29, 20, 0, tzinfo=UTC)
ONCE = Occurrence(starts_at=STARTS, timezone="America/New_York")
GOOD = EventItem(uid="regatta", title="Regatta", url="https://site.example/regatta", occurrences=(ONCE,))


def test_text_is_tidied_and_the_rest_unchanged():
    untidy = replace(
        GOOD,
        title="  Regatta\n of the\u00a0 Bay\x00 ",
        description="One.  \r\n\r\n\r\n\r\nTwo.\x0b ",
        venue=Venue(name=" Dock  7 ", address=" "),
        price=Price(text="  $5 ", min_cents=500),
        organizer=" ",
        categories=("Boats ", "", "Boats", " Sea"),
        raw={"starts_at": "Nov\x0029"},
    )
    tidy = clean(untidy)
    assert tidy.title == "Regatta of the Bay"
    assert tidy.description == "One.\n\nTwo."
    assert tidy.venue == Venue(name="Dock 7")
    assert tidy.price == Price(text="$5", min_cents=500)
    assert (tidy.organizer, tidy.categories, tidy.raw) == (None, ("Boats", "Sea"), {"starts_at": "Nov29"})
    assert tidy.occurrences == GOOD.occurrences
    assert clean(tidy) == tidy


def test_empty_venue_and_price_become_none():
    tidy = clean(replace(GOOD, venue=Venue(name=" "), price=Price(text="\t")))
    assert (tidy.venue, tidy.price) == (None, None)


def test_an_occurrences_own_texts_are_tidied_unless_they_repeat_the_events():
    event = replace(GOOD, venue=Venue(name="Dock 7"), description="One.")
    own = replace(ONCE, title=" The\x00  Crew ", venue=Venue(name=" Pier "), url=" https://site.example/2 ")
    same = replace(ONCE, title=" Regatta", venue=Venue(name="Dock  7", address=" "), url=GOOD.url, description="One.\n")
    tidy = clean(replace(event, occurrences=(own, same, replace(ONCE, title=" ")))).occurrences
    assert tidy == (replace(ONCE, title="The Crew", venue=Venue(name="Pier"), url="https://site.example/2"), ONCE, ONCE)


def test_an_occurrences_own_link_is_a_web_address():
    bad, good = replace(ONCE, url="javascript:alert(1)"), replace(ONCE, url="https://site.example/2")
    assert validate(replace(GOOD, occurrences=(bad, good))).occurrences == (ONCE, good)


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60))
def test_any_text_becomes_one_that_postgres_accepts(text):
    for tidy in (line(text), paragraphs(text)):
        assert tidy is None or (tidy == tidy.strip() and tidy and "\0" not in tidy)
        assert tidy is None or tidy.encode()
    assert line(line(text)) == line(text)
    assert paragraphs(paragraphs(text)) == paragraphs(text)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"uid": ""}, "uid"),
        ({"title": ""}, "title"),
        ({"occurrences": ()}, "occurrences"),
        ({"occurrences": (replace(ONCE, ends_at=STARTS - timedelta(seconds=1)),)}, "ends_at"),
        ({"occurrences": (replace(ONCE, ends_at=STARTS + LONGEST + timedelta(days=1)),)}, "ends_at"),
        ({"occurrences": (ONCE, replace(ONCE, starts_at=STARTS.replace(year=1066)))}, "starts_at"),
        ({"occurrences": (replace(ONCE, timezone="America/Sarasota"),)}, "timezone"),
        ({"price": Price(min_cents=500, max_cents=100)}, "price"),
        ({"price": Price(min_cents=-1, max_cents=100)}, "price"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_impossible_events_are_rejected(change, field):
    with pytest.raises(BadRecord) as caught:
        validate(replace(GOOD, **change))
    assert caught.value.field == field
    assert caught.value.url == GOOD.url
    with pytest.raises(DropItem) as dropped:
        Validate().process_item(replace(GOOD, **change))
    assert isinstance(dropped.value.__cause__, BadRecord)


@pytest.mark.parametrize("ends", [STARTS, STARTS + LONGEST, None])
def test_possible_events_are_accepted(ends):
    event = replace(GOOD, occurrences=(replace(ONCE, ends_at=ends),), price=Price(min_cents=0, max_cents=0))
    assert validate(event) == event


@pytest.mark.parametrize("link", ["javascript:alert(1)", "tel:+19415550100", "mailto:a@site.example", "regatta", ""])
def test_links_that_are_not_web_addresses_are_removed(link):
    event = validate(replace(GOOD, url=link, ticket_url=link, image_url=link))
    assert (event.url, event.ticket_url, event.image_url) == (None, None, None)


@pytest.mark.parametrize("link", ["http://[site.example/x", "https://[::1", "//["])
def test_a_malformed_link_is_removed_and_the_event_kept(link):
    event = validate(replace(GOOD, ticket_url=link))
    assert (event.title, event.ticket_url) == ("Regatta", None)


def test_feeds_must_be_web_addresses():
    good = FeedItem(url="https://site.example/events/?ical=1")
    assert Validate().process_item(good) is good
    assert Validate().process_item(replace(good, url="webcals://site.example/events/?ical=1")) == good
    with pytest.raises(DropItem):
        Validate().process_item(FeedItem(url="file:///etc/passwd"))


def test_a_moved_event_of_the_events_calendar_keeps_its_uid():
    before, after = "4711-1795000000-1795003600@site.example", "4711-1796000000-1796003600@site.example"
    assert stable_uid(before) == stable_uid(after) == "4711@site.example"
    assert Identify().process_item(replace(GOOD, uid=before)).uid == "4711@site.example"


@pytest.mark.parametrize("uid", ["regatta", "4711-1795000000@site.example", "a-1-2@b", "4711-20261129-20261130@x", ""])
def test_other_uids_are_unchanged(uid):
    assert stable_uid(uid) == uid


@pytest.mark.parametrize("step", [Clean(), Validate(), Identify()])
def test_other_items_pass(step):
    assert step.process_item({"a": 1}) == {"a": 1}
