"""`export` writes the events in every format, completely or not at all."""

from __future__ import annotations

import json

import feedparser
import icalendar
import pytest

from core.config import settings
from core.items import Price
from storage.database import engine
from tests.api.harvest import at, concert, harvest, seed


@pytest.fixture
def town(service_environment):
    seed()
    harvest(concert("jazz", at(2), at(9)), concert("talk", at(3), price=Price(text="Free", is_free=True)))


def test_every_format_goes_to_a_file_or_to_the_terminal(town, marquee, tmp_path):
    def written(form: str, *more: str) -> bytes:
        file = tmp_path / f"events.{form}"
        ran = marquee("export", "--format", form, "-o", str(file), *more)
        assert ran.exit_code == 0, ran.output
        return file.read_bytes()

    calendar = icalendar.Calendar.from_ical(written("ics"))
    assert sorted(str(event["SUMMARY"]) for event in calendar.walk("VEVENT")) == ["Concert jazz"] * 2 + ["Concert talk"]
    for form in ("rss", "atom"):
        feed = feedparser.parse(written(form))
        assert (bool(feed.bozo), len(feed.entries)) == (False, 3)
    assert len(json.loads(written("json"))["items"]) == 3
    assert len(json.loads(written("jsonld"))["itemListElement"]) == 3
    assert written("csv").count(b"\r\nConcert") + written("csv").count(b",Concert") == 3
    assert written("markdown").count(b"\n## ") == 2
    assert written("html").count(b"<article>") == 2
    assert written("text", "--free").decode().splitlines()[3] == "Concert talk"
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith(".")] == []
    shown = marquee("export", "-f", "text", "--source", "aquarium").stdout
    assert shown == "Events\n======\n"


def test_an_invalid_filter_is_named(town, marquee, tmp_path):
    file = tmp_path / "kept.ics"
    file.write_text("old")
    for option, value, name in (
        ("--from", "never", "from"),
        ("--near", "here", "near"),
        ("--status", "gone", "status"),
        ("--radius-km", "3", "radius_km"),
    ):
        ran = marquee("export", "-f", "ics", "-o", str(file), option, value)
        assert ran.exit_code == 2, option
        assert ran.stderr.startswith(f"{name}: ")
    assert file.read_text() == "old"


def test_without_a_database_the_old_file_stays(marquee, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://u@127.0.0.1:1/d")
    settings.cache_clear()
    engine.engine.cache_clear()
    file = tmp_path / "kept.ics"
    file.write_text("old")
    ran = marquee("export", "-f", "ics", "-o", str(file))
    engine.engine.cache_clear()
    settings.cache_clear()
    assert ran.exit_code == 1
    assert "The database cannot be read" in ran.stderr
    assert file.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["kept.ics"]


def test_a_missing_folder(town, marquee, tmp_path):
    ran = marquee("export", "-f", "ics", "-o", str(tmp_path / "none" / "events.ics"))
    assert ran.exit_code == 1
    assert "cannot be written" in ran.stderr
