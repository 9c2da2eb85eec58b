"""The town's branding is on every page, in feeds, and in the widget; only administrators change it."""

from __future__ import annotations

import base64
import io
from dataclasses import replace

import pytest
from lxml import html
from PIL import Image

from app.api.application import create_app
from app.api.pages import page
from core.config import BadSettings, settings
from storage.branding import saved
from storage.database.engine import transaction
from tests.api.harvest import at, concert, harvest, seed

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9"/></svg>'
_FILE = io.BytesIO()
Image.new("RGB", (60, 20), "#6b2f86").save(_FILE, "PNG")
PNG = _FILE.getvalue()
WHOLE = {
    "name": "Courier & Co. Calendar",
    "town": "Harborville",
    "theme": "plum",
    "font": "modern",
    "about": {"en": 'We print "it".\n\nSince 1890.', "es": "Lo imprimimos."},
    "contact": {"en": "desk@news.example"},
    "links": [{"label": "Corrections", "url": "https://news.example/fix?a=1&b=2"}],
    "css": ".hero { border-top: 4px solid }",
}


def data(content: bytes, kind: str = "svg+xml") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


@pytest.fixture
def change(acting, admin):
    """Sets the branding; Marquee's own where a field is left out."""
    seed()
    harvest(concert("jazz", at(1), title="Jazz"))

    def put(**fields):
        answer = acting.put("/api/branding", json=fields, headers=admin)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return put


@pytest.fixture(params=["built", "plain"])
def either_page(request, monkeypatch, tmp_path):
    if request.param == "plain":
        monkeypatch.setattr(page, "BUILT", tmp_path)


def test_pages_have_it(acting, change, either_page):
    change(**WHOLE, logo=data(SVG))
    text = acting.get("/").text
    found = html.fromstring(text)
    assert found.findtext(".//title") == "What’s on in Harborville | Courier & Co. Calendar"
    assert found.xpath("//meta[@property='og:site_name']/@content") == ["Courier & Co. Calendar"]
    logo = found.cssselect(".top__name img")[0]
    assert logo.get("alt") == "Courier & Co. Calendar"
    answer = acting.get(logo.get("src"))
    assert answer.content == SVG
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert [one.text for one in found.cssselect(".foot__about p")] == [
        'We print "it".',
        "Since 1890.",
        "desk@news.example",
    ]
    link = found.cssselect(".foot nav a")[0]
    assert (link.text, link.get("href")) == ("Corrections", "https://news.example/fix?a=1&b=2")
    spanish = html.fromstring(acting.get("/?lang=es").text)
    assert [one.text for one in spanish.cssselect(".foot__about p")] == ["Lo imprimimos.", "desk@news.example"]


def test_the_style_sheet(acting, change):
    change(**WHOLE)
    path = html.fromstring(acting.get("/").text).xpath("//link[starts-with(@href, '/brand/')]/@href")[0]
    answer = acting.get(path)
    assert "immutable" in answer.headers["cache-control"]
    assert "--accent:#6b2f86;" in answer.text
    assert '[data-theme="dark"]{--paper:#16121b;' in answer.text
    assert answer.text.endswith(".hero { border-top: 4px solid }")
    change(accent="#7a1f1f")
    later = html.fromstring(acting.get("/").text).xpath("//link[starts-with(@href, '/brand/')]/@href")[0]
    assert later != path
    assert acting.get(path).headers["cache-control"] == "no-cache"
    assert "--accent:#7a1f1f;" in acting.get(path).text
    assert 'content="#7a1f1f"' in acting.get("/").text or not page.version()


def test_without_branding_pages_load_nothing_more(acting, change):
    text = acting.get("/").text
    assert "/brand/" not in text
    assert "data-site" not in text
    change(**WHOLE)
    change()
    assert acting.get("/").text == text


def test_feeds_manifest_and_widget(acting, change):
    change(**WHOLE)
    assert "X-WR-CALNAME:Courier & Co. Calendar: Events" in acting.get("/feeds/events.ics").text
    assert "<title>Courier &amp; Co. Calendar: Events</title>" in acting.get("/feeds/events.rss").text
    manifest = acting.get("/site.webmanifest").json()
    assert (manifest["short_name"], manifest["theme_color"]) == ("Courier & Co. Calendar", "#6b2f86")
    assert "#6b2f86" in acting.get("/widget/v1/marquee.js").text
    assert "#6b2f86" in acting.get("/widget/v1/widget.css").text
    assert acting.get("/oembed?url=http://testserver/").json()["provider_name"] == "Courier & Co. Calendar"


