"""The widget's script, content, and frame; what other sites may read; and what a wrong parameter says."""

from __future__ import annotations

import gzip
import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from app.api.widget import routes
from core.config import BadSettings, settings
from tests.api.harvest import at, concert, harvest, seed

LONG = "Long " * 59 + "night"
ARABIC = "حفلة موسيقى الجاز 🎷"
HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
KINDS = Path(__file__).resolve().parents[2] / "web" / "src" / "styles" / "kinds.css"


@pytest.fixture
def events(service_environment):
    seed()
    harvest(
        concert("jazz", at(1), at(8), title="Jazz & Friends", description="On the pier. " * 60),
        concert("long", at(2), title=LONG),
        concert("arabic", at(3), title=ARABIC, categories=("Theater",)),
        concert("bad", at(4), title=HOSTILE, image_url="https://pictures.example/a.jpg"),
        *(concert(f"late{number}", at(5, 9 + number)) for number in range(9)),
        concert("lights", replace(at(1, 8), ends_at=at(2, 22).starts_at), title="Lights"),
    )


@pytest.fixture
def content(client, events):
    def get(query: str = "") -> html.HtmlElement:
        answer = client.get(f"/widget/v1/content?{query}")
        assert answer.status_code == 200, answer.text
        return html.fromstring(answer.text)

    return get


def titles_of(found: html.HtmlElement) -> list[str]:
    return [one.text_content() for one in found.cssselect(".title a")]


def refused(answer) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [error["where"][-1] for error in answer.json()["errors"]]


def test_the_list_has_links_to_the_event_pages(content):
    found = content("limit=5")
    assert titles_of(found) == ["Lights", "Jazz & Friends", LONG, ARABIC, HOSTILE]
    assert re.fullmatch(r"http://testserver/events/jazz-friends-\d+", found.cssselect(".title a")[1].get("href"))
    assert [one.get("href") for one in found.cssselect(".all a")] == [
        "http://testserver/",
        "http://testserver/feeds/events.ics",
    ]
    assert found.cssselect(".day")[0].text.startswith("Tomorrow, ")
    assert {one.get("dir") for one in found.cssselect(".title a")} == {"auto"}


@pytest.mark.parametrize("show", ["list", "cards", "month"])
def test_a_title_stays_text(client, events, show):
    text = client.get(f"/widget/v1/content?show={show}&limit=50").text
    assert "<script" not in text
    assert "<img" not in text
    assert "pictures.example" not in text, "no request goes to another server"


def test_filters(content, client):
    assert titles_of(content("category=theater")) == [ARABIC]
    assert titles_of(content("q=jazz")) == ["Jazz & Friends"]
    assert titles_of(content("days=3")) == ["Lights", "Jazz & Friends", LONG]
    assert titles_of(content("days=1&category=theater")) == []
    assert len(titles_of(content("limit=7"))) == 7
    assert content("category=theater").cssselect(".name a")[0].get("href") == "http://testserver/theater"


def test_heading_and_language(content):
    assert content("heading=At+the+pier").cssselect(".name")[0].text_content() == "At the pier"
    assert content("heading=none").cssselect(".name") == []
    assert content("heading=none").cssselect(".hidden")[0].tag == "h2"
    spanish = content("lang=es")
    assert spanish.get("lang") == "es-US"
    assert spanish.cssselect(".all a")[0].text == "Ver todos los eventos"


def test_a_month_shows_the_first_events_of_each_day(content):
    day = at(5).starts_at.date()
    found = content(f"show=month&month={day:%Y-%m}&category=music")
    cell = next(one for one in found.cssselect(".month > li") if "late0" in one.text_content())
    assert [one.text_content() for one in cell.cssselect(".title a")] == [
        f"Concert late{number}" for number in range(3)
    ]
    more = cell.cssselect(".more a")[0]
    assert more.text == "6 more"
    assert more.get("href") == f"http://testserver/{day:%Y/%m/%d}?category=music"
    shared = next(one for one in found.cssselect(".month > li") if LONG in one.text_content())
    assert [one.text_content() for one in shared.cssselect(".title a")] == [LONG, "Lights"], "what goes on comes last"
    later = found.cssselect("a[rel=next]")[0]
    assert later.get("href").startswith("http://testserver/widget/v1/frame?show=month&category=music&month=")
    assert re.fullmatch(r"\d{4}-\d\d", later.get("data-month"))


def test_one_event(content, client):
    number = client.get("/api/events?q=jazz").json()["events"][0]["id"]
    found = content(f"show=event&event={number}")
    assert titles_of(found) == ["Jazz & Friends"]
    assert len(found.cssselect(".when time")) == 2
    assert found.cssselect(".card > p")[-1].text.endswith("…")
    assert client.get("/widget/v1/content?show=event&event=999999").status_code == 404


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("show=carousel", "show"),
        ("limit=0", "limit"),
        ("limit=51", "limit"),
        ("days=soon", "days"),
        ("day=tomorow", "day"),
        ("show=month&day=tomorow", "day"),
        ("from=2031-99-99", "from"),
        ("days=3&day=today", "days"),
        ("theme=pink", "theme"),
        ("accent=red", "accent"),
        ("background=%23fff%7D*%7Bcolor:red", "background"),
        ("lang=xx", "lang"),
        ("show=month&month=2026-13", "month"),
        ("show=event&event=jazz", "event"),
        ("show=event&event=9999999999999999999", "event"),
        ("show=event", "event"),
        ("heading=" + "x" * 121, "heading"),
        ("tint=red", "tint"),
        ("show=list&show=cards", "show"),
    ],
)
def test_a_wrong_parameter_is_named(client, events, query, parameter):
    assert refused(client.get(f"/widget/v1/content?{query}")) == [parameter]
    framed = client.get(f"/widget/v1/frame?{query}")
    assert framed.status_code == 422
    assert f"<li>{parameter} " in framed.text


