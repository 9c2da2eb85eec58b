"""The carbonhouse venue's pages look like real ones."""

from __future__ import annotations

import json

from icalendar import Calendar
from parsel import Selector

from sandbox.carbonhouse.season import season
from sandbox.carbonhouse.shows import Card
from sandbox.truth import expected

from .conftest import TODAY


def cards(html):
    return Selector(html).css(".eventItem")


def all_cards(get, site="vanwezel"):
    found, offset = [], 0
    while page := cards(json.loads(get(site, f"/events/events_ajax/{offset}").text)):
        found += page
        offset += len(page)
    return found


def slug(card):
    return card.css("h3.title a::attr(href)").get().rsplit("/", 1)[1]


def text(selector):
    return " ".join(" ".join(selector.css("::text").getall()).split())


def test_listing_has_nine_cards_and_a_button_that_a_script_enables(get):
    page = Selector(get("vanwezel", "/events").text)
    assert len(page.css(".eventItem")) == 9
    button = page.css("button#loadMoreEvents")
    assert button.attrib["data-offset"] == button.attrib["data-increment"] == "9"
    assert "disabled" in button.attrib
    assert get("vanwezel", "/events/all").body == get("vanwezel", "/events").body


def test_load_more_ends_with_an_empty_string(get):
    sizes = [len(cards(json.loads(get("vanwezel", f"/events/events_ajax/{offset}").text))) for offset in (0, 9, 18)]
    assert sizes == [9, 9, 7]
    assert get("vanwezel", "/events/events_ajax/25").text == '""'
    assert len(cards(json.loads(get("vanwezel", "/events/events_ajax/0?per_page=60&category=0").text))) == 25


def test_cards_cover_all_shows_and_one_show_has_two(get):
    slugs = [slug(card) for card in all_cards(get)]
    assert set(slugs) == {event.uid for event in expected("vanwezel", TODAY)}
    assert slugs.count("mangrove-motown-revue") == 2


def test_category_filter(get):
    html = json.loads(get("vanwezel", "/events/events_ajax/0?category=3&per_page=60").text)
    assert {slug(card) for card in cards(html)} == {show.slug for show in season(TODAY) if show.category == 3}


def test_date_texts_are_as_messy_as_real_ones(get):
    by_slug = {slug(card): card for card in all_cards(get)}
    assert text(by_slug["moonlit-manatees"].css(".date")) == "Tue. Nov 24 , 2026"
    assert text(by_slug["gingerbread-harbor"].css(".date")) == "Dec 29 - Jan 2 , 2027"
    assert text(by_slug["pelican-pier"].css(".date")) == "Dec 1 - 3 , 2026"
    first_only = by_slug["lighthouse-keepers-waltz"]
    assert first_only.css(".m-date__rangeFirst")
    assert not first_only.css(".m-date__rangeLast")


def test_new_year_range_has_its_year_only_at_the_end_on_any_day():
    for show in season(TODAY):
        if show.card is Card.RANGE and show.slug == "gingerbread-harbor":
            assert show.first_day.year + 1 == show.last_day.year


def test_ticket_links_and_their_classes(get):
    links = {slug(card): card.css(".buttons .tickets")[0] for card in all_cards(get)}
    classes = {name: link.attrib["class"].split() for name, link in links.items()}
    assert "cancelled" in classes["paper-lantern-circus"]
    assert "soldout" in classes["low-tide-laughs"]
    assert "soon" in classes["cartographers-daughter"]
    assert links["box-office-only"].root.tag == "span"
    assert links["songs-from-the-groves-3"].attrib["href"] == "/events/detail/songs-from-the-groves-3"
    assert links["family-drum-circle"].attrib["href"].startswith("https://forms.example/")
    assert links["behind-the-curtain"].attrib["href"] == "/plan-your-visit/tours"


def test_lazy_images_are_behind_a_placeholder(get):
    image = next(card for card in all_cards(get) if slug(card) == "cafe-nocturne").css("img")
    assert image.attrib["src"].startswith("data:image/svg+xml")
    assert image.attrib["data-lazy-src"].endswith(".jpg")


def test_every_detail_page_has_what_the_card_leaves_out(get):
    for event in expected("vanwezel", TODAY):
        page = Selector(get("vanwezel", f"/events/detail/{event.uid}").text)
        assert page.css("h1.title::text").get() == event.title
        assert text(page.css(".sidebar_event_venue span")) == event.venue.name
        prices = page.css(".sidebar_ticket_prices span::text").get()
        assert prices == (event.price.text if event.price else None)
        showings = page.css(".event_showings .listItem")
        assert len(showings) in (0, len(event.occurrences))


def test_showing_without_an_hour_and_page_without_showings(get):
    unknown = Selector(get("vanwezel", "/events/detail/tidewater-youth-orchestra").text)
    assert text(unknown.css(".listItem .time")) == "Time TBA"
    bare = Selector(get("vanwezel", "/events/detail/lawn-concert").text)
    assert not bare.css(".event_showings")
    assert text(bare.css(".sidebar_event_starts span")) == "6:00 PM"


def test_one_detail_page_has_the_wrong_end_of_1970(get):
    data = json.loads(Selector(get("vanwezel", "/events/detail/sandpiper-ballet").text).css("script::text").get())
    assert data["endDate"].startswith("1970-01-01")
    assert data["startDate"] == "2026-12-25T19:30:00-05:00"


def test_month_json_and_rss_are_only_at_the_second_venue(get):
    assert get("vanwezel", "/events/calendar/2026/12").status == 404
    assert get("vanwezel", "/events/rss").status == 404
    rows = json.loads(get("venue2", "/events/calendar/2026/12").text)["events"]
    pelican = [row["StartDateTime"] for row in rows if row["URL"].endswith("pelican-pier")]
    assert pelican[:2] == ["2026-12-01T19:30:00.0000000", "2026-12-02T14:00:00.0000000"]
    assert json.loads(get("venue2", "/events/calendar/2031/1").text) == {"events": []}


def test_rss_dates_an_evening_show_on_the_next_day(get):
    feed = Selector(get("venue2", "/events/rss").text, type="xml")
    feed.register_namespace("ev", "http://purl.org/rss/1.0/modules/event/")
    item = feed.xpath("//item[contains(link, 'moonlit-manatees')]")
    assert item.xpath("ev:startdate/text()").get() == "2026-11-25T00:30:00Z"
    assert len(feed.xpath("//item")) == sum(len(event.occurrences) for event in expected("venue2", TODAY))


def test_add_to_calendar_gives_one_showing(get):
    link = Selector(get("vanwezel", "/events/detail/rock-n-reef").text).css("a.ical::attr(href)").get()
    path = link[link.index("/events/") :]
    event = Calendar.from_ical(get("vanwezel", path).body).walk("VEVENT")[0]
    assert event.decoded("DTSTART").isoformat() == "2026-11-30T20:00:00-05:00"
    assert get("vanwezel", "/events/ical/rock-n-reef/9").status == 404
