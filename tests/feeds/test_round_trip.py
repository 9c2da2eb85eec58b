"""Marquee's own readers read its feeds as the same events."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from app.feeds import wording
from app.feeds.atom import atom
from app.feeds.ics import ics
from app.feeds.identity import is_off, uuid_of
from app.feeds.json_ld import json_ld
from app.feeds.rss import rss
from core.items import EventItem, EventStatus
from core.visible_text import visible
from scrapers.platforms.ics.reader import read_events
from scrapers.platforms.jsonld import reader as jsonld
from scrapers.platforms.rss import reader as feeds
from scrapers.reading.contract import Context, Window
from scrapers.reading.status.titles import is_bare_mark, status_of_title
from scrapers.reading.status.words import Standing
from storage.search.listings import Listing
from tests.feeds.listings import INFO, SEEN, ZONE, listing, local

CONTEXT = Context(url="https://events.example/feeds/events.ics", timezone=ZONE, now=SEEN, window=Window())
ZONES = [ZONE, ZONE, "Europe/Berlin", "Africa/Cairo", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia"]

plain = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Co", "Cn", "Z"), exclude_characters="<>&")
words = st.text(plain, min_size=1, max_size=12).filter(lambda text: visible(text) == text)
phrases = st.lists(words, min_size=1, max_size=6).map(" ".join)
titles = phrases.filter(lambda text: status_of_title(text) == Standing() and not is_bare_mark(text))
"""Titles without a mark. The play "Sold Out" keeps its name, but "No longer listed: Sold Out" is read as sold out."""
categories = phrases.filter(lambda text: not text.startswith('"'))  # sites quote a category that has a comma
amounts = st.integers(1, 400_00).map(lambda cents: cents // 100 * 100)


@st.composite
def listings(draw: st.DrawFn) -> Listing:
    zone = draw(st.sampled_from(ZONES))
    kind = draw(st.sampled_from(["hour", "day", "unknown"]))
    wall = draw(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31))).replace(second=0, microsecond=0)
    clock = wall if kind == "hour" else datetime.combine(wall.date(), time())
    starts_at = clock.replace(tzinfo=ZoneInfo(zone), fold=draw(st.integers(0, 1))).astimezone(UTC)
    if kind != "hour":
        starts_at = clock.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    ends_at = None
    if kind == "hour" and draw(st.booleans()):
        ends_at = starts_at + timedelta(minutes=draw(st.integers(1, 60 * 30)))
    if kind != "hour" and draw(st.booleans()):
        days = draw(st.integers(1, 20))
        ends_at = (clock + timedelta(days=days)).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    least = draw(st.none() | amounts)
    greatest = None if least is None else draw(st.just(least) | amounts.map(lambda more: least + more))
    return listing(
        starts_at,
        ends_at=ends_at,
        timezone=zone,
        all_day=kind == "day",
        time_known=kind != "unknown",
        key=draw(st.uuids().map(str)),
        title=draw(titles),
        description=draw(st.none() | st.lists(phrases, min_size=1, max_size=4).map("\n".join)),
        status=draw(st.sampled_from(EventStatus)),
        sold_out=draw(st.booleans()),
        withdrawn_at=draw(st.none() | st.just(SEEN + timedelta(days=3))),
        updated_at=SEEN + timedelta(seconds=draw(st.integers(0, 10**7))),
        categories=tuple(draw(st.lists(categories, max_size=3, unique=True))),
        organizer=draw(st.none() | words.filter(lambda text: "@" not in text and "%" not in text)),
        venue_name=draw(st.none() | st.sampled_from(["The Hall", "Café Zürich", "St. Mary’s; Lower Room"])),
        latitude=draw(st.none() | st.just(27.3421)),
        price_text=None,
        price_min_cents=least,
        price_max_cents=greatest,
        is_free=None,
        sequence=draw(st.integers(0, 10**6)),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(listings(), max_size=4, unique_by=lambda one: one.key))
def test_marquees_reader_reads_the_calendar_as_the_same_events(listings: list[Listing]) -> None:
    reading = read_events(b"".join(ics(INFO, listings)), CONTEXT)
    assert reading.problems == ()
    read = {event.uid: event for event in reading.events}
    assert len(read) == len(reading.events) == len(listings)
    for one in listings:
        same_event(read[str(uuid_of(one))], one)


def instant(moment: datetime | None) -> datetime | None:
    """The time in UTC, because an hour that the clock shows twice never equals a time in another zone (PEP 495)."""
    return None if moment is None else moment.astimezone(UTC)


def same_event(event: EventItem, listing: Listing) -> None:
    (occurrence,) = event.occurrences
    if wording.by_day(listing):
        assert (occurrence.all_day, occurrence.time_known) == (listing.all_day, listing.time_known)
        assert occurrence.local_date == listing.local_date
        days = None if occurrence.ends_at is None else (occurrence.ends_at.date() - occurrence.starts_at.date()).days
        assert days == (None if listing.ends_at is None else (wording.last_day(listing) - listing.local_date).days + 1)
    else:
        assert instant(occurrence.starts_at) == listing.starts_at
        whole = occurrence.all_day  # midnight to 23:59 is read as a whole day
        assert whole or instant(occurrence.ends_at) == listing.ends_at
        assert whole or occurrence.timezone in (listing.timezone, ZONE)
    assert event.title == wording.title(listing)
    assert occurrence.status is (EventStatus.CANCELLED if is_off(listing) else listing.status)
    assert event.sold_out is (listing.sold_out and listing.withdrawn_at is None)
    assert event.sequence == listing.sequence
    assert event.categories == listing.categories
    assert event.organizer == listing.organizer
    assert (event.url, event.ticket_url, event.image_url) == (listing.url, listing.ticket_url, listing.image_url)
    assert event.venue is not None
    assert (event.venue.name, event.venue.address) == (listing.venue_name, listing.venue_address)
    assert (event.venue.latitude is None) is (listing.latitude is None)
    assert event.description is not None
    assert (listing.description or "") in event.description
    price = event.price
    assert (price and price.min_cents, price and price.max_cents) == (listing.price_min_cents, listing.price_max_cents)


EVENINGS = [
    listing(),
    listing(
        local(2026, 12, 5, 20),
        uid="late",
        key="2",
        title="Late <Unplugged> & loud",
        url="https://hall.example/late",
        ends_at=local(2026, 12, 5, 22, 15),
        is_free=True,
    ),
    listing(
        local(2026, 12, 6, 20),
        uid="off",
        key="3",
        url="https://hall.example/off",
        status=EventStatus.CANCELLED,
        title="Off & on",
    ),
]


def test_marquees_reader_reads_the_json_ld_of_a_page() -> None:
    page = b"<html><body><script type='application/ld+json'>" + b"".join(json_ld(INFO, EVENINGS)) + b"</script>"
    reading = jsonld.read_events(page + b"</body></html>", CONTEXT)
    assert reading.problems == ()
    assert [event.uid for event in reading.events] == ["moonlit-manatees", "late", "off"]
    assert [event.occurrences[0].starts_at for event in reading.events] == [one.starts_at for one in EVENINGS]
    assert [event.occurrences[0].ends_at for event in reading.events] == [one.ends_at for one in EVENINGS]
    assert [event.status for event in reading.events] == [one.status for one in EVENINGS]
    manatees, late, off = reading.events
    assert manatees.price is not None
    assert (manatees.price.min_cents, manatees.price.max_cents, manatees.price.currency) == (3500, 7500, "USD")
    assert manatees.venue is not None
    assert (manatees.venue.name, manatees.venue.latitude) == ("The Hall", 27.3421)
    assert late.title == "Late <Unplugged> & loud"
    assert off.ticket_url == "https://tickets.example/7?a=1&b=2"


def test_marquees_reader_reads_the_feeds() -> None:
    for writer in (rss, atom):
        reading = feeds.read_events(b"".join(writer(INFO, EVENINGS)), CONTEXT)
        assert reading.problems == ()
        assert [event.uid for event in reading.events] == ["moonlit-manatees", "late", "off"]
        assert [event.occurrences[0].starts_at for event in reading.events] == [one.starts_at for one in EVENINGS]
        assert [event.occurrences[0].ends_at for event in reading.events] == [one.ends_at for one in EVENINGS]
        assert reading.events[2].status is EventStatus.CANCELLED
        assert reading.events[0].venue is not None
        assert reading.events[0].venue.name == "The Hall, 777 N Tamiami Trail, Sarasota, FL 34236"
