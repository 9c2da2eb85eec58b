"""The rules of a source, applied to events."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.items import EventItem, Occurrence, Venue
from pipelines.curate import curate
from storage.sources.rules import parse_rules

STARTS = datetime(2026, 12, 5, 20, 0, tzinfo=UTC)
ONCE = Occurrence(starts_at=STARTS, timezone="America/New_York")
PARTY = EventItem(
    uid="party",
    title="Fête de l’Art: Dance Party",
    occurrences=(ONCE,),
    venue=Venue(name="Dock 7", address="7 Pier Rd, Sarasota", latitude=27.33, longitude=-82.55),
    categories=("Music", "Kids & Family"),
)


def taken(event, **rules):
    return curate(event, parse_rules(rules)).event is not None


def reason(event, **rules):
    return curate(event, parse_rules(rules)).reason


@pytest.mark.parametrize("phrase", ["fete", "DANCE  PARTY", "l'art", "art"])
def test_a_phrase_matches_whole_words_regardless_of_case_and_accents(phrase):
    assert taken(PARTY, include_titles=[phrase])
    assert reason(PARTY, exclude_titles=[phrase]) == f"its title has {phrase!r}"


@pytest.mark.parametrize("phrase", ["part", "arty", "dance art"])
def test_a_part_of_a_word_does_not_match(phrase):
    assert taken(PARTY, exclude_titles=[phrase])
    assert reason(PARTY, include_titles=[phrase]) == "its title has none of the included words"


def test_categories_and_places():
    assert taken(PARTY, include_categories=["kids"], include_places=["sarasota", "venice"])
    assert not taken(PARTY, exclude_places=["dock 7"])
    assert not taken(PARTY, include_titles=["party"], include_places=["venice"])
    assert reason(replace(PARTY, venue=None), include_places=["sarasota"]) == "its place has none of the included words"


def test_phrases_of_two_categories_do_not_run_together():
    assert taken(PARTY, exclude_categories=["music kids"])


def test_distance():
    near = {"near_latitude": 27.3364, "near_longitude": -82.5307}
    assert taken(PARTY, **near, within_km=5)
    assert reason(PARTY, **near, within_km=1) == "farther away than 1 km"
    nowhere = replace(PARTY, venue=Venue(name="Dock 7"))
    assert reason(nowhere, **near, within_km=1) == "its place has no coordinates"


def test_a_date_window_leaves_the_dates_inside():
    week = tuple(replace(ONCE, starts_at=STARTS + timedelta(days=day)) for day in range(7))
    curated = curate(
        replace(PARTY, occurrences=week), parse_rules({"first_day": "2026-12-07", "last_day": "2026-12-08"})
    )
    assert curated.event is not None
    assert curated.event.occurrences == week[2:4]
    assert curated.left_out == week[:2] + week[4:]
    assert curated.reason == "before 2026-12-07"


def test_what_is_still_running_is_inside_the_window():
    exhibition = replace(ONCE, ends_at=datetime(2026, 12, 20, tzinfo=UTC))
    assert taken(replace(PARTY, occurrences=(exhibition,)), first_day="2026-12-19")
    assert not taken(replace(PARTY, occurrences=(exhibition,)), first_day="2026-12-20")


def test_a_showing_with_its_own_title_and_place_is_judged_by_them():
    own = replace(ONCE, starts_at=STARTS + timedelta(days=1), title="Matinee", venue=Venue(name="Library"))
    event = replace(PARTY, occurrences=(ONCE, own))
    assert curate(event, parse_rules({"exclude_titles": ["matinee"]})).left_out == (own,)
    assert curate(event, parse_rules({"include_places": ["library"]})).left_out == (ONCE,)


def test_the_page_names_the_place_unless_all_are_at_the_venue():
    hall = {"venue_name": "Bayfront Hall", "venue_address": "1 Bayfront Dr"}
    here = Venue(name="Bayfront Hall", address="1 Bayfront Dr")
    nowhere = replace(PARTY, venue=None)
    assert curate(PARTY, parse_rules(hall)).event == PARTY
    assert curate(nowhere, parse_rules(hall)).event == replace(PARTY, venue=here)
    own_place = replace(PARTY, occurrences=(replace(ONCE, venue=Venue(name="Library")),))
    assert curate(own_place, parse_rules({**hall, "all_at_venue": True})).event == replace(PARTY, venue=here)


def test_default_categories_are_for_events_without_any():
    rules = parse_rules({"default_categories": ["Theater"]})
    assert curate(PARTY, rules).event == PARTY
    assert curate(replace(PARTY, categories=()), rules).event == replace(PARTY, categories=("Theater",))


def test_a_fact_that_an_unread_page_may_have_is_neither_judged_nor_filled_in():
    card = replace(PARTY, venue=None, categories=())
    rules = parse_rules({"include_places": ["sarasota"]})
    assert curate(card, rules, partial=True).unsure
    assert not curate(card, parse_rules({"exclude_titles": ["party"]}), partial=True).unsure
    defaults = parse_rules({"venue_name": "Bayfront Hall", "default_categories": ["Theater"]})
    assert curate(card, defaults, partial=True).event == card
