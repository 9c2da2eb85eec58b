"""Operators read moments in the zone of the town, not of the machine."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.clock import in_town, shown
from core.config import settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["UTC", "Asia/Tokyo"])
def machine(monkeypatch, request):
    """A machine in another zone than the town."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("moment", "zone", "said"),
    [
        (datetime(2026, 12, 1, 4, 30, tzinfo=UTC), None, "2026-11-30 23:30 EST"),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), None, "2026-07-01 08:00 EDT"),
        (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), None, "2026-11-01 01:30 EDT"),
        (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), None, "2026-11-01 01:30 EST"),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), "Europe/Berlin", "2026-07-01 14:00 CEST"),
        (datetime(2026, 7, 1, 12, 0, tzinfo=UTC), "America/Sao_Paulo", "2026-07-01 09:00 -03"),
        (None, None, "–"),
    ],
)
def test_a_moment_is_in_the_towns_zone(machine, moment, zone, said):
    assert shown(moment, zone) == said


@pytest.fixture
def denver(monkeypatch):
    monkeypatch.setenv("TIMEZONE", "America/Denver")
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_the_town_decides(denver):
    assert f"{in_town(datetime(2026, 12, 1, tzinfo=UTC)):%H:%M %Z}" == "17:00 MST"


@pytest.mark.parametrize("folder", ["app/cli", "app/diagnosis", "app/alerts"])
def test_no_command_shows_the_machines_zone(folder):
    files = [file for file in (ROOT / folder).rglob("*.py") if "astimezone()" in file.read_text("utf-8")]
    assert files == []
