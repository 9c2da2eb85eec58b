"""The newsroom's copy matches the events, and no text from a source acts as markup or a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markdown_it import MarkdownIt

from app.feeds import json_ld, wording
from app.feeds.kit.formats import KitFormat, changes_copy, events_copy
from app.feeds.kit.markdown import escape
from app.feeds.markup import content
from core.items import EventStatus
from storage.events.recent import RecentEntry
from storage.search.listings import EventTexts
from tests.feeds.listings import ZONE, listing, local

SHOWINGS = [
    listing(ends_at=local(2026, 11, 28, 22)),
    listing(local(2026, 11, 29, 14), occurrence_id=71, key="b", status=EventStatus.CANCELLED),
    listing(local(2026, 11, 30), occurrence_id=72, key="c", time_known=False),
    listing(
        local(2026, 12, 1, 20),
        event_id=8,
        title="# <b>Evil</b> *night* [x](javascript:alert(1))",
        description="=1+1\n- no list\n\n<script>alert(1)</script>",
        url="javascript:alert(1)",
        ticket_url=None,
        price_text='=HYPERLINK("http://evil.example")',
        sold_out=True,
    ),
]


def copy(form: KitFormat, *listings, now=datetime(2026, 11, 20, tzinfo=UTC)) -> str:
    return b"".join(events_copy(form, "Events", listings, now)).decode()


@pytest.mark.parametrize(
    ("zone", "when"),
    [
        ("America/Los_Angeles", "Sunday, November 29, 2026, 11:30 p.m. PST"),
        ("America/Havana", "Sunday, November 29, 2026, 11:30 p.m."),
        ("Asia/Dubai", "Sunday, November 29, 2026, 11:30 p.m. UTC+04"),
        (ZONE, "Sunday, November 29, 2026, 11:30 p.m."),
    ],
)
def test_hours_on_another_clock_have_their_zone(zone, when):
    assert wording.when(listing(local(2026, 11, 29, 23, 30, zone=zone), timezone=zone)) == when


@pytest.mark.parametrize(
    ("now", "marks"),
    [
        (local(2026, 11, 28, 19), ["", " (canceled)", ""]),
        (local(2026, 11, 28, 19, 30), [" (running)", " (canceled)", ""]),
        (local(2026, 11, 28, 22), [" (over)", " (canceled)", ""]),
        (local(2026, 11, 29, 15), [" (over)", " (canceled)", ""]),
        (local(2026, 11, 29, 17), [" (over)", " (canceled, over)", ""]),
        (local(2026, 11, 30, 23), [" (over)", " (canceled, over)", ""]),
        (local(2026, 12, 1), [" (over)", " (canceled, over)", " (over)"]),
    ],
)
def test_what_has_begun_or_ended_is_marked(now, marks):
    points = [line for line in copy(KitFormat.MARKDOWN, *SHOWINGS[:3], now=now).splitlines() if line.startswith("- ")]
    assert points == [
        f"- Saturday, November 28, 2026, 7:30–10 p.m.{marks[0]}",
        f"- Sunday, November 29, 2026, 2 p.m.{marks[1]}",
        f"- Monday, November 30, 2026, time not announced{marks[2]}",
    ]


def test_days_and_nights_that_run():
    exhibition = listing(local(2026, 11, 1), ends_at=local(2026, 12, 1), all_day=True)
    fair = listing(local(2026, 11, 28), ends_at=local(2026, 11, 30), time_known=False)
    night = listing(local(2026, 11, 28, 22), ends_at=local(2026, 11, 29, 2))
    for one, now, expected in (
        (exhibition, local(2026, 10, 31, 23), "upcoming"),
        (exhibition, local(2026, 11, 1), "running"),
        (exhibition, local(2026, 12, 1), "over"),
        (fair, local(2026, 11, 28, 12), "upcoming"),
        (fair, local(2026, 11, 29, 12), "running"),
        (night, local(2026, 11, 29, 1), "running"),
        (night, local(2026, 11, 29, 17), "over"),
    ):
        (row,) = rows(copy(KitFormat.CSV, one, now=now))
        assert row["progress"] == expected


def test_markdown_groups_the_showings_of_an_event():
    assert copy(KitFormat.MARKDOWN, *SHOWINGS[:3]) == (
        "# Events\n\n"
        "## [Moonlit Manatees](<https://hall.example/events/moonlit-manatees>)\n\n"
        "- Saturday, November 28, 2026, 7:30–10 p.m.\n"
        "- Sunday, November 29, 2026, 2 p.m. (canceled)\n"
        "- Monday, November 30, 2026, time not announced\n\n"
        "The Hall, 777 N Tamiami Trail, Sarasota, FL 34236\n\n"
        "Chamber music.\n\n"
        "Doors open at 7; bring a chair, or two.\n\n"
        "Price: $35–$75  \n"
        "Tickets: [https://tickets.example/7?a=1\\&b=2](<https://tickets.example/7?a=1&b=2>)  \n"
        "More: [https://hall.example/events/moonlit-manatees](<https://hall.example/events/moonlit-manatees>)  \n"
        "Source: The Hall's own pages\n"
    )


SERIES = EventTexts(
    title="Yoga",
    description="Breathe.",
    url=None,
    venue_id=3,
    venue_name="The Hall",
    venue_address=None,
    latitude=None,
    longitude=None,
)


@pytest.mark.parametrize(
    ("title", "description", "shown"),
    [
        ("Private event, no music", "Breathe.", ""),
        ("Private event, no music", "A wedding.", "A wedding."),
        ("Yoga with Ann", "Breathe.", "Breathe."),
        ("CANCELLED: YOGA", "Breathe.", "Breathe."),
        ("Yoga", "Breathe.", "Breathe."),
    ],
)
def test_another_act_does_not_have_the_description_of_its_series(title, description, shown):
    one = listing(title=title, description=description, event=SERIES)
    (row,) = rows(copy(KitFormat.CSV, one))
    assert row["description"] == shown
    for text in (copy(KitFormat.TEXT, one), content(one), json_ld.event(one).get("description", "")):
        assert ("Breathe." in text, "A wedding." in text) == ("Breathe." in shown, "A wedding." in shown)


def test_markdown_from_sources_is_text():
    page = etree.HTML(MarkdownIt("commonmark", {"html": True}).render(copy(KitFormat.MARKDOWN, SHOWINGS[3])))
    assert [node.text for node in page.iter("h2")] == [f"Sold out: {SHOWINGS[3].title}"]
    assert not page.xpath("//script | //b | //em | //li | //h3 | //*[starts-with(@href, 'javascript')]")
    shown = "".join(page.itertext())
    assert "=1+1\n- no list" in shown
    assert "<script>alert(1)</script>" in shown


@given(st.text())
def test_any_line_survives_markdown(text):
    page = etree.HTML(f"<body>{MarkdownIt('commonmark', {'html': True}).render('x ' + escape(text))}</body>")
    kept = "".join(c for c in text if c.isprintable() or c.isspace())
    shown = "".join("".join(page.itertext()).split())
    assert [node.tag for node in page.iter()] == ["html", "body", "p"]
    assert "".join(c for c in shown if c.isprintable()) == "x" + "".join("".join(kept.split()).split("\x00"))


def test_markup_from_sources_is_text_in_html():
    page = etree.HTML(copy(KitFormat.HTML, *SHOWINGS))
    assert page.findtext(".//h1") == "Events"
    assert [len(article.findall(".//li")) for article in page.iter("article")] == [3, 0]
    assert page.xpath("//article[2]/h2/text()") == [f"Sold out: {SHOWINGS[3].title}"]
    assert not page.xpath("//script | //b | //*[starts-with(@href, 'javascript')]")


def test_plain_text():
    written = copy(KitFormat.TEXT, listing(title="A\x1b[31m\x07 title"))
    assert written == (
        "Events\n======\n\nA[31m title\nSaturday, November 28, 2026, 7:30 p.m.\n"
        "The Hall, 777 N Tamiami Trail, Sarasota, FL 34236\n\nChamber music.\n\n"
        "Doors open at 7; bring a chair, or two.\n\n"
        "Price: $35–$75\nTickets: https://tickets.example/7?a=1&b=2\n"
        "More: https://hall.example/events/moonlit-manatees\nSource: The Hall's own pages\n"
    )


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_csv_has_a_row_for_each_showing():
    written = copy(KitFormat.CSV, *SHOWINGS)
    assert written.startswith("\ufeffevent_id,title,starts_at,")
    first, second, third, _ = rows(written)
    assert (first["starts_at"], first["ends_at"]) == ("2026-11-28T19:30:00-05:00", "2026-11-28T22:00:00-05:00")
    assert (first["latitude"], first["longitude"], first["min_price"]) == ("27.3421", "-82.5487", "35.0")
    assert (second["status"], third["starts_at"], third["time_known"]) == ("cancelled", "2026-11-30", "no")
    assert first["description"] == "Chamber music.\n\nDoors open at 7; bring a chair, or two."
    assert first["categories"] == "Music; Arts, Crafts"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1", "\x00=1", "\ufeff=1"]
)
def test_no_cell_is_a_formula(text):
    (row,) = rows(copy(KitFormat.CSV, listing(title=text, organizer=text, categories=(text,), description=text)))
    for name in ("title", "organizer", "categories", "description"):
        assert row[name].startswith("'")


@given(st.text())
def test_any_text_fits_in_a_cell(text):
    (row,) = rows(copy(KitFormat.CSV, listing(description=text or None, url=None)))
    assert row["source"] == "The Hall's own pages"
    assert row["title"] == "Moonlit Manatees"
    assert row["description"].lstrip()[:1] not in ("=", "+", "-", "@")


AT = datetime(2026, 11, 20, 15, tzinfo=UTC)


def change(field, old, new, key=None, event_id=7, **more) -> RecentEntry:
    written = {"title": "Moonlit <Manatees>", "source": "hall", **more}
    written.setdefault("event_title", written["title"])
    return RecentEntry(
        at=AT, kind=1, id=1, event_id=event_id, field=field, occurrence_key=key, old=old, new=new, **written
    )


NEWS = [
    change(None, None, None, event_id=9, title="=New()"),
    change("price_text", "$20", "$25"),
    change("price_min_cents", 2000, 2550),
    change("starts_at", "2026-11-29T00:30:00+00:00", "2026-11-29T01:00:00+00:00", key="20261129T003000Z"),
    change("status", "scheduled", "cancelled", key="20261129T003000Z", starts_at=datetime(2026, 11, 29, 1, tzinfo=UTC)),
    change("starts_at", "2026-12-06T05:00:00+00:00", "2026-12-07T01:00:00+00:00", key="20261206"),
    change("starts_at", None, "2026-12-06T01:00:00+00:00", key="20261206T010000Z"),
    change("withdrawn", False, True, key="20261206"),
    change("withdrawn", True, False),
    change("sold_out", False, True),
    change("description", None, "x" * 300),
    change("categories", ["Music"], []),
]


def test_changes_in_words():
    written = b"".join(changes_copy(KitFormat.TEXT, "Changes", NEWS, ZONE)).decode()
    assert written == (
        "Changes\n=======\n\n=New()\nNew\n\nSource: hall\n\n"
        "Moonlit <Manatees>\n"
        "Price: $25, was $20\n"
        "Lowest price: 25.50, was 20\n"
        "Moved from Saturday, November 28, 2026, 7:30 p.m. to Saturday, November 28, 2026, 8 p.m.\n"
        "Saturday, November 28, 2026, 8 p.m.: status: canceled, was scheduled\n"
        "Time announced: Sunday, December 6, 2026, 8 p.m.\n"
        "New showing: Saturday, December 5, 2026, 8 p.m.\n"
        "Sunday, December 6, 2026: no longer listed by its source\n"
        "Listed again\n"
        "Sold out\n"
        f"Description: {'x' * 200}…\n"
        "Categories: none, was Music\n\n"
        "Source: hall\n"
    )


@pytest.mark.parametrize(
    ("old_known", "new_known", "words"),
    [
        (True, True, "Saturday, December 5, 2026, midnight to Sunday, December 6, 2026, midnight"),
        (True, False, "Saturday, December 5, 2026, midnight to Sunday, December 6, 2026"),
        (False, True, "Saturday, December 5, 2026 to Sunday, December 6, 2026, midnight"),
        (None, None, "Saturday, December 5, 2026 to Sunday, December 6, 2026"),
    ],
)
def test_midnight_is_an_hour_if_the_hour_is_known(old_known, new_known, words):
    moved = change("starts_at", "2026-12-05T05:00:00+00:00", "2026-12-06T05:00:00+00:00", key="20261129T003000Z")
    moved = replace(moved, old_hour_known=old_known, new_hour_known=new_known)
    assert f"Moved from {words}\n" in b"".join(changes_copy(KitFormat.TEXT, "Changes", [moved], ZONE)).decode()


def test_the_showing_of_a_change_says_midnight():
    at = datetime(2026, 11, 29, 5, tzinfo=UTC)
    off = [
        change("sold_out", False, True, key="20261129T050000Z", event_id=1),
        change("sold_out", False, True, key="20261129", event_id=2),
        change("sold_out", False, True, key="x", event_id=3, starts_at=at, starts_at_hour_known=True),
        change("sold_out", False, True, key="x", event_id=4, starts_at=at, starts_at_hour_known=False),
    ]
    sold = rows(b"".join(changes_copy(KitFormat.CSV, "Changes", off, ZONE)).decode())
    day = "Sunday, November 29, 2026"
    assert [one["showing"] for one in sold] == [f"{day}, midnight", day, f"{day}, midnight", day]


def test_changes_of_an_act_that_has_its_own_title():
    key = "20261129T003000Z"
    news = [
        change("status", "scheduled", "postponed", key=key, title="Yoga"),
        change("title", "Yoga", "Zebra Act", key=key, title="Zebra Act", event_title="Yoga"),
        change("venue", "Hall", "Barn", key=key, title="Zebra Act", event_title="Yoga"),
        change("title", "Yoga", "Pilates", title="Pilates"),
    ]
    day = "Saturday, November 28, 2026, 7:30 p.m."
    assert b"".join(changes_copy(KitFormat.TEXT, "Changes", news, ZONE)).decode() == (
        "Changes\n=======\n\n"
        f"Pilates\n{day}: status: postponed, was scheduled\nTitle: Pilates, was Yoga\n\nSource: hall\n\n"
        f"Zebra Act\n{day}: title: Zebra Act, was Yoga\n{day}: venue: Barn, was Hall\n\nSource: hall\n"
    )


def test_changes_in_the_other_formats():
    page = etree.HTML(b"".join(changes_copy(KitFormat.HTML, "Changes", NEWS, ZONE)))
    assert page.xpath("//h2/text()") == ["=New()", "Moonlit <Manatees>"]
    text = b"".join(changes_copy(KitFormat.MARKDOWN, "Changes", NEWS, ZONE)).decode()
    assert "## Moonlit \\<Manatees\\>\n" in text
    assert "- Price: $25, was $20\n" in text
    table = rows(b"".join(changes_copy(KitFormat.CSV, "Changes", NEWS, ZONE)).decode())
    assert len(table) == len(NEWS)
    assert (table[0]["title"], table[0]["change"]) == ("'=New()", "New")
    assert (table[1]["at"], table[1]["old"], table[1]["new"]) == ("2026-11-20T10:00:00-05:00", "$20", "$25")


def test_the_words_for_times():
    for starts, ends, written in (
        (local(2026, 11, 28, 12), None, "noon"),
        (local(2026, 11, 28, 0), None, "midnight"),
        (local(2026, 11, 28, 10), local(2026, 11, 28, 12), "10 a.m. – noon"),
        (local(2026, 11, 28, 9, 5), local(2026, 11, 28, 11), "9:05–11 a.m."),
        (local(2026, 11, 28, 11), local(2026, 11, 28, 13), "11 a.m. – 1 p.m."),
        (local(2026, 11, 28, 21), local(2026, 11, 29, 1), "9 p.m. – 1 a.m."),
        (local(2026, 11, 28, 9), local(2026, 11, 30, 17), "9 a.m. – Monday, November 30, 2026, 5 p.m."),
    ):
        assert wording.hours(listing(starts, ends_at=ends)) == written
    run = listing(local(2026, 12, 1), all_day=True, ends_at=local(2026, 12, 4))
    assert wording.when(run) == "Tuesday, December 1, 2026 – Thursday, December 3, 2026"
    assert wording.price(listing(price_text=None)) == "$35–$75"
    assert wording.price(listing(price_text=None, price_max_cents=None, price_currency="CAD")) == "CAD 35"
    assert wording.price(listing(price_text=None, price_min_cents=None, price_max_cents=None, is_free=True)) == "Free"
