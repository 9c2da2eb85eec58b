"""The recorded exchange with a LibCal list."""

from __future__ import annotations

import re
from pathlib import Path

from scrapers.platforms.libcal import reader as libcal
from tests.platforms.recorded_facts import context, rows

FILE = "libcal/tess-libcal-vcr.yml"


def answer(real: Path) -> bytes:
    """The JSON in the recording: a YAML single-quoted scalar, folded over lines (YAML 1.2.2, 7.3.2)."""
    text = (real / FILE).read_text(encoding="utf-8")
    start = text.index("string: '{") + len("string: '")
    folded = text[start : text.rindex("}'") + 1]
    return re.sub(r"\n\s+", " ", folded).replace("''", "'").encode()


def test_the_one_event(real: Path) -> None:
    reading = libcal.read_events(answer(real), context(FILE, "Europe/Amsterdam", now="2022-01-01"))
    assert len(reading.events) == int(rows(real)[FILE].events)
    assert reading.problems == ()
    (event,) = reading.events
    assert event.title == rows(real)[FILE].facts[0].partition(" | ")[0]
    told = event.occurrences[0].to_json()
    assert (told["starts_at"], told["ends_at"]) == ("2022-01-10T13:00:00+01:00", "2022-01-10T15:00:00+01:00")
    assert event.url is not None
    assert event.url.endswith(f"/event/{event.uid}")
    assert (event.venue, len(event.categories)) == (None, 1)


def test_one_page_is_all(real: Path) -> None:
    assert libcal.next_page(answer(real), context(FILE, "Europe/Amsterdam"), 1) is None
