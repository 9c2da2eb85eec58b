"""Each platform's signs on a page lead to its calendar, and closed services get a sentence."""

from __future__ import annotations

from datetime import date

import pytest

from core.config import settings
from scrapers.discovery.clues import clues_of, obstacles
from scrapers.platforms.registry import platform

SITE = "https://tern.example/visit/"
AI1EC = "https://tern.example/?plugin=all-in-one-event-calendar&controller=ai1ec_exporter_controller&action=export_events&no_html=true"
HANDLER = "https://tern.example/_assets_/plugins/revizeCalendar/calendar_data_handler.php"
WIDGET = "0a000000-0000-4000-8000-00000000000b"


def found(name: str, page: str, url: str = SITE) -> list[tuple[str, str, str]]:
    return [(one.platform, one.url, one.base_url) for one in clues_of(platform(name), page, url, date(2026, 10, 1))]


@pytest.mark.parametrize(
    ("name", "page", "feed"),
    [
        (
            "google_calendar",
            "<iframe src='https://calendar.google.com/calendar/embed?height=600&amp;src=aGFsbEBncm91cC5leGFtcGxl&amp;ctz=x'>",
            "https://calendar.google.com/calendar/ical/hall%40group.example/public/basic.ics",
        ),
        (
            "google_calendar",
            "<p>tern123@group.calendar.google.com</p>",
            "https://calendar.google.com/calendar/ical/tern123%40group.calendar.google.com/public/basic.ics",
        ),
        ("trumba", "<a href='https://www.trumba.com/calendars/heron'>", "https://www.trumba.com/calendars/heron.ics"),
        (
            "trumba",
            "<script src='https://25livepub.collegenet.com/calendars/all-events.js'>",
            "https://25livepub.collegenet.com/calendars/all-events.ics",
        ),
        ("tockify", "<div data-tockify-calendar='ternhall'>", "https://tockify.com/api/feeds/ics/ternhall"),
        (
            "finalsite",
            "<section class='fsCalendar' data-calendar-ids=9>",
            "https://tern.example/fs/calendar-manager/events.ics?calendar_ids[]=9",
        ),
        ("meetup", "<a href='https://www.meetup.com/quay-hikers/'>", "https://www.meetup.com/quay-hikers/events/ical/"),
        (
            "teamup",
            "<iframe src='https://teamup.com/ksexample1234567?view=a'>",
            "https://ics.teamup.com/feed/ksexample1234567/0.ics",
        ),
        (
            "ai1ec",
            "<div class='ai1ec-calendar'>",
            AI1EC,
        ),
        (
            "civicplus",
            "<a href='/common/modules/iCalendar/iCalendar.aspx?catID=14&feed=calendar'>",
            "https://tern.example/common/modules/iCalendar/iCalendar.aspx?catID=14&feed=calendar",
        ),
        (
            "campuslabs",
            "<a href='https://tern.campuslabs.com/engage/events'>",
            "https://tern.campuslabs.com/engage/events.ics",
        ),
        (
            "sidearm",
            "<script src='https://images.sidearmsports.com/a.js'>",
            "https://tern.example/calendar.ashx/calendar.ics",
        ),
        (
            "membershipworks",
            "<script src='https://cdn.membershipworks.com/mfm.js?x=1&org=777'>",
            "https://api.membershipworks.com/v2/events?_op=ics&org=777",
        ),
        ("livewhale", "<div class='lwcw' data-x='/live/widget/3'>", "https://tern.example/live/ical/events"),
        ("events_manager", "<div class='em em-events-list'>", "https://tern.example/events.ics"),
        (
            "mec",
            "<link href='/wp-content/plugins/modern-events-calendar-lite/a.css'>",
            "https://tern.example/?mec-ical-feed=1",
        ),
    ],
)
def test_signs_of_feeds(name: str, page: str, feed: str) -> None:
    assert found(name, page) == [("ics", feed, feed)]


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("meetup", "<a href='https://www.meetup.com/apps/'>"),
        ("civicplus", "<a href='/common/modules/iCalendar/iCalendar.aspx?feed=calendar&catID=14&eID=71'>"),
        ("legistar", "<a href='https://webapi.legistar.com/Help'>"),
        ("bibliocommons", "<script src='https://cdn.bibliocommons.com/a.js'>"),
        ("google_calendar", "<iframe src='https://calendar.google.com/calendar/embed?src=bm90IGFuIGlk'>"),
    ],
)
def test_what_only_looks_like_a_calendar(name: str, page: str) -> None:
    assert found(name, page) == []


