"""The page that makes a widget's code, and oEmbed."""

from __future__ import annotations

import re

import pytest
from lxml import etree, html

from app.api.pages import page
from tests.api.harvest import at, concert, harvest, seed


@pytest.fixture
def events(service_environment):
    seed()
    harvest(concert("jazz", at(1), title="Jazz & Friends"), concert("long", at(2), title="Long " * 60))


def code_of(client, query: str) -> str:
    answer = client.get(f"/widget?{query}")
    assert answer.status_code == 200
    return html.fromstring(answer.text).get_element_by_id("builder-code").text


@pytest.fixture(params=["built", "plain"])
def either_page(request, monkeypatch, tmp_path):
    """With the built page and without it."""
    if request.param == "plain":
        monkeypatch.setattr(page, "BUILT", tmp_path)


def test_the_code(client, events, either_page):
    code = code_of(client, "show=cards&category=music&days=7&accent=%23aa3300&free=&theme=auto")
    assert code == (
        '<script async src="http://testserver/widget/v1/marquee.js"></script>\n'
        '<marquee-events show="cards" days="7" accent="#aa3300" theme="auto" category="music">'
        '<a href="http://testserver/music">Music</a></marquee-events>'
    )
    framed = code_of(client, "code=iframe&show=cards&category=music")
    assert framed == (
        '<iframe src="http://testserver/widget/v1/frame?show=cards&amp;category=music" title="Music" width="100%" '
        'height="720" style="border:0" loading="lazy"></iframe>'
    )


def test_what_is_typed_stays_text(client, events, either_page):
    hostile = '"><script>alert(1)</script>'
    text = client.get("/widget", params={"heading": hostile, "venue": hostile, "q": hostile}).text
    assert "<script>alert" not in text
    code = code_of(client, "heading=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in code
    assert html.fragment_fromstring(code.splitlines()[1]).get("heading") == hostile


def test_the_form_keeps_what_was_chosen(client, events):
    found = html.fromstring(client.get("/widget?show=month&source=hall&theme=dark&free=true&lang=es").text)
    form = found.get_element_by_id("builder-form")
    chosen = {one.get("name"): one.value for one in form.cssselect("select")}
    assert (chosen["show"], chosen["source"], chosen["theme"]) == ("month", "hall", "dark")
    assert form.cssselect("input[name=free]")[0].checked
    assert found.cssselect("h1")[0].text == "Eventos en su sitio"
    first = {one.get("name"): one.cssselect("option")[0].text for one in form.cssselect("select")}
    assert (first["category"], first["source"], first["venue"]) == ("Todas", "Todas", "Todos")


def test_a_wrong_value_is_named(client, events):
    text = client.get("/widget?accent=red").text
    assert "accent must be a color such as #0a6166" in text
    assert "builder-code" not in text


@pytest.mark.parametrize(
    ("query", "warned"),
    [
        ("", False),
        ("text=%23777777&theme=light", True),
        ("text=%23222222&background=%23ffffff", False),
        ("text=%23222222", True),
        ("text=%23222222&theme=light", False),
        ("accent=%23ffff00&theme=light", True),
        ("accent=%23ffff00&theme=dark", False),
    ],
)
def test_colors_that_are_hard_to_read(client, events, query, warned):
    text = client.get(f"/widget?{query}").text
    assert ("would be hard to" in text) is warned


def embedded(client, url, **more):
    return client.get("/oembed", params={"url": url, **more})


def test_oembed_of_an_event(client, events):
    path = re.search(r'href="(/events/jazz-friends-\d+)"', client.get("/").text)[1]
    answer = embedded(client, f"http://testserver{path}?utm_source=x", maxwidth=400, maxheight=300, dnt=1)
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"
    found = answer.json()
    assert (found["version"], found["type"], found["width"], found["height"]) == ("1.0", "rich", 400, 300)
    assert found["title"] == "Jazz & Friends"
    frame = html.fromstring(found["html"])
    assert frame.get("src").startswith("http://testserver/widget/v1/frame?show=event&event=")
    assert "Jazz &amp; Friends" in client.get(frame.get("src").removeprefix("http://testserver")).text


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("", "show=list"),
        ("/", "show=list"),
        ("/music", "show=list&category=music"),
        ("/this-weekend", "show=list&day=weekend"),
        ("/2026/12/05", "show=list&day=2026-12-05"),
        ("/?q=jazz&free=true&cursor=abc", "show=list&q=jazz&free=true"),
        ("/venues/the-hall-1", "show=list&venue=1"),
    ],
)
def test_oembed_of_a_list(client, events, path, query):
    frame = html.fromstring(embedded(client, f"http://testserver{path}").json()["html"])
    assert frame.get("src") == f"http://testserver/widget/v1/frame?{query}"


def test_oembed_as_xml(client, events):
    answer = embedded(client, "http://testserver/", format="xml")
    assert answer.headers["content-type"].startswith("text/xml")
    found = etree.fromstring(answer.content)
    assert found.findtext("type") == "rich"
    assert found.findtext("html").startswith("<iframe ")


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/events/1",
        "http://testserver/events/99999",
        "http://testserver/admin/",
        "http://testserver/venues/99999",
        "http://testserver/2026/13/45",
        "http://testserver/?day=never",
        "http://[",
        "x",
    ],
)
def test_oembed_knows_no_other_address(client, events, url):
    assert embedded(client, url).status_code == 404


def test_oembed_has_no_other_format(client, events):
    assert embedded(client, "http://testserver/", format="yaml").status_code == 501
    assert client.get("/oembed").status_code == 422


@pytest.mark.parametrize("path", ["/", "/music", "/today", "/venues/1", "/events/1"])
def test_pages_name_their_description(client, events, path):
    head = html.fromstring(client.get(path).text).find("head")
    for kind in ("json", "xml"):
        link = head.xpath(f"link[@type='{'application/json' if kind == 'json' else 'text/xml'}+oembed']")[0]
        address = link.get("href")
        assert address.startswith("http://testserver/oembed?")
        assert client.get(address.removeprefix("http://testserver")).status_code == 200


def test_other_pages_name_none(client, events):
    for path in ("/venues/", "/my-list", "/nothing/here", "/events/999"):
        assert "+oembed" not in client.get(path).text


def test_a_single_event_that_is_not_yet_chosen_is_no_error(client, events):
    said = html.fromstring(client.get("/widget?show=event&event=").text).get_element_by_id("builder-result")
    assert "Enter the number" in said.text_content()
    assert said.find(".//*[@role='alert']") is None