def test_the_script_is_small_and_cached(client):
    answer = client.get("/widget/v1/marquee.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "public, max-age=3600"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert len(gzip.compress(answer.content)) < 15_000
    assert "__" not in re.sub(r"event-row__\w+", "", answer.text)
    again = client.get("/widget/v1/marquee.js", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["access-control-allow-origin"] == "*"


def test_the_script_asks_only_its_own_server(client):
    script = client.get("/widget/v1/marquee.js").text
    assert re.findall(r"https?://[^\s\"'`)]+", script) == []
    assert "cookie" not in script.lower().replace("sets no cookies", "")
    assert "localStorage" not in script
    assert script.count("fetch(") == 1


def test_the_content_is_cached_for_a_minute(client, events):
    answer = client.get("/widget/v1/content")
    assert answer.headers["cache-control"] == "public, max-age=60, stale-while-revalidate=600"
    assert "set-cookie" not in answer.headers
    again = client.get("/widget/v1/content", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert again.headers["access-control-allow-origin"] == "*"


def test_colors_of_the_categories_are_those_of_the_page():
    found = re.findall(r"\.kind--(\w+) \{\s*--hue: (\d+);", KINDS.read_text())
    assert found
    assert re.findall(r"\.kind--(\w+) \{\s*--hue: (\d+);", (routes.FOLDER / "widget.css").read_text()) == found


def test_only_the_widget_can_be_framed(client, events, monkeypatch):
    answer = client.get("/widget/v1/frame?accent=%23AA3300")
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "x-frame-options" not in answer.headers
    assert "<style>.mq{--mq-accent:#aa3300;}</style>" in answer.text
    for path in ("/", "/admin/", "/widget", "/submit", "/api/occurrences", "/api/docs", "/widget/v1/content"):
        headers = client.get(path).headers
        assert headers["x-frame-options"] == "DENY", path
        assert "frame-ancestors 'none'" in headers["content-security-policy"], path
    monkeypatch.setenv("FRAME_ANCESTORS", "https://news.example, https://*.school.example:8443")
    settings.cache_clear()
    policy = client.get("/widget/v1/frame").headers["content-security-policy"]
    assert policy.endswith("frame-ancestors 'self' https://news.example https://*.school.example:8443")
    monkeypatch.setenv("FRAME_ANCESTORS", "none")
    settings.cache_clear()
    assert client.get("/widget/v1/frame?theme=dark").headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    "value", ["news.example", "https://a.example; script-src *", "'none'", "https://a.example/path"]
)
def test_a_wrong_list_of_sites_ends_the_start(monkeypatch, value):
    monkeypatch.setenv("FRAME_ANCESTORS", value)
    settings.cache_clear()
    with pytest.raises(BadSettings, match="FRAME_ANCESTORS must be"):
        settings()


@pytest.mark.parametrize("path", ["/api/occurrences", "/api/categories", "/feeds/events.ics", "/widget/v1/content"])
def test_scripts_of_other_sites_may_read(client, events, path):
    for headers in ({}, {"Origin": "https://news.example"}):
        answer = client.get(path, headers=headers)
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
    assert client.head(path).headers["access-control-allow-origin"] == "*"
    asked = {"Origin": "https://news.example", "Access-Control-Request-Method": "GET"}
    answer = client.options(path, headers={**asked, "Access-Control-Request-Headers": "if-none-match"})
    assert answer.status_code == 204
    assert "If-None-Match" in answer.headers["access-control-allow-headers"]
    assert "authorization" not in answer.headers["access-control-allow-headers"].lower()


@pytest.mark.parametrize("path", ["/api/session", "/api/keys", "/api/inbox", "/metrics", "/", "/events/1"])
def test_other_sites_read_nothing_else(client, events, path):
    answer = client.get(path, headers={"Origin": "https://news.example"})
    assert "access-control-allow-origin" not in answer.headers


def test_other_sites_change_nothing(client, events):
    asked = {"Origin": "https://news.example", "Access-Control-Request-Method": "POST"}
    answer = client.options("/api/events", headers=asked)
    assert "access-control-allow-methods" not in answer.headers


def test_nothing_is_shown_of_a_private_calendar(client, events, monkeypatch):
    monkeypatch.setenv("PUBLIC_READS", "false")
    settings.cache_clear()
    for path in ("/widget/v1/content", "/widget/v1/frame", "/widget", "/oembed?url=http://testserver/"):
        answer = client.get(path)
        assert answer.status_code == 401, path
        assert "Jazz" not in answer.text
