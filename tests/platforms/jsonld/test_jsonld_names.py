"""Names of properties with a prefix or an alias, and names of events that were escaped twice."""

from __future__ import annotations

from typing import Any

import pytest

from tests.platforms.jsonld.structured_pages import event, only, read_block, starts

START = ["2026-11-05T19:30:00-05:00"]


@pytest.mark.parametrize(
    "record",
    [
        {"@type": "schema:Event", "schema:name": "Tide Songs", "schema:startDate": "2026-11-05T19:30"},
        {
            "@context": {"s": "https://schema.org/"},
            "@type": "s:Event",
            "s:name": "Tide Songs",
            "s:startDate": "2026-11-05T19:30",
        },
        {
            "@context": {"sdo": {"@id": "http://schema.org/", "@prefix": True}},
            "@type": "sdo:MusicEvent",
            "sdo:name": {"@value": "Tide Songs", "@language": "en"},
            "sdo:startDate": {"@value": "2026-11-05T19:30", "@type": "sdo:DateTime"},
        },
        {
            "@context": ["https://schema.org", {"headline": "schema:name", "when": {"@id": "schema:startDate"}}],
            "@type": "Event",
            "headline": "Tide Songs",
            "when": "2026-11-05T19:30",
        },
        {
            "@context": {"@vocab": "https://schema.org/", "kind": "@type"},
            "kind": "Event",
            "name": "Tide Songs",
            "startDate": "2026-11-05T19:30",
        },
        [
            {
                "@type": ["http://schema.org/Event"],
                "http://schema.org/name": [{"@value": "Tide Songs"}],
                "https://schema.org/startDate": [{"@value": "2026-11-05T19:30"}],
            }
        ],
        {
            "@graph": [
                {
                    "@type": "schema:Event",
                    "schema:name": "Tide Songs",
                    "schema:startDate": "2026-11-05 T19:30",
                    "schema:url": {"@id": "/tide"},
                }
            ]
        },
    ],
)
def test_prefixed_and_aliased_properties(record: Any) -> None:
    found = only(read_block(record))
    assert (found.title, starts(found)) == ("Tide Songs", START)


def test_prefixes_inside_nested_objects() -> None:
    record = {
        "@type": "schema:Event",
        "schema:name": "Tide Songs",
        "schema:startDate": "2026-11-05T19:30",
        "schema:location": {
            "@type": "schema:Place",
            "schema:name": "Pier Hall",
            "schema:address": {"@type": "schema:PostalAddress", "schema:addressLocality": "Sarasota"},
        },
        "schema:offers": {"@type": "schema:Offer", "schema:price": "12", "schema:priceCurrency": "USD"},
    }
    found = only(read_block(record))
    assert found.venue is not None
    assert found.price is not None
    assert (found.venue.name, found.venue.address, found.price.min_cents) == ("Pier Hall", "Sarasota", 1200)


def test_other_vocabularies_keep_their_names() -> None:
    record = event(
        **{"ex:name": "Other", "foaf:startDate": "2026-12-01"}, **{"@context": {"ex": "https://ex.example/"}}
    )
    assert only(read_block(record)).title == "Tide Songs"


def test_a_plain_name_counts_before_a_prefixed_one() -> None:
    assert only(read_block(event(**{"schema:name": "Other"}))).title == "Tide Songs"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Salt &amp;amp; Song", "Salt & Song"),
        ("Salt &amp;amp;amp; Song", "Salt & Song"),
        ("Heron&amp;#8217;s Caf&amp;eacute;", "Heron’s Café"),
        ("&amp;lt;em&amp;gt;Salt&amp;lt;/em&amp;gt; Song", "Salt Song"),
        ("&lt;b&gt;Salt&lt;/b&gt; Song", "Salt Song"),
        ("Live &lt;Unplugged&gt;", "Live <Unplugged>"),
        ("Love &lt;3 Song", "Love <3 Song"),
        ("Salt&amp;nbsp;Song", "Salt Song"),
        ("Q&A; R&B Night", "Q&A; R&B Night"),
        ("Salt & Song", "Salt & Song"),
        ("Salt \\u0026 Song", "Salt & Song"),
        ("Caf\\u00e9 \\ud83c\\udfb5", "Café 🎵"),
        ('Heron\\\'s \\"Big\\" Night', 'Heron\'s "Big" Night'),
        ("AC\\/DC", "AC/DC"),
        ("Back\\slash", "Back\\slash"),
    ],
)
def test_names_escaped_twice(name: str, title: str) -> None:
    assert only(read_block(event(name=name))).title == title


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-05 T19:30", "2026-11-05T19:30:00-05:00"),
        ("2026-11-05T 19:30", "2026-11-05T19:30:00-05:00"),
        ("2026-11-05T19", "2026-11-05T19:00:00-05:00"),
        ("2026-11-05T19:30:00-05:00Z", "2026-11-05T19:30:00-05:00"),
        ("2026-11-05 T 19:30:00 -0500", "2026-11-05T19:30:00-05:00"),
        ("2026-11-05, 19:30", "2026-11-05T19:30:00-05:00"),
        ("2026/11/05 19:30", "2026-11-05T19:30:00-05:00"),
        ("2026-11-05 7:30 PM", "2026-11-05T19:30:00-05:00"),
        ("2026-11-06T00:30:00 UTC", "2026-11-05T19:30:00-05:00"),
        ("2026-11-05T19:30-05:00[America/New_York]", "2026-11-05T19:30:00-05:00"),
        ("2026-11-04T24:00", "2026-11-05T00:00:00-05:00"),
        ("November 5, 2026 7:30 PM", "2026-11-05T19:30:00-05:00"),
        ("Thu, 05 Nov 2026 19:30:00 -0500", "2026-11-05T19:30:00-05:00"),
        ("Thu Nov 05 2026 19:30:00 GMT-0500 (Eastern Standard Time)", "2026-11-05T19:30:00-05:00"),
        ("Thu, 05 Nov 2026", "2026-11-05"),
        ("11/05/2026 7:30 PM", "2026-11-05T19:30:00-05:00"),
        ("2026-11-05T19:30 EST", "2026-11-05T19:30:00-05:00"),
        ("November 5, 2026 4:30 PM PST", "2026-11-05T19:30:00-05:00"),
    ],
)
def test_more_forms_of_dates(text: str, expected: str) -> None:
    assert starts(only(read_block(event(startDate=text)))) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Nov 5",
        "Nov 5 7:30 PM",
        "Nov 5-7",
        "Fri, 05 Nov 2026",
        "2026-11-05T19:30 IST",
        "November 5, 2026 7:30 PM AST",
        "2026-11-05 13:00 PM",
    ],
)
def test_unclear_dates(text: str) -> None:
    reading = read_block(event(startDate=text))
    assert (reading.events, [problem.field for problem in reading.problems]) == ((), ["starts_at"])
