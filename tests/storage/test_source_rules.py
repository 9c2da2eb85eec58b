"""A source's rules as JSON values: each bad one is refused with its name."""

from __future__ import annotations

from datetime import date

import pytest

from core.items import Venue
from storage.sources.rules import NO_RULES, BadRules, parse_rules


def test_rules_survive_json():
    given = {
        "include_titles": ["jazz", "Big Band"],
        "near_latitude": 27.34,
        "near_longitude": -82.53,
        "within_km": 25.0,
        "first_day": "2026-12-01",
        "venue_name": "Bayfront Hall",
        "all_at_venue": True,
    }
    rules = parse_rules(given)
    assert rules.to_json() == given
    assert (rules.first_day, rules.venue) == (date(2026, 12, 1), Venue(name="Bayfront Hall"))
    assert parse_rules({}) == NO_RULES
    assert NO_RULES.to_json() == {}


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"include_titles": [" "]}, "include_titles"),
        ({"exclude_places": ["x"] * 51}, "exclude_places"),
        ({"first_day": "soon"}, "first_day"),
        ({"near_latitude": 91, "near_longitude": 0, "within_km": 5}, "near_latitude"),
        ({"near_latitude": 27, "near_longitude": 0, "within_km": 0}, "within_km"),
        ({"near_latitude": 27}, ""),
        ({"first_day": "2026-12-02", "last_day": "2026-12-01"}, ""),
        ({"all_at_venue": True}, ""),
        ({"venue_name": "x" * 201}, "venue_name"),
        ({"color": "red"}, "color"),
    ],
)
def test_a_bad_rule_is_named(given, name):
    with pytest.raises(BadRules) as refused:
        parse_rules(given)
    assert list(refused.value.errors) == [name]
    assert refused.value.errors[name]
