"""The list of platforms, from which the back office takes its choices."""

from __future__ import annotations

import pytest

from scrapers.platforms.registry import platforms


@pytest.fixture
def listed(acting, reader):
    answer = acting.get("/api/sources/platforms", headers=reader)
    assert answer.status_code == 200
    return {one["name"]: one for one in answer.json()["platforms"]}


def test_it_lists_the_registry(listed):
    assert list(listed) == list(platforms())


def test_a_platform_describes_itself(listed):
    assert listed["tribe"] == {
        "name": "tribe",
        "title": "The Events Calendar (WordPress)",
        "covers": "the requested months, once their feeds are read",
        "docs": "docs/platforms/tribe.md",
        "arguments": [
            {
                "name": "months_ahead",
                "type": "integer",
                "help": "Months to read after this one.",
                "default": 2,
                "least": 0,
                "most": 24,
            }
        ],
    }


def test_arguments_have_types_bounds_and_defaults(listed):
    arguments = {one.pop("name"): one for one in listed["ics"]["arguments"]}
    helps = {name: one.pop("help") for name, one in arguments.items()}
    assert all(helps.values())
    unbounded = {"least": None, "most": None}
    assert arguments["url"] == {"type": "url", "default": None, **unbounded}
    assert arguments["timezone"] == {"type": "timezone", "default": None, **unbounded}
    assert arguments["limit"] == {"type": "integer", "default": 100, "least": 1, "most": None}
    assert arguments["utc_is_local"] == {"type": "switch", "default": False, **unbounded}


def test_it_needs_a_login(acting):
    assert acting.get("/api/sources/platforms").status_code == 401