def test_every_calendar_of_an_embed_is_found() -> None:
    page = "<iframe src='https://calendar.google.com/calendar/embed?src=a%40x.example&amp;src=b%40x.example&amp;mode=AGENDA'>"
    assert [url.split("/ical/")[1] for _, url, _ in found("google_calendar", page)] == [
        "a%40x.example/public/basic.ics",
        "b%40x.example/public/basic.ics",
    ]


@pytest.mark.parametrize(
    ("name", "page", "base_url"),
    [
        ("localist", "<div class='em-card_title'>", "https://tern.example/api/2/events"),
        (
            "libcal",
            "<a href='https://tern.libcal.com/calendar/main?cid=77'>",
            "https://tern.libcal.com/ajax/calendar/list?c=77",
        ),
        ("ovationtix", "<a href='https://ci.ovationtix.com/777/production/1'>", "https://ci.ovationtix.com/777"),
        (
            "eventbrite",
            "<a href='https://www.eventbrite.com/o/tern-12345678901'>",
            "https://www.eventbrite.com/o/12345678901",
        ),
        ("axs", "<a href='https://www.axs.com/venues/4400/tern-hall-tickets'>", "https://www.axs.com/venues/4400"),
        (
            "legistar",
            "<a href='https://tern.legistar.com/Calendar.aspx'>",
            "https://webapi.legistar.com/v1/tern/events",
        ),
        ("civicclerk", "<a href='https://tern.portal.civicclerk.com'>", "https://tern.api.civicclerk.com/v1/Events"),
        (
            "elfsight",
            f"<div class='elfsight-app-{WIDGET}'>",
            f"https://core.service.elfsight.com/p/boot/?page=https%3A%2F%2Ftern.example%2Fvisit%2F&w={WIDGET}",
        ),
        (
            "revize",
            "<img src='https://cms3.revize.com/revize/ternfl/logo.png'>",
            f"{HANDLER}?webspace=ternfl&relative_revize_url=//cms3.revize.com&protocol=https:",
        ),
        (
            "spektrix",
            "<iframe src='https://system.spektrix.com/tern/website/eventlist.aspx'>",
            "https://system.spektrix.com/tern/api/v3/",
        ),
        (
            "shopify",
            "<script src='https://cdn.shopify.com/s/a.js'></script><a href='/collections/classes'>",
            "https://tern.example/collections/classes/products.json?limit=250",
        ),
        (
            "wp_event_manager",
            "<link href='/wp-content/plugins/wp-event-manager/a.css'>",
            "https://tern.example/?feed=event_feed",
        ),
        (
            "livenation",
            '<script>{"site":"livenation","venue_id":"KovZpa3Bbe"}</script>',
            "https://content.livenationapi.com/v1/venues/KovZpa3Bbe/events",
        ),
    ],
)
def test_signs_of_lists(name: str, page: str, base_url: str) -> None:
    wanted = "https://tern.example/" if platform(name).whole_site else base_url
    assert [(kind, base) for kind, _, base in found(name, page)] == [(name, wanted)]


def test_an_ordinary_page_has_no_signs() -> None:
    page = "<html><body><a href='/events'>Events</a><p>Mail tern@tern.example &amp; come in.</p></body></html>"
    assert {name for name in ("google_calendar", "eventbrite", "spektrix", "revize") if found(name, page)} == set()


def test_a_missing_key_is_named_and_with_the_key_the_list_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    page = "<script>DiceEventListWidget.create({'venues': ['Tern Hall']})</script>"
    assert found("dice", page) == []
    assert obstacles(page, SITE) == ["DICE answers only with a key: set DICE_KEY."]
    monkeypatch.setenv("DICE_KEY", "secret")
    settings.cache_clear()
    try:
        assert [kind for kind, _, _ in found("dice", page)] == ["dice"]
        assert obstacles(page, SITE) == []
    finally:
        monkeypatch.undo()
        settings.cache_clear()


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("<a href='https://www.facebook.com/ternhall/events'>", "Facebook"),
        ("<a href='https://ternplayers.ludus.com/'>", "Ludus"),
        ("<a href='https://www.tixr.com/groups/tern'>", "Tixr"),
        ("<a href='https://www.etix.com/ticket/v/100/tern'>", "Etix"),
        ("<script src='https://widget.bandsintown.com/main.min.js'>", "Bandsintown"),
        ("<a href='https://www.arbiterlive.com/School/Calendar/1'>", "ArbiterLive"),
    ],
)
def test_closed_services_get_their_reason(page: str, said: str) -> None:
    (sentence,) = obstacles(page, SITE)
    assert said in sentence
