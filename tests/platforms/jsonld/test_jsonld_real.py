"""Structured data on recorded pages: INDEX.tsv's counts and facts, or the reason why the page differs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.errors import WrongKind
from core.items import EventStatus
from scrapers.platforms.jsonld import reader as jsonld
from tests.platforms.recorded_facts import context, occurrences, rows, untrue


@dataclass(frozen=True)
class Page:
    """zone: of the venue. events, dates: the page's counts if INDEX.tsv has others, with the reason."""

    zone: str = "America/New_York"
    events: int | None = None
    dates: int | None = None
    problems: int = 0
    reason: str = ""
    utc_is_local: bool = False


LONDON = Page("Europe/London")
CHICAGO = Page("America/Chicago")
PAGES = {
    "carbonhouse/ovoarena-detail.html": LONDON,
    "carbonhouse/theo2-detail.html": LONDON,
    "hcalendar/hcal_basic.xml": Page("America/Los_Angeles"),
    "hcalendar/hcal_multiple.xml": Page("America/Los_Angeles"),
    "hcalendar/hcal_same_event_twice_with_different_venues.xml": Page(),
    "hcalendar/hcal_upcoming_v1.html": Page("America/Los_Angeles"),
    "hcalendar/hcal_upcoming_v4.html": Page("America/Los_Angeles"),
    "jsonld/cle_cpc-eventbrite-event.html": Page(),
    "jsonld/cle_cpc-eventbrite-organizer.html": Page(
        events=14, dates=23, reason="23 blocks, 10 with JavaScript's \\' in a text; INDEX counts strict JSON"
    ),
    "jsonld/concert_hall.html": Page("America/Toronto", reason="21 of 27 blocks have a stray quote behind the price"),
    "jsonld/cook_landbank-eventon-detail.html": CHICAGO,
    "jsonld/cook_landbank-eventon.html": Page(
        "America/Chicago", events=9, reason="9 blocks; facts in EventON's spelling are tested below"
    ),
    "jsonld/drom_taberna.html": Page("America/Toronto", events=5, reason="23 of the 28 are in cards alone"),
    "jsonld/event-alexandrapalace.html": LONDON,
    "jsonld/event-blackheart-squarespace.html": LONDON,
    "jsonld/event-dome-squarespace.html": LONDON,
    "jsonld/event-thegarage.html": LONDON,
    "jsonld/event-thepit.html": LONDON,
    "jsonld/event-windmillbrixton.html": LONDON,
    "jsonld/pilot.html": Page("America/Toronto", utc_is_local=True, reason="wall-clock times labeled +0000"),
    "jsonld/royal-american-squarespace-event.html": Page(),
    "jsonld/sarasota-jazzclub-take6-head.html": Page(),
    "jsonld/sarasota-paragon-festival-head.html": Page(),
    "jsonld/sarasota-wslr-event-without-dates-head.html": Page(problems=1, reason="date only in prose"),
    "jsonld/songkick-elysianfields-event.html": Page(),
    "jsonld/songkick-elysianfields.html": Page(),
    "jsonld/songkick-empty-item.html": Page(),
    "jsonld/songkick-maximopark-gigography.html": Page("Europe/London", problems=4, reason="no hour at the end"),
    "jsonld/songkick-tovestyrke.html": LONDON,
    "jsonld/songkick-yearsandyears.html": LONDON,
    "jsonld/summ_adm-eventon.html": Page(),
    "jsonld/synthetic-festival-with-subevents.html": Page(),
    "jsonld/synthetic-graph-wrapper.html": Page(),
    "jsonld/synthetic-malformed-block.html": Page(problems=1),
    "jsonld/synthetic-multiple-script-blocks.html": Page(),
    "jsonld/synthetic-music-event-subtype.html": Page(),
    "jsonld/synthetic-top-level-array.html": Page(),
    "jsonld/synthetic-type-array.html": Page(),
    "localist/ucdavis-event-2.html": Page(
        "America/Los_Angeles", events=1, dates=387, reason="INDEX counts the dates of one event"
    ),
    "localist/ucdavis-event.html": Page("America/Los_Angeles", events=1, dates=7, reason="dates of one event"),
    "localist/ucdavis-event-past.html": Page("America/Los_Angeles"),
    "microdata/chi_ssa_19_detail.html": CHICAGO,
    "microdata/chi_ssa_43_detail.html": CHICAGO,
    "microdata/cuya_audit_detail.html": Page(),
    "microdata/cuya_board_revision_detail.html": Page(),
    "microdata/phipa_bosfp.html": Page(),
    "microdata/phipa_cpoc.html": Page(),
    "microdata/schemaorg-Event.001.html": Page(),
    "microdata/schemaorg-Event.002.html": Page(),
    "microdata/schemaorg-Event.003.html": Page(),
    "microdata/schemaorg-Event.004.html": Page(),
    "microdata/schemaorg-Event.008.html": Page(),
    "microdata/wicks_city_apc.html": CHICAGO,
    "microdata/wicks_city_apc_detail.html": CHICAGO,
}


