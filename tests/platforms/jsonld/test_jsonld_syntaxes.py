"""Structured data in other notations than JSON-LD: RDFa, h-event, microdata."""

from __future__ import annotations

import pytest

from tests.platforms.jsonld.structured_pages import only, read_page, starts


def test_rdfa() -> None:
    found = only(
        read_page(
            '<div vocab="https://schema.org/"><section typeof="MusicEvent"><h2 property="name">Tide Songs</h2>'
            '<a property="url" href="/shows/tide">more</a>'
            '<time property="startDate" content="2026-11-05T19:30">x</time>'
            '<p property="location" typeof="Place"><b property="name">Harbor Hall</b></p></section></div>'
        )
    )
    assert (found.uid, starts(found)) == ("tide", ["2026-11-05T19:30:00-05:00"])
    assert found.venue is not None
    assert found.venue.name == "Harbor Hall"


@pytest.mark.parametrize("declared", ['vocab="https://schema.org/" typeof="Event"', 'typeof="schema:Event"'])
def test_rdfa_has_its_date_in_the_time_element(declared: str) -> None:
    prefix = "schema:" if "schema:" in declared else ""
    found = only(
        read_page(
            f'<div {declared}><h2 property="{prefix}name">Tide Songs</h2>'
            f'<time property="{prefix}startDate" datetime="2026-11-05T19:30">Thursday</time></div>'
        )
    )
    assert (found.title, starts(found)) == ("Tide Songs", ["2026-11-05T19:30:00-05:00"])


def test_h_event() -> None:
    reading = read_page(
        '<article class="h-event"><h1 class="p-name">Tide Songs</h1><a class="u-url" href="/shows/tide">more</a>'
        '<time class="dt-start" datetime="2026-11-05T19:30">x</time>'
        '<time class="dt-end" datetime="2026-11-07">x</time>'
        '<span class="p-location">Harbor Hall</span></article>'
    )
    [found] = reading.events
    assert [problem.field for problem in reading.problems] == ["ends_at"]
    assert (found.uid, starts(found)) == ("tide", ["2026-11-05T19:30:00-05:00"])


def test_a_hidden_day_of_the_year_is_an_error_not_a_date() -> None:
    reading = read_page(
        '<div class="vevent"><span class="summary">Tide Songs</span>'
        '<span class="dtstart" style="display:none">2026-10-280</span>Oct 08, 09, 10 &amp; 11th</div>'
    )
    assert (reading.events, [problem.field for problem in reading.problems]) == ((), ["starts_at"])


@pytest.mark.parametrize(
    ("hidden", "expected"),
    [("2026-11-05T19:30", "2026-11-05T19:30:00-05:00"), ("2026-11-06T00:30", "2026-11-05T19:30:00-05:00")],
)
def test_microdata_that_hides_utc(hidden: str, expected: str) -> None:
    found = only(
        read_page(
            f'<div itemscope itemtype="http://schema.org/Event"><b itemprop="name">Tide Songs</b>'
            f'<p itemprop="startDate" content="{hidden}">November 5, 2026 7:30 PM</p></div>'
        )
    )
    assert starts(found) == [expected]


def test_microdata_that_contradicts_itself_keeps_only_its_date() -> None:
    found = only(
        read_page(
            '<div itemscope itemtype="http://schema.org/Event"><b itemprop="name">Tide Songs</b>'
            '<p itemprop="startDate" content="2026-11-05T21:10">November 5, 2026 7:30 PM</p></div>'
        )
    )
    assert (starts(found), found.occurrences[0].time_known) == (["2026-11-05"], False)


@pytest.mark.parametrize(
    ("shown", "start"),
    [
        ("2026-12-04T19:30", "2026-12-04T19:30:00-05:00"),
        ("December 4, 2026 7:30 PM", "2026-12-04T19:30:00-05:00"),
        ("Fri, December 4, 2026, 7:30 pm", "2026-12-04T19:30:00-05:00"),
    ],
)
def test_the_text_of_a_time_in_microdata(shown: str, start: str) -> None:
    page = (
        "<div itemscope itemtype='https://schema.org/Event'><h2 itemprop=name>Tide Songs</h2>"
        f"<time itemprop=startDate>{shown}</time></div>"
    )
    assert starts(only(read_page(page))) == [start]
