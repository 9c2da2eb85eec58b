"""Recorded answers of further platforms: each is recognized, and its reading agrees with the reviewed facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from quality.accuracy.compare import compare
from quality.accuracy.expectations import SUFFIX, documents
from quality.accuracy.folder import EXPECTED
from scrapers.platforms.recognition import read_events, read_recognized

FOLDERS = (
    "admitone",
    "axs",
    "civicclerk",
    "dice",
    "elfsight",
    "escribe",
    "eventbrite",
    "eventon",
    "eventorganiser",
    "eventsmanager",
    "fever",
    "finalsite",
    "google_calendar_api",
    "jetbook",
    "legistar",
    "livenation",
    "mec",
    "ovationtix",
    "resident_advisor",
    "revize",
    "shopify",
    "showclix",
    "spektrix",
    "spothopper",
    "ticketmaster",
    "tixr",
    "tockify",
    "trumba",
    "wp_event_manager",
)


@pytest.mark.parametrize("folder", FOLDERS)
def test_recorded_answers(real_more: Path, folder: str) -> None:
    expectations = {path.name.removesuffix(SUFFIX): path for path in (EXPECTED / folder).glob(f"*{SUFFIX}")}
    recorded = [path for path in sorted((real_more / folder).iterdir()) if path.name in expectations]
    assert recorded
    for path in recorded:
        body = path.read_bytes()
        for document in documents("recorded", f"{folder}/{path.name}", body, expectations[path.name]):
            found, reading = read_recognized(body, document.context)
            assert found.name == document.kind
            assert [check for check in compare(document, reading) if check.is_bad] == []


@pytest.mark.parametrize(
    "file",
    [
        "eventbrite/eventbrite_ardc_2.json",
        "eventsmanager_html/wfhb_ajax_page1.html",
        "jsonld/cook_landbank-eventon.html",
        "jsonld/summ_adm-eventon.html",
        "other_json/budweiser_stage.json",
        "other_json/danforth_music_hall.json",
        "other_json/scotiabank.json",
    ],
)
def test_recorded_pages_of_the_first_folder(real: Path, file: str) -> None:
    body = (real / file).read_bytes()
    for document in documents("recorded", file, body, EXPECTED / f"{file}{SUFFIX}"):
        assert [
            check for check in compare(document, read_events(document.kind, body, document.context)) if check.is_bad
        ] == []


def test_every_recorded_answer_is_read_or_left_out_for_a_reason(real_more: Path) -> None:
    left_out = {
        "drupal": "the site's own cards, which the reader of cards reads",
        "own_ajax": "answers of four sites' own making",
        "square_online": "titles and prose of tickets, without a date",
        "ticketleap": "a page whose events come by script",
        "tribe_html": "read as The Events Calendar's pages",
        "tribe_rest": "read as The Events Calendar's REST answers",
        "webflow": "cards with dates in Spanish, without a year",
        "wp_custom_type": "posts without a date of the event",
    }
    folders = {path.name for path in real_more.iterdir() if path.is_dir()}
    assert folders == {*FOLDERS, *left_out}