def read(real: Path, file: str) -> jsonld.Reading:
    page = PAGES[file]
    return jsonld.read_events((real / file).read_bytes(), context(file, page.zone, utc_is_local=page.utc_is_local))


@pytest.mark.parametrize("file", sorted(PAGES))
def test_counts_and_facts(real: Path, file: str) -> None:
    page, row, reading = PAGES[file], rows(real)[file], read(real, file)
    events = int(row.events) if page.events is None else page.events
    assert (len(reading.events), len(reading.problems)) == (events, page.problems)
    assert occurrences(reading) == (events if page.dates is None else page.dates)
    assert untrue(reading, file, "jsonld") == []
    assert len({event.uid for event in reading.events}) == events


def test_every_recorded_page_of_these_kinds_is_in_the_table(real: Path) -> None:
    kinds = ("jsonld/", "microdata/", "hcalendar/")
    assert {file for file in rows(real) if file.startswith(kinds)} <= set(PAGES)


def test_pages_without_structured_events_are_good_and_empty(real: Path) -> None:
    counts_by_file = {}
    for folder in ("other_html", "squarespace"):
        for path in sorted((real / folder).glob("*.html")):
            reading = jsonld.read_events(path.read_bytes(), context(path.name, "America/New_York"))
            counts_by_file[path.name] = (len(reading.events), len(reading.problems))
    assert counts_by_file
    assert {name: counts for name, counts in counts_by_file.items() if counts != (0, 0)} == {}


def test_json_of_an_interface_is_the_wrong_kind(real: Path) -> None:
    for path in sorted((real / "eventbrite").glob("*.json")):
        with pytest.raises(WrongKind, match="JSON"):
            jsonld.read_events(path.read_bytes(), context(path.name, "Australia/Sydney"))


def test_dates_as_eventon_spells_them(real: Path) -> None:
    meetings = read(real, "jsonld/cook_landbank-eventon.html").events
    starts = [event.occurrences[0].to_json()["starts_at"] for event in meetings]
    assert starts[:2] == ["2019-09-18T10:00:00-05:00", "2019-09-20T08:30:00-05:00"]
    one = read(real, "jsonld/summ_adm-eventon.html").events[0]
    assert one.occurrences[0].to_json()["starts_at"] == "2024-05-28T16:30:00-04:00"
    assert one.occurrences[0].to_json()["ends_at"] == "2024-05-28T18:00:00-04:00"
    assert one.venue is not None
    assert one.venue.name == "Summit County Public Health Board Room"


def test_hidden_utc_behind_a_local_time(real: Path) -> None:
    (one,) = read(real, "microdata/cuya_board_revision_detail.html").events
    assert one.occurrences[0].to_json()["starts_at"] == "2024-01-08T10:15:00-05:00"
    (other,) = read(real, "microdata/cuya_audit_detail.html").events
    assert other.occurrences[0].to_json()["starts_at"] == "2023-12-14T09:30:00-05:00"


def test_expected_facts_of_sarasota_pages(real: Path) -> None:
    for name in ("jazzclub-take6", "paragon-festival"):
        file = f"jsonld/sarasota-{name}-head.html"
        expected = json.loads((real / f"{file}.expected").read_text(encoding="utf-8"))
        (event,) = read(real, file).events
        occurrence = event.occurrences[0].to_json()
        assert (event.title, occurrence["starts_at"]) == (expected["title"], expected["start"])
        assert str(occurrence["ends_at"]).startswith(expected["end"][:16])


def test_hcalendar_s_end_date_is_the_day_after(real: Path) -> None:
    expected = json.loads((real / "hcalendar/hcal_multiple.xml.expected").read_text(encoding="utf-8"))
    occurrences = [event.occurrences[0].to_json() for event in read(real, "hcalendar/hcal_multiple.xml").events]
    assert [one["starts_at"] for one in occurrences] == expected["starts"]
    assert [one["ends_at"] for one in occurrences] == expected["ends"]


def test_marks_of_cancellation(real: Path) -> None:
    (event,) = read(real, "microdata/schemaorg-Event.004.html").events
    assert event.status is EventStatus.CANCELLED
    off = [
        one.title for one in read(real, "microdata/wicks_city_apc.html").events if one.status is EventStatus.CANCELLED
    ]
    assert off == ["Advance Plans Committee Meeting - Cancelled"]
