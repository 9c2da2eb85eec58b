"""RSS, Atom, JSON Feed, and JSON-LD are well formed, valid for a parser, and have the events' times."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from app.feeds.atom import atom
from app.feeds.formats import FORMATS
from app.feeds.identity import urn_of
from app.feeds.json_feed import json_feed
from app.feeds.json_ld import json_ld
from app.feeds.markup import escape
from app.feeds.rss import rss
from core.items import EventStatus
from tests.feeds.listings import INFO, SEEN, listing, local

HOSTILE = listing(
    title='<script>alert(1)</script> & "more" \x00\x0b\ufffe]]>',
    description="</script><!-- \u2028 {{7*7}}\n\n<img src=x onerror=alert(1)>\ud800",
    categories=("<b>",),
    organizer="A & B",
    url='https://hall.example/"onload="x',
    ticket_url="javascript:alert(1)",
    venue_name="<i>Hall</i>",
)
CONTENTS = ("description", "{http://www.w3.org/2005/Atom}content")
XCAL = "{urn:ietf:params:xml:ns:xcal}"


def text_of(writer, *listings, info=INFO) -> bytes:
    return b"".join(writer(info, listings))


@pytest.mark.parametrize("writer", [rss, atom])
def test_feedparser_finds_nothing_wrong(writer):
    evening = listing(ends_at=local(2026, 11, 28, 22), updated_at=SEEN + timedelta(days=1))
    parsed = feedparser.parse(text_of(writer, evening, HOSTILE))
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.feed.title == "Events, & more"
    assert [link.href for link in parsed.feed.links if link.rel == "self"] == [INFO.address]
    first, second = parsed.entries
    assert first.id == urn_of(evening)
    assert first.link == evening.url
    assert [tag.term for tag in first.tags] == ["Music", "Arts, Crafts"]
    assert "Saturday, November 28, 2026, 7:30–10 p.m." in first.summary + str(first.get("content"))
    assert first.published_parsed[:5] == (2026, 10, 1, 12, 0)
    assert second.title.startswith('<script>alert(1)</script> & "more" ]]>')
    assert second.link == "https://hall.example/%22onload=%22x"


def test_atom_has_what_rfc_4287_asks_for():
    evening = listing(updated_at=SEEN + timedelta(days=1))
    parsed = feedparser.parse(text_of(atom, evening))
    assert parsed.version == "atom10"
    assert parsed.feed.id == INFO.urn
    assert parsed.feed.updated == "2026-11-20T08:30:00Z"
    assert parsed.feed.author == "Marquee"
    assert parsed.entries[0].updated == "2026-10-02T12:00:00Z"


@pytest.mark.parametrize("writer", [rss, atom])
def test_times_have_their_own_fields(writer):
    tree = etree.fromstring(
        text_of(
            writer,
            listing(ends_at=local(2026, 11, 28, 22)),
            listing(local(2026, 12, 1), all_day=True, ends_at=local(2026, 12, 4)),
            listing(local(2026, 12, 1), time_known=False, status=EventStatus.CANCELLED),
        )
    )
    starts = [node.text for node in tree.iter(f"{XCAL}dtstart")]
    ends = [node.text for node in tree.iter(f"{XCAL}dtend")]
    assert starts == ["2026-11-28T19:30:00-05:00", "2026-12-01", "2026-12-01"]
    assert ends == ["2026-11-28T22:00:00-05:00", "2026-12-04"]
    assert [node.text for node in tree.iter(f"{XCAL}status")] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_the_event_module_of_rss_has_the_last_day():
    tree = etree.fromstring(text_of(rss, listing(local(2026, 12, 1), all_day=True, ends_at=local(2026, 12, 4))))
    assert tree.findtext(".//{http://purl.org/rss/1.0/modules/event/}enddate") == "2026-12-03"
    assert tree.findtext(".//guid") == urn_of(listing())
    assert tree.find(".//guid").get("isPermaLink") == "false"


@pytest.mark.parametrize("writer", [rss, atom])
def test_markup_from_sources_is_shown_and_never_run(writer):
    tree = etree.fromstring(text_of(writer, HOSTILE))
    shown = [node.text or "" for node in tree.iter() if node.tag in CONTENTS][-1]
    page = etree.HTML(shown)
    assert not page.xpath("//script | //img | //i | //@onerror | //@onload")
    assert "<img src=x onerror=alert(1)>" in "".join(page.itertext())
    assert not page.xpath("//a[starts-with(@href, 'javascript')]")


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_fits_in_xml(text):
    parsed = etree.fromstring(f'<a b="{escape(text)}">{escape(text)}</a>'.encode())
    kept = "".join(
        c for c in text if c in "\t\n\r" or " " <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )
    assert (parsed.text or "") == kept


def test_a_json_feed_has_what_its_version_asks_for():
    evening = listing(ends_at=local(2026, 11, 28, 22), updated_at=SEEN + timedelta(days=1))
    parsed = json.loads(text_of(json_feed, evening, HOSTILE))
    assert parsed["version"] == "https://jsonfeed.org/version/1.1"
    assert (parsed["title"], parsed["feed_url"], parsed["home_page_url"]) == (INFO.title, INFO.address, INFO.page)
    first, second = parsed["items"]
    assert (first["id"], first["url"], first["tags"]) == (urn_of(evening), evening.url, ["Music", "Arts, Crafts"])
    assert first["date_modified"] == "2026-10-02T12:00:00Z"
    assert first["_event"]["starts_at"] == "2026-11-28T19:30:00-05:00"
    assert first["_event"]["venue"]["id"] == 3
    assert first["_event"]["price"] == {"text": "$35–$75", "min_cents": 3500, "max_cents": 7500, "currency": "USD"}
    assert second["_event"]["ticket_url"] is None
    assert "<script>" not in second["content_html"]


def test_json_ld_is_a_list_of_events():
    parsed = json.loads(
        text_of(
            json_ld,
            listing(ends_at=local(2026, 11, 28, 22), sold_out=True),
            listing(local(2026, 12, 1), all_day=True, ends_at=local(2026, 12, 4), withdrawn_at=SEEN),
            listing(is_free=True, price_min_cents=None, price_max_cents=None, price_text=None, price_currency=None),
        )
    )
    assert (parsed["@context"], parsed["@type"]) == ("https://schema.org", "ItemList")
    assert [entry["position"] for entry in parsed["itemListElement"]] == [1, 2, 3]
    first, second, third = (entry["item"] for entry in parsed["itemListElement"])
    assert (first["@type"], first["@id"]) == ("Event", urn_of(listing()))
    assert (first["startDate"], first["endDate"]) == ("2026-11-28T19:30:00-05:00", "2026-11-28T22:00:00-05:00")
    assert first["offers"]["lowPrice"] == "35.00"
    assert first["offers"]["availability"] == "https://schema.org/SoldOut"
    assert first["location"]["geo"]["latitude"] == 27.3421
    assert (second["startDate"], second["endDate"]) == ("2026-12-01", "2026-12-03")
    assert second["eventStatus"] == "https://schema.org/EventCancelled"
    assert third["offers"]["price"] == "0.00"


@pytest.mark.parametrize("writer", [json_feed, json_ld])
def test_json_can_be_embedded_in_a_page(writer):
    text = text_of(writer, HOSTILE).decode()
    assert not any(mark in text for mark in ("<", ">", "&", "\u2028", "\ud800"))
    page = etree.HTML(f"<body><script type='application/json'>{text}</script><p>after</p></body>")
    assert [node.tag for node in page.iter()] == ["html", "body", "script", "p"]
    assert json.loads(page.find(".//script").text) == json.loads(text)


@pytest.mark.parametrize("output", FORMATS.values(), ids=FORMATS.keys())
def test_an_empty_feed_is_valid(output):
    text = b"".join(output.writer(replace(INFO, description="", page=None, address=None), []))
    if "json" in output.media_type:
        assert json.loads(text).get("items", json.loads(text).get("itemListElement")) == []
    elif "xml" in output.media_type:
        assert not feedparser.parse(text).bozo
    else:
        assert text.endswith(b"END:VCALENDAR\r\n")