def test_a_raster_logo_is_the_picture_of_shared_links(acting, change):
    state = change(logo=data(PNG, "png"))
    head = html.fromstring(acting.get("/").text)
    assert head.xpath("//meta[@property='og:image']/@content") == [f"http://testserver{state['logo']}"]
    assert head.xpath("//meta[@name='twitter:card']/@content") == ["summary"]


def test_the_logo_stays_until_it_is_removed(change):
    logo = change(logo=data(SVG))["logo"]
    assert change(name="Other")["logo"] == logo
    assert change(name="Other", logo="")["logo"] is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "<b>x</b>"),
        ("accent", "#ffff00"),
        ("links", [{"label": "x", "url": "javascript:alert(1)"}]),
        ("css", "@import 'x'"),
        ("logo", data(b"<svg onload='alert(1)'/>")),
        ("about", {"en": "<script>"}),
    ],
)
def test_a_wrong_field_is_named_and_nothing_changes(acting, admin, change, field, value):
    change(name="Before")
    answer = acting.put("/api/branding", json={"name": "After", field: value}, headers=admin)
    assert answer.status_code == 422
    assert {error["where"][1] for error in answer.json()["errors"]} == {field}
    assert "Value error" not in answer.text
    assert acting.get("/api/branding", headers=admin).json()["saved"]["name"] == "Before"


def test_all_wrong_fields_are_named_at_once(acting, admin):
    links = [{"label": "Good", "url": "/"}, {"label": "Bad", "url": "javascript:alert(1)"}]
    given = {"about": {"en": "Good", "es": "<b>"}, "links": links, "logo": data(b"<svg onload='alert(1)'/>")}
    errors = acting.put("/api/branding", json=given, headers=admin).json()["errors"]
    assert [error["where"][1:] for error in errors] == [["about", "es"], ["links", 1, "url"], ["logo"]]


def test_who_may(acting, editor, reader):
    assert acting.put("/api/branding", json={}, headers=editor).status_code == 403
    assert acting.get("/api/branding").status_code == 401
    state = acting.get("/api/branding", headers=reader).json()
    assert [one["name"] for one in state["themes"]] == ["harbor", "garden", "brick", "plum"]


def test_a_change_is_in_the_audit_log(acting, admin, change):
    change(name="First", logo=data(SVG))
    change(name="Second")
    entries = acting.get("/api/audit?subject=branding", headers=admin).json()["entries"]
    assert [(one["before"] or {}).get("name") for one in entries] == ["First", None]
    assert entries[0]["after"] == {"name": "Second", "logo": entries[0]["before"]["logo"]}


@pytest.fixture
def file(tmp_path, monkeypatch):
    def write(text: str):
        path = tmp_path / f"branding-{len(list(tmp_path.iterdir()))}.toml"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("BRANDING_FILE", str(path))
        settings.cache_clear()

    return write


def test_by_file_and_in_the_back_office(acting, change, file, tmp_path):
    (tmp_path / "logo.svg").write_bytes(SVG)
    (tmp_path / "own.css").write_text(".hero { color: red }")
    file(
        'name = "By file"\ntheme = "brick"\nlogo_file = "logo.svg"\ncss_file = "own.css"\n'
        '[about]\nen = "From the file."\n[[links]]\nlabel = "Home"\nurl = "/"\n'
    )
    text = acting.get("/").text
    assert "| By file</title>" in text
    assert "From the file." in text
    state = change(name="By hand")
    assert state["saved"]["name"] == "By hand"
    assert state["saved"]["theme"] is None
    assert state["shown"]["theme"] == "brick"
    assert state["logo"]
    assert not state["own_logo"]
    assert "| By hand</title>" in acting.get("/").text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "<b>"', "BRANDING_FILE: name must be plain text"),
        ('acent = "#000000"', "BRANDING_FILE: acent Extra inputs"),
        ("name = ", "BRANDING_FILE: Invalid value"),
        ('logo_file = "missing.png"', "BRANDING_FILE: .*No such file"),
    ],
)
def test_a_wrong_file_ends_the_start(service_environment, file, text, said):
    file(text)
    with pytest.raises(BadSettings, match=said):
        create_app()


def test_what_was_saved_under_earlier_rules_breaks_no_page(acting, change):
    change(**WHOLE)
    with transaction() as connection:
        kept = saved.read(connection)
        assert kept is not None
        given = {**kept.given, "css": r".sm\:x{color:red}", "theme": "sepia"}
        saved.save(connection, replace(kept, given=given))
    front = acting.get("/")
    assert front.status_code == 200
    assert "Courier &amp; Co. Calendar" in front.text
    assert "sm\\:x" not in front.text
