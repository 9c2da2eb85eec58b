"""Bodies are recognized by the marks that platforms declare."""

from __future__ import annotations

import csv
from datetime import UTC, datetime

import pytest

from core.errors import SourceError
from scrapers.platforms.platform import Body
from scrapers.platforms.recognition import choices, read_events, recognize
from scrapers.platforms.registry import platforms
from scrapers.reading.contract import Context

CONTEXT = Context(
    url="https://hall.example/events", timezone="America/New_York", now=datetime(2026, 11, 22, tzinfo=UTC)
)


@pytest.mark.parametrize("kind", choices())
def test_an_empty_body_is_an_error(kind):
    with pytest.raises(SourceError):
        read_events(kind, b"", CONTEXT)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "ics"),
        ("\ufeff\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "ics"),
        ("<?xml version='1.0'?><rss version='2.0'><channel/></rss>", "rss"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"/>', "rss"),
        ('{"events":[],"rest_url":"x","next_rest_url":"y"}', "tribe"),
        ('{"total_results":1,"results":[{"startdt":"x"}]}', "libcal"),
        ('"<div class=\\"eventItem\\"></div>"', "carbonhouse"),
        ('<html><div class="eventItem entry"></div></html>', "carbonhouse"),
        ("<html><body>nothing</body></html>", "jsonld"),
    ],
)
def test_recognize(body, kind):
    assert recognize(body.encode(), CONTEXT).name == kind


OTHER = ("tribe_rest/tec-remap", "rss/boarddocs")
"""Test posts of a plugin, which no site publishes, and XML that isn't a feed."""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("ics_google", "ics"),
        ("ics_tribe", "ics"),
        ("tribe_rest", "tribe"),
        ("localist", "localist"),
        ("ovationtix", "ovationtix"),
        ("wix", "wix"),
        ("rss", "rss"),
    ],
)
def test_recorded_bodies_are_recognized(real, folder, kind):
    with (real / "INDEX.tsv").open(newline="") as file:
        listed = [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["kind"] == folder]
    with_events = [row["file"] for row in listed if (row["events"] or "0").isdigit() and int(row["events"] or 0) > 0]
    good = [name for name in with_events if not name.startswith(OTHER) and not name.endswith(".html")]
    recognized = {name: recognize((real / name).read_bytes(), CONTEXT).name for name in good}
    assert good
    assert {name: found for name, found in recognized.items() if found != kind} == {}


def test_marks_of_two_platforms_never_weigh_the_same():
    """Otherwise the order of the folders would decide which platform a body belongs to."""
    weights: dict[tuple[Body, int], set[str]] = {}
    for one in platforms().values():
        for mark in one.marks:
            weights.setdefault((mark.body, mark.weight), set()).add(one.name)
    assert {key: names for key, names in weights.items() if len(names) > 1} == {}


@pytest.mark.parametrize("body", Body)
def test_every_kind_of_body_has_a_fallback_platform(body):
    assert [mark for one in platforms().values() for mark in one.marks if mark.body is body and not mark.words]
