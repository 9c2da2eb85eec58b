"""Many dates of one thing are shown once, through harvests that add, cancel, and drop dates."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest

from core.items import EventItem, EventStatus, Venue
from scrapers.platforms.recognition import read_events
from scrapers.reading.contract import Context, Window
from storage.database.engine import transaction
from storage.merging import match, people
from storage.places import edits
from storage.places.link import link
from storage.search.more_dates import MoreDates
from storage.series import effects
from tests.storage.merging.conftest import HERON, ZONE, at

TITLE = "Harbor Lights Festival"


def lights(day: int, *, hour: int = 20, uid: str | None = None, **fields: Any) -> EventItem:
    """One evening, on a page of its own."""
    given = {"title": TITLE, "venue": HERON, "url": f"https://hall.example/lights-{day}", **fields}
    return EventItem(uid=uid or f"lights-{day}", occurrences=(at(day, hour),), **given)


def after(town, days, last):
    return MoreDates(days, town.date(last), ())


def calendar(town, *lines: str) -> list[EventItem]:
    """The events of a calendar file, as the crawl reads it."""
    body = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//town//EN", *lines, "END:VCALENDAR", ""])
    now = town.day(0)
    window = Window(starts=town.date(-1), ends=town.date(300))
    context = Context(url="https://hall.example/all.ics", timezone=ZONE, now=now, window=window)
    return list(read_events("ics", body.encode(), context).events)


def vevent(start: date, *more: str, uid: str = "lights") -> list[str]:
    return [
        "BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{TITLE}", f"LOCATION:{HERON.name}\\, 12 Harbor Street",
        f"DTSTART;TZID={ZONE}:{start:%Y%m%d}T200000", f"DTEND;TZID={ZONE}:{start:%Y%m%d}T220000", *more, "END:VEVENT",
    ]  # fmt: skip


def test_a_rule_of_recurrence(town):
    town.harvest("hall", *calendar(town, *vevent(town.date(3), "RRULE:FREQ=DAILY;COUNT=31")))
    assert town.cards() == [(TITLE, town.date(3), after(town, 30, 33))]
    assert len(town.each_date()) == 31


def test_several_entries_of_a_calendar(town):
    lines = [line for day in (3, 4, 7) for line in vevent(town.date(day), uid=f"e{day}")]
    town.harvest("hall", *calendar(town, *lines))
    assert town.cards() == [(TITLE, town.date(3), after(town, 2, 7))]


def test_several_pages(town):
    town.harvest("hall", *(lights(day) for day in range(3, 34)))
    assert town.cards() == [(TITLE, town.date(3), after(town, 30, 33))]
    assert town.titles(5, 1) == town.titles(20, 7) == town.titles(3, 30) == [TITLE]
    assert town.cards(20, 1) == [(TITLE, town.date(20), after(town, 13, 33))]
    assert town.titles(1, 1) == town.titles(34, 100) == []
    assert town.counts(40) == [1] * 31


def test_two_sources_that_list_other_days(town):
    town.harvest("hall", *(lights(day) for day in (3, 4, 5)))
    city = (lights(day, title="Harbor Lights festival", url=f"https://city.example/{day}") for day in (5, 6, 7))
    town.harvest("city", *city)
    assert [(day, more) for _, day, more in town.cards()] == [(town.date(3), after(town, 4, 7))]
    assert town.counts(10) == [1] * 5


def test_matinee_and_evening_are_one_card_that_says_both(town):
    town.harvest("hall", *(lights(day, hour=hour, uid=f"{day}-{hour}") for day in (3, 4) for hour in (14, 20)))
    ((_, day, more),) = town.cards()
    assert day == town.date(3)
    assert more == MoreDates(1, town.date(4), (at(3, 20).starts_at,))


def test_other_places_and_titles_are_not_one_series(town):
    dock = Venue(name="The Dock", address="90 Bay Road, Palmetto Bay, FL 34236")
    town.harvest(
        "hall",
        lights(3),
        lights(4),
        lights(5, venue=dock),
        lights(6, title="Harbor Lights Festival: Fireworks"),
        lights(7, title="Live Music", description="The Bay Fiddlers play reels and jigs from three coasts."),
        lights(8, title="Live Music", description="Salt Choir sings sea songs in four voices all night."),
    )
    assert town.titles() == [TITLE, TITLE, "Harbor Lights Festival: Fireworks", "Live Music", "Live Music"]


def test_a_canceled_date_stands_apart_and_hides_no_other(town):
    town.harvest("hall", *(lights(day) for day in (3, 4, 5)))
    town.harvest("hall", lights(3, status=EventStatus.CANCELLED), lights(4), lights(5))
    assert town.cards() == [(TITLE, town.date(3), None), (TITLE, town.date(4), after(town, 1, 5))]
    town.harvest("hall", *(lights(day) for day in (3, 4, 5)))
    assert town.cards() == [(TITLE, town.date(3), after(town, 2, 5))]


def test_dates_come_and_go(town):
    town.harvest("hall", *(lights(day) for day in (3, 4, 5)))
    town.harvest("hall", *(lights(day) for day in (3, 4, 5, 9)))
    assert town.cards() == [(TITLE, town.date(3), after(town, 3, 9))]
    town.harvest("hall", *(lights(day) for day in (4, 5, 9)))
    assert town.cards() == [(TITLE, town.date(4), after(town, 2, 9))]
    town.harvest("hall", lights(4), lights(5), lights(9, title="Harbor Lights Finale"))
    assert [(title, day) for title, day, _ in town.cards()] == [
        (TITLE, town.date(4)),
        ("Harbor Lights Finale", town.date(9)),
    ]


def test_pages_of_any_size_show_each_card_once(town):
    other = [lights(day, uid=f"other-{day}", title=f"Salt Choir Rehearsal {day}", hour=9) for day in range(2, 12)]
    weekly = EventItem(uid="w", title="Gull Counting Walk", venue=HERON, occurrences=(at(2, 7), at(9, 7)))
    town.harvest("hall", *(lights(day) for day in range(3, 12)), *other, weekly)
    whole = town.cards()
    assert len(whole) == 12
    for size in (1, 2, 5, 11):
        assert town.cards(size=size) == whole
    assert town.titles(words="lights") == [TITLE]
    assert town.titles(4, words="lights", size=1) == [TITLE]


def test_events_that_a_person_split_are_both_listed(town):
    town.harvest("hall", lights(3), lights(4))
    town.harvest("city", lights(3, url="https://city.example/3"))
    city = town.event_id("city", "lights-3")
    with transaction() as connection:
        people.split(connection, city, by="account:ada")
    assert [(day, more) for _, day, more in town.cards()] == [
        (town.date(3), after(town, 1, 4)),
        (town.date(3), None),
    ]
    match.match_all()
    assert len(town.cards()) == 2
    with transaction() as connection:
        people.join(connection, town.event_id("hall", "lights-3"), city, by="account:ada")
    assert len(town.cards()) == 1


def test_the_source_with_the_series_keeps_it_when_its_listing_is_split(town):
    town.harvest("city", lights(3, url="https://city.example/3"))
    town.harvest("hall", *(lights(day) for day in (3, 4, 5)))
    city, hall = town.event_id("city", "lights-3"), town.event_id("hall", "lights-3")
    assert city < hall
    with transaction() as connection:
        before = effects.companions(connection, [city, hall])
        people.split(connection, city, hall, by="account:ada")
        seen = effects.seen_after(connection, before)
    assert [(one.sources, one.series, one.left, one.entered) for one in seen] == [
        (("City of Palmetto Bay",), 0, 2, 0),
        (("Gray Heron Hall",), 2, 0, 0),
    ]
    match.match_all()
    assert len(town.series(hall).events) == 3
    assert len(town.series(city).events) == 1


def test_an_ungrouped_event_stays_apart(town):
    town.harvest("hall", *(lights(day) for day in (3, 4, 5)))
    apart = town.event_id("hall", "lights-4")
    assert len(town.ungroup(apart)) == 2
    cards = [(TITLE, town.date(3), after(town, 1, 5)), (TITLE, town.date(4), None)]
    assert town.cards() == cards
    town.harvest("hall", lights(3), lights(4, description="A new text."), lights(5))
    match.match_all()
    assert town.cards() == cards
    found = town.series(apart)
    assert (len(found.events), found.decided_by, found.decided_because) == (1, "account:ada", "other players")
    town.group(apart)
    assert len(town.cards()) == 1


def test_an_ungrouped_event_stays_apart_when_another_source_lists_it(town):
    town.harvest("hall", *(lights(day) for day in (3, 4, 5)))
    town.ungroup(town.event_id("hall", "lights-4"))
    town.set_roles(city="venue")
    town.harvest("city", lights(4, url="https://city.example/4"))
    assert [day for _, day, _ in town.cards()] == [town.date(3), town.date(4)]


def test_a_whole_series_shows_each_date_and_so_do_later_ones(town):
    town.harvest("hall", *(lights(day) for day in (3, 4, 5)))
    town.ungroup(town.event_id("hall", "lights-4"), whole=True)
    assert len(town.cards()) == 3
    town.harvest("hall", *(lights(day) for day in (3, 4, 5, 6)))
    match.match_all()
    assert town.cards(size=2) == [(TITLE, town.date(day), None) for day in (3, 4, 5, 6)]
    assert town.counts(10) == [1] * 4
    town.group(town.event_id("hall", "lights-3"), town.event_id("hall", "lights-4"))
    assert len(town.cards()) == 1


def test_the_dates_of_one_event_are_shown_each(town):
    town.harvest("hall", EventItem(uid="w", title=TITLE, venue=HERON, occurrences=(at(3), at(4, 14), at(4), at(5))))
    assert town.ungroup(town.event_id("hall", "w")) == []
    assert [day for _, day, _ in town.cards(size=1)] == [town.date(day) for day in (3, 4, 4, 5)]
    assert town.counts(10) == [1, 2, 1]
    town.group(town.event_id("hall", "w"))
    assert len(town.cards()) == 1


def test_a_person_groups_what_the_rules_do_not(town):
    dock = Venue(name="The Dock", address="90 Bay Road, Palmetto Bay, FL 34236")
    at_dock = {"title": "Lamps on the Water", "venue": dock}
    town.harvest("hall", lights(3), lights(5), lights(4, **at_dock), lights(8, **at_dock))
    assert len(town.cards()) == 2
    town.group(town.event_id("hall", "lights-3"), town.event_id("hall", "lights-4"))
    assert town.cards() == [(TITLE, town.date(3), after(town, 3, 8))]
    town.harvest("hall", lights(3), lights(5), *(lights(day, **at_dock) for day in (4, 8, 9)))
    match.match_all()
    assert town.cards() == [(TITLE, town.date(3), after(town, 4, 9))]
    assert len(town.series(town.event_id("hall", "lights-9")).events) == 5


@pytest.mark.parametrize("first", [0, 33])
def test_pages_in_a_busy_town_leave_nothing_out(town, first):
    """Series of one page for each date, of one page for all, with gaps of weeks, and single dates, among ten times as
    much that the filter does not pass. Each is on the pages once, at its first date in the range."""
    random = Random(5)
    of_series = {
        f"Talk about {number}": sorted(random.sample(range(120), random.choice((1, 2, 9)))) for number in WORDS
    }
    talks, expected = [], []
    for minute, (title, days) in enumerate(of_series.items()):
        times = tuple(at(day, 18, minute) for day in days)
        pages = [times] if minute % 3 == 0 else [(one,) for one in times]
        talks += [
            EventItem(uid=f"{title}-{number}", title=title, venue=HERON, occurrences=page, categories=("Talks",))
            for number, page in enumerate(pages)
        ]
        expected += [(min(day for day in days if day >= first), minute, title)] if days[-1] >= first else []
    busy = [
        EventItem(
            uid=f"busy-{hour}", title=f"Class {hour}", venue=HERON, occurrences=tuple(at(d, hour) for d in range(120))
        )
        for hour in range(17)
    ]
    town.harvest("hall", *talks, *busy)
    for size in (1, 4, 50):
        assert town.titles(first, 400, size=size, categories=("Talks",)) == [title for *_, title in sorted(expected)]


WORDS = (
    "birds",
    "boats",
    "bread",
    "cedar",
    "clams",
    "coral",
    "dunes",
    "ferns",
    "gulls",
    "herbs",
    "kites",
    "lamps",
    "maps",
    "mills",
    "moss",
    "nets",
    "oaks",
    "otters",
    "pearls",
    "piers",
    "ponds",
    "quilts",
    "reeds",
    "rivers",
    "sails",
    "shells",
    "silk",
    "storms",
    "tides",
    "trains",
)


def test_a_page_lists_all_dates(town):
    town.harvest("hall", *(lights(day) for day in (5, 3, 4)))
    event = town.event(town.event_id("hall", "lights-4"))
    assert [one.local_date for one in event.times] == [town.date(4)]
    assert [one.local_date for one in event.series] == [town.date(3), town.date(5)]
    assert {one.event_id for one in event.series} == {
        town.event_id("hall", "lights-3"),
        town.event_id("hall", "lights-5"),
    }


def test_a_person_who_joins_two_places_joins_their_series(town):
    town.harvest("hall", lights(3), lights(4, venue=Venue(name="Quay House", address="14 Quay Street")))
    with transaction() as connection:
        link(connection)
    assert len(town.cards()) == 2
    id_of = "SELECT id FROM venues WHERE name = :name"
    hall, quay = town.value(id_of, name=HERON.name), town.value(id_of, name="Quay House")
    with transaction() as connection:
        edits.merge(connection, quay, hall, by="ada")
    assert len(town.cards()) == 1


def test_entries_that_an_upgrade_left_without_a_key(town):
    town.harvest("hall", *(lights(day) for day in (3, 4, 5)))
    with transaction() as connection:
        connection.exec_driver_sql("UPDATE event_search SET series_key = NULL")
    assert len(town.cards()) == 3
    town.harvest("city", EventItem(uid="c", title="Gull Counting Walk", venue=HERON, occurrences=(at(2),)))
    assert town.titles() == ["Gull Counting Walk", TITLE]


def test_only_what_changed_is_written(town):
    town.harvest("hall", *(lights(day) for day in range(3, 20)))
    versions = "SELECT array_agg(xmin::text ORDER BY entry_id) FROM event_search WHERE entry_id > 0"
    before = town.value(versions)
    town.harvest("city", EventItem(uid="c", title="Gull Counting Walk", venue=HERON, occurrences=(at(2),)))
    assert town.value(versions)[: len(before)] == before
