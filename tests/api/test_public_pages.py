"""Each public address answers with its content without JavaScript, and text from sources stays text."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from lxml import etree, html
from sqlalchemy import text

from app.api.pages import addresses
from core.config import settings
from core.items import Price, Venue
from storage.database.engine import transaction
from storage.search import directory
from tests.api.harvest import at, concert, harvest, seed

HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def events(service_environment: None) -> None:
    seed()
    harvest(
        concert("jazz", at(0, 23), at(4), title="Jazz & Friends", description="First line\nsecond\n\nNext block."),
        concert("dawn", at(1, None), title="Dawn Chorus"),
        concert(
            "bad",
            at(2),
            title=HOSTILE,
            description=HOSTILE,
            url="javascript:alert(2)",
            ticket_url="javascript:alert(3)",
            image_url='https://x.example/"onerror="alert(4)',
            categories=(HOSTILE,),
            venue=Venue(name=HOSTILE, address=HOSTILE),
        ),
    )


@pytest.fixture
def shown(client, events):
    """The content of a page, which comes before the script."""

    def get(path: str, status: int = 200) -> str:
        answer = client.get(path)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        return content_of(answer.text)

    return get


def content_of(page: str) -> str:
    content, _, _ = page[page.index('<main id="main"') :].partition("</main>")
    return content


def head_of(page: str) -> html.HtmlElement:
    return html.fromstring(page).find("head")


def _address(listing: str, title: str) -> str:
    found = re.search(rf'href="(/events/[a-z0-9-]+)">{re.escape(title)}<', listing)
    assert found, listing
    return found[1]


def test_the_list_and_its_filters(shown):
    harvest(concert("tour", at(5), at(6), title="The Tour"), source_id=2)
    everything = shown("/")
    assert len(re.findall('"(?:event-row|lead-card)"', everything)) == 4
    assert "and on " in everything
    assert "Time not announced" in everything
    assert "Dawn Chorus" not in shown("/?day=today&q=&free=&category=")
    assert "Jazz &amp; Friends" in shown("/?day=today")
    assert shown("/?q=dawn").count('event-row"') == 1
    assert 'value="dawn"' in shown("/?q=dawn"), "the form keeps the search"
    assert "No events found" in shown("/?category=Opera")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/", "1 of 2 sources confirmed today"),
        ("/?lang=es", "1 de 2 fuentes confirmadas hoy"),
        ("/venues/", "1 of 2 sources confirmed today"),
    ],
)
def test_how_fresh_the_calendar_is(client, events, path, said):
    harvest(concert("sharks", at(5)), source_id=2)
    with transaction() as connection:
        connection.execute(text("UPDATE sources SET confirmed_at = now() - interval '2 days' WHERE id = 2"))
    page = client.get(path).text
    assert f'<footer class="foot"><p class="soft small">{said}</p>' in page


def test_a_calendar_without_confirmed_sources_says_nothing_of_them(client, service_environment):
    assert "confirmed today" not in client.get("/").text


def test_addresses_of_days(shown):
    assert "Jazz &amp; Friends" in shown("/today")
    assert "<h1>Events today</h1>" in shown("/today")
    assert "<h1>Events tomorrow</h1>" in shown("/tomorrow")
    assert "<h1>Events this weekend</h1>" in shown("/this-weekend")
    day = at(1).starts_at.date()
    assert "Dawn Chorus" in shown(f"/{day:%Y/%m/%d}")
    assert "Dawn Chorus" not in shown(f"/{day:%Y/%m/%d}?free=true")
    assert "Dawn Chorus" not in shown(f"/{day + timedelta(days=9):%Y/%m/%d}")
    assert "No events found" in shown("/1999/12/31")
    assert "There is no such day." in shown("/2026/02/30", 404)


def test_the_address_of_a_category(shown, client):
    music = shown("/music")
    assert "<h1>Music</h1>" in music
    assert music.count('event-row"') == 2
    assert "<h1>Music: events today</h1>" in shown("/music?day=today")
    assert client.get("/not-a-category").status_code == 404


def test_an_event(shown):
    event = shown(_address(shown("/"), "Jazz &amp; Friends"))
    assert event.count("<li> <time") == 2
    assert "<p>First line<br>second</p><p>Next block.</p>" in event.replace("\n", "")
    assert "$20" in event
    assert "The Hall" in event
    assert "/events.ics" in event
    assert re.search('href="/music"><svg.*?</svg>Music</a>', event)


def test_what_search_engines_and_shared_links_show(client, events):
    path = _address(client.get("/").text, "Jazz &amp; Friends")
    head = head_of(client.get(path).text)
    address = f"http://testserver{path}"
    assert head.find(".//title").text == "Jazz & Friends | Marquee"
    assert head.find(".//link[@rel='canonical']").get("href") == address
    properties = {one.get("property"): one.get("content") for one in head.iterfind(".//meta[@property]")}
    assert properties["og:title"] == "Jazz & Friends"
    assert properties["og:url"] == address
    picture = properties["og:image"]
    assert picture == f"http://testserver/social/{addresses.id_in(path)}.png"
    assert (properties["og:image:width"], properties["og:image:height"]) == ("1200", "630")
    assert head.xpath(".//meta[@name='twitter:image']/@content") == [picture]
    answer = client.get(picture)
    assert (answer.headers["content-type"], answer.content[1:4]) == ("image/png", b"PNG")
    assert answer.headers["vary"].startswith("Accept-Language, Cookie")
    assert client.get(picture, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
    assert client.get("/social/999.png").status_code == 404
    (description,) = head.xpath(".//meta[@name='description']/@content")
    assert "The Hall" in description
    assert "First line" in description
    (data,) = (json.loads(one.text) for one in head.iterfind(".//script[@type='application/ld+json']"))
    assert (data["@type"], data["name"], data["url"]) == ("Event", "Jazz & Friends", address)
    assert [one["startDate"] for one in data["subEvent"]] == sorted(one["startDate"] for one in data["subEvent"])
    assert len(data["subEvent"]) == 2


@pytest.mark.parametrize(
    ("path", "canonical", "indexed"),
    [
        ("/", "/", True),
        ("/?utm_source=letter&fbclid=x", "/", True),
        ("/?day=today", "/today", True),
        ("/?category=music", "/music", True),
        ("/music", "/music", True),
        ("/2031/01/05", "/2031/01/05", True),
        ("/?q=jazz", "/?q=jazz", False),
        ("/?view=calendar&month=2031-01", "/", True),
        ("/venues/", "/venues/", True),
    ],
)
def test_each_list_names_one_address(client, events, path, canonical, indexed):
    head = head_of(client.get(path).text)
    assert head.find(".//link[@rel='canonical']").get("href") == f"http://testserver{canonical}"
    assert (head.xpath(".//meta[@name='robots']/@content") == []) is indexed


def test_public_url_is_in_all_addresses(service_environment, monkeypatch, client, events):
    monkeypatch.setenv("PUBLIC_URL", "https://events.example/")
    settings.cache_clear()
    head = head_of(client.get("/today", headers={"Host": "evil.example"}).text)
    assert head.find(".//link[@rel='canonical']").get("href") == "https://events.example/today"


def test_an_answer_for_another_host_is_not_reused(client, events):
    for host in ("one.example", "two.example"):
        head = head_of(client.get("/today", headers={"Host": host}).text)
        assert head.find(".//link[@rel='canonical']").get("href") == f"http://{host}/today"


def test_a_venue_with_its_events(shown, client):
    with transaction() as connection:
        hall = directory.venues(connection, words="The Hall", near=None, after=None, limit=1)[0]
    page = shown(f"/venues/{hall.id}")
    assert "<h1>The Hall</h1>" in page
    assert page.count('event-row"') == 2
    assert f'href="/venues/the-hall-{hall.id}"' in shown("/venues/?q=hall")
    assert "No venues found" in shown("/venues/?q=nowhere")


def test_earlier_addresses_lead_to_the_readable_ones(client, events):
    path = _address(client.get("/").text, "Jazz &amp; Friends")
    number = path.rpartition("-")[2]
    for earlier in (
        f"/events/?id={number}",
        f"/events/{number}",
        f"/events/an-earlier-title-{number}",
        f"/plain/events/{number}",
        f"{path}/",
    ):
        answer = client.get(earlier)
        assert answer.url.path == path, earlier
        assert {one.status_code for one in answer.history} <= {301, 308}
    assert client.get("/plain/?day=today").url == "http://testserver/?day=today"


def test_an_earlier_address_with_a_number_that_no_event_can_have(client, service_environment):
    for number in (2**63, "9" * 5000):
        assert client.get(f"/plain/events/{number}").status_code == 422


def test_a_merged_venue_leads_to_the_one_that_people_see(client, events):
    with transaction() as connection:
        found = directory.venues(connection, words="The Hall", near=None, after=None, limit=1)[0]
    assert client.get(f"/venues/x-{found.id}").url.path == f"/venues/the-hall-{found.id}"


def test_what_is_gone_says_so(acting, editor, events):
    path = _address(acting.get("/").text, "Jazz &amp; Friends")
    number = int(path.rpartition("-")[2])
    hidden = acting.post(f"/api/events/{number}/hide", json={"reason": "by mistake"}, headers=editor)
    assert hidden.status_code == 200, hidden.text
    answer = acting.get(path)
    assert answer.status_code == 410
    assert "It was taken out of the calendar." in answer.text
    assert "Jazz" not in content_of(answer.text)


def test_a_withdrawn_event_is_gone_but_explained(client, events):
    path = _address(client.get("/").text, "Dawn Chorus")
    harvest(concert("jazz", at(0, 23), at(4), title="Jazz & Friends"))
    with transaction() as connection:
        connection.execute(text("UPDATE events SET withdrawn_at = now() WHERE title = 'Dawn Chorus'"))
    answer = client.get(path)
    assert answer.status_code == 410
    assert "The source no longer lists this event." in answer.text


def test_hostile_text_stays_text(shown, client):
    listing = shown("/")
    address = _address(listing, "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;")
    for page in ("/", address, "/?q=" + HOSTILE, f"/?category={HOSTILE}", "/sitemap.xml"):
        text = client.get(page).text
        assert "<script>alert" not in text
        assert 'href="javascript' not in text
        assert '"onerror="' not in text


@pytest.mark.parametrize(
    "path", ["/events/999999", "/events/x", "/events/9999999999999999999", "/venues/999999", "/venues/x", "/venues/0"]
)
def test_unknown_events_and_venues(shown, path):
    assert f"{path.split('/')[1][:-1].capitalize()} not found" in shown(path, 404)


def test_invalid_parameters_are_explained(shown):
    answer = shown("/?day=yesterday%3Cb%3E", 422)
    assert "must be a date" in answer
    assert "<form" in answer
    assert "<b>" not in answer
    assert "is not a cursor from this service" in shown("/?cursor=x", 422)
    assert "is not a cursor from this service" in shown("/venues/?cursor=x", 422)


@pytest.mark.parametrize("path", ["/", "/music"])
def test_pages_follow_each_other(client, service_environment, path):
    seed()
    harvest(*(concert(f"c{index:03}", at(1 + index), title=f"Concert {index}") for index in range(60)))
    first = content_of(client.get(f"{path}?q=concert").text)
    more = re.search(r'href="(\?[^"]+)" rel="next"', first)
    assert more
    second = content_of(client.get(path + more[1].replace("&amp;", "&")).text)
    assert (first.count('event-row"'), second.count('event-row"')) == (50, 10)


def test_a_browser_that_has_the_page_gets_304_with_its_policy(client, events):
    first = client.get("/today")
    again = client.get("/today", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]


def test_private_reads_show_nothing_here(client, events, monkeypatch):
    monkeypatch.setenv("PUBLIC_READS", "false")
    settings.cache_clear()
    for path in ("/", "/today", "/music", "/venues/", "/events/1"):
        assert "Dawn" not in client.get(path, headers={"Accept": "text/html"}).text
    assert client.get("/sitemap.xml").status_code != 200
    assert "Disallow: /\n" in client.get("/robots.txt").text


def test_the_sitemap_lists_what_is_to_come(client, events):
    root = etree.fromstring(client.get("/sitemap.xml").content)
    found = [one.text for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    path = _address(client.get("/").text, "Jazz &amp; Friends")
    assert f"http://testserver{path}" in found
    assert "http://testserver/music" in found
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").text


def test_the_calendar_of_one_event(client, events):
    number = _address(client.get("/").text, "Jazz &amp; Friends").rpartition("-")[2]
    answer = client.get(f"/feeds/events/{number}/events.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.text.count("BEGIN:VEVENT") == 2
    assert client.get("/feeds/events/999999/events.ics").status_code == 404


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Lighthouse Keepers' Waltz", "lighthouse-keepers-waltz"),
        ("Café Olé: ¡Música!", "cafe-ole-musica"),
        ("  -- 100% JAZZ --  ", "100-jazz"),
        ("أمسية", ""),
        ("🎷", ""),
        ("ﬁrst ½ of Ⅳ", "first-1-2-of-iv"),
        ("word " * 40, "word-word-word-word-word-word-word-word-word-word-word-word"),
        ("x" * 300, "x" * 60),
    ],
)
def test_slugs(title, slug):
    assert addresses.slug(title) == slug
    assert addresses.id_in(addresses.event_path(12, title).rpartition("/")[2]) == 12


@pytest.mark.parametrize("path", ["/feeds/events.ics", "/feeds/events.rss", "/api/occurrences", "/api/days", "/"])
def test_head_has_the_headers_of_get(client, events, path):
    whole, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-type"] == whole.headers["content-type"]


def test_mistyped_addresses_have_a_page_in_the_visitors_language(client, events):
    page = client.get("/evnts/7", headers={"Accept-Language": "es"})
    assert (page.status_code, "Página no encontrada" in page.text) == (404, True)
    assert client.get("/evnts/7", headers={"Accept": "application/json"}).json()["status"] == 404


def test_one_heading_and_no_skeleton_without_javascript(client, events):
    for path in ("/", "/today", "/venues/", "/nowhere", _address(client.get("/").text, "Jazz &amp; Friends")):
        page = html.fromstring(client.get(path).text)
        assert len(page.findall(".//h1")) == 1, path
        assert page.xpath("//*[@aria-busy]") == [], path


def test_the_calendar_of_one_date_and_of_a_list(client, events):
    path = _address(client.get("/").text, "Jazz &amp; Friends")
    page = client.get(path).text
    files = re.findall(r'href="(/feeds/dates/[0-9]+/events\.ics)" download aria-label', page)
    assert len(files) == 2
    assert client.get(files[1]).text.count("BEGIN:VEVENT") == 1
    assert client.get("/feeds/dates/999999/events.ics").status_code == 404
    number = path.rpartition("-")[2]
    assert client.get(f"/feeds/lists/999999,{number}/events.ics").text.count("SUMMARY:Jazz") == 2
    assert client.get("/feeds/lists/x/events.ics").status_code == 422


def test_links_to_calendars_and_places(client, events):
    page = html.fromstring(client.get(_address(client.get("/").text, "Jazz &amp; Friends")).text)
    links = page.xpath("//details[@class='menu']//a/@href")
    assert [link.split("/")[2] for link in links if link.startswith("http")] == [
        "calendar.google.com",
        "outlook.live.com",
        "calendar.google.com",
        "outlook.live.com",
    ]
    assert "text=Jazz+%26+Friends" in links[0]
    assert page.xpath("//a[contains(@href, 'openstreetmap.org')]")
    assert page.xpath("//a[contains(@href, '/maps/dir/')]")


def test_a_shared_list(client, events):
    number = _address(client.get("/").text, "Jazz &amp; Friends").rpartition("-")[2]
    page = client.get(f"/my-list?events={number},999999").text
    assert "Jazz &amp; Friends" in content_of(page)
    assert "Dawn Chorus" not in content_of(page)
    assert head_of(page).xpath(".//meta[@name='robots']/@content") == ["noindex"]
    assert "needs JavaScript" in client.get("/my-list").text
    assert "needs JavaScript" in client.get("/my-list?events=x").text


def test_a_search_finds_venues_and_categories(shown):
    page = shown("/?q=the+hall")
    assert 'class="matches__venue"' in page
    assert 'href="/music">' in shown("/?q=mus")


def test_an_event_leads_to_others(shown):
    event = shown(_address(shown("/"), "Jazz &amp; Friends"))
    assert "More at The Hall" in event
    assert "Dawn Chorus" in event


@pytest.mark.parametrize(
    ("words", "shown"),
    [("$20 – $60", False), ("$20 to $60", False), ("USD 20-60", False), ("$20 to $60 at the door", True)],
)
def test_an_event_says_its_price_and_its_only_time_once(service_environment, client, words, shown):
    seed()
    price = Price(text=words, min_cents=2000, max_cents=6000, currency="USD", is_free=False)
    harvest(concert("once", at(1), price=price), concert("twice", at(1), at(2)))
    page = client.get("/events/1?lang=es", follow_redirects=True).text
    assert (f'<div class="soft small">{words}</div>' in page) is shown
    assert page.count(">Cuándo<") == 1
    assert 'id="dates"' not in page
    assert 'id="dates"' in client.get("/events/2", follow_redirects=True).text
