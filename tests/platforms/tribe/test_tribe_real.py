"""The Events Calendar on recorded pages and REST answers: INDEX.tsv's counts and facts, or why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import PageChanged
from core.items import EventStatus
from scrapers.platforms.tribe import reader as tribe
from scrapers.reading.contract import Reading
from tests.platforms.recorded_facts import context, rows, untrue

TORONTO = "America/Toronto"
ZONES = {
    "tribe_html/akr_metro_transportation_study-detail.html": "America/New_York",
    "tribe_html/akr_metro_transportation_study.html": "America/New_York",
    "tribe_html/castros_lounge.html": TORONTO,
    "tribe_html/charleston-pour-house.html": "America/New_York",
    "tribe_html/det_great_lakes_water_authority.html": "America/Detroit",
    "tribe_html/grossmans.html": TORONTO,
    "tribe_html/junction_underground.html": TORONTO,
    "tribe_html/tec-month-view-snapshot.html": "Europe/Paris",
    "tribe_html/wiggle_room.html": TORONTO,
    "tribe_rest/atl_beltline.json": "America/New_York",
    "tribe_rest/atl_fdha.json": "America/New_York",
    "tribe_rest/atl_regional_commission.json": "America/New_York",
    "tribe_rest/pa_development.json": "America/New_York",
    "tribe_rest/sarasota-sam-first4-trimmed.json": "America/New_York",
    "tribe_rest/tec-archive-v1-snapshot.json": "UTC",
    "tribe_rest/tec-v1-events-additional-fields.json": "UTC",
}
MORE_CARDS = {"tribe_html/castros_lounge.html": 23}
"""INDEX.tsv counts the JSON-LD, which leaves out past events; the month's cells have 25 cards of 23 events."""


def read(real: Path, file: str) -> Reading:
    return tribe.read_events((real / file).read_bytes(), context(file, ZONES[file]))


@pytest.mark.parametrize("file", sorted(ZONES))
def test_counts_and_facts(real: Path, file: str) -> None:
    row, reading = rows(real)[file], read(real, file)
    assert len(reading.events) == MORE_CARDS.get(file, int(row.events))
    assert reading.problems == ()
    assert untrue(reading, file, "tribe") == []
    assert all(len(event.occurrences) == 1 for event in reading.events)


@pytest.mark.parametrize("file", sorted(file for file in ZONES if "tec-" not in file))
def test_uid_is_the_post_id(real: Path, file: str) -> None:
    uids = [event.uid for event in read(real, file).events]
    assert all(uid.isdecimal() for uid in uids)
    assert len(set(uids)) == len(uids)


def test_every_recorded_file_of_these_kinds_is_in_the_table(real: Path) -> None:
    recorded = {file for file in rows(real) if file.startswith(("tribe_html/", "tribe_rest/"))}
    assert {file for file in recorded if "tec-remap" not in file} == set(ZONES)


def test_posts_from_the_plugin_s_own_tests_are_not_rest_answers(real: Path) -> None:
    for path in sorted((real / "tribe_rest").glob("tec-remap-*.json")):
        with pytest.raises(PageChanged, match="post_title"):
            tribe.read_events(path.read_bytes(), context(path.name, "UTC"))


def test_the_shown_hour_counts_over_a_frozen_offset(real: Path) -> None:
    starts = [
        event.occurrences[0].to_json()["starts_at"]
        for event in read(real, "tribe_html/det_great_lakes_water_authority.html").events
    ]
    assert starts[0] == "2025-11-12T11:00:00-05:00"


def test_cards_without_json_ld_have_their_times(real: Path) -> None:
    by_url = {event.url: event for event in read(real, "tribe_html/castros_lounge.html").events}
    one = by_url["https://castroslounge.com/event/danny-marks-31/"].occurrences[0].to_json()
    assert one["starts_at"] == "2024-09-28T17:00:00-04:00"
    bar = by_url["https://castroslounge.com/event/dj-rob-24/"].occurrences[0].to_json()
    assert str(bar["starts_at"]).startswith("2024-09-06T")


def test_free_of_charge(real: Path) -> None:
    drums = read(real, "tribe_html/charleston-pour-house.html").events[0]
    assert drums.price is not None
    assert (drums.price.is_free, drums.price.currency) == (True, "USD")


def test_statuses_in_titles(real: Path) -> None:
    statuses = [event.status for event in read(real, "tribe_rest/pa_development.json").events]
    assert statuses[0] is EventStatus.RESCHEDULED
    assert statuses[2] is EventStatus.CANCELLED


def test_paging_of_recorded_archives(real: Path) -> None:
    body = (real / "tribe_rest/atl_beltline.json").read_bytes()
    assert tribe.rest_total(body) == 123
    assert str(tribe.next_rest_url(body)).endswith("page=2")
    last = (real / "tribe_rest/pa_development.json").read_bytes()
    assert (tribe.rest_total(last), tribe.next_rest_url(last)) == (36, None)


def test_recorded_uids_have_post_ids(real: Path) -> None:
    lines = [
        (path.stem, line[4:])
        for path in sorted((real / "ics_tribe").glob("*.ics"))
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
        if line.startswith("UID:")
    ]
    foreign = {name for name, uid in lines if tribe.post_id_of_uid(uid) is None}
    assert foreign == {"santarosa-sonoma"}, "a feed of another system: 0--@host"
    assert len(lines) > 500
