"""A newsroom's web developer puts the events on the newsroom's own site, which has another origin, and themes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect

from storage.database.engine import connected
from tests.web import sample_events
from tests.web.conftest import Site, serving
from tests.web.foreign_site import HOSTILE, ForeignSite, foreign_site

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
LONG = "An Evening of Very Long Titles, " * 9 + "with Encore"
ARABIC = "حفلة موسيقى الجاز على الميناء 🎷🎺"


@pytest.fixture(scope="module")
def site(postgres_server, migrated_template, redis_server) -> Iterator[Site]:
    """A calendar of its own, because its titles are odd."""
    with serving(postgres_server, migrated_template, redis_server.url, "developer") as found:
        jazz = sample_events.hall()[1]
        titles = {"long": LONG[:300], "arabic": ARABIC, "hostile": sample_events.HOSTILE}
        odd = [replace(jazz, uid=uid, title=title) for uid, title in titles.items()]
        with connected(found.database_url) as connection:
            sample_events.store_odd(connection, odd)
        yield found


@pytest.fixture
def courier(site) -> Iterator[ForeignSite]:
    with foreign_site(site.address) as found:
        yield found


def script(site, attributes: str) -> str:
    return (
        f'<script async src="{site.address}/widget/v1/marquee.js"></script>'
        f'<marquee-events {attributes}><a href="{site.address}/">Local events</a></marquee-events>'
    )


def shown(page: Page) -> Locator:
    """The widget, once it has its events."""
    expect(page.locator("marquee-events .title").first).to_be_visible()
    return page.locator("marquee-events")


def choose(page: Page, name: str, value: str) -> None:
    with page.expect_response(lambda answer: "/widget?" in answer.url):
        field = page.locator(f"#builder-form [name={name}]")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def test_makes_the_code_and_puts_it_on_the_site(visit, site, courier, accessible, photograph):
    page = visit("/", viewport={"width": 1280, "height": 900})
    page.get_by_role("link", name="Put events on your site").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Events on your site")
    expect(page.locator(".builder__preview .title").first).to_be_visible()
    accessible(page)
    choose(page, "show", "cards")
    choose(page, "limit", "6")
    choose(page, "accent", "#ffee00")
    expect(page.get_by_text("The lines would be hard to see")).to_be_visible()
    choose(page, "theme", "dark")
    expect(page.get_by_text("The lines would be hard to see")).to_have_count(0)
    expect(page.locator(".builder__preview .cards > li")).to_have_count(6)
    accessible(page)
    for width, scheme in ((360, "light"), (768, "dark"), (1280, "light")):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        photograph(page, f"widget-builder-{width}", full_page=True)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy the code").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    code = page.evaluate("navigator.clipboard.readText()")
    assert code == page.get_by_label("Copy this into the HTML of your page").input_value()

    own = visit(courier.embed("/events", code))
    widget = shown(own)
    expect(widget.locator(".cards > li")).to_have_count(6)
    assert widget.locator(".mq").evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(26, 32, 42)"
    accessible(own)
    widget.get_by_role("link", name="Moonlit Jazz Quartet").first.click()
    expect(own).to_have_url(re.compile(rf"^{site.address}/events/moonlit-jazz-quartet-\d+$"))


def test_the_script_takes_attributes_at_any_time(visit, site, courier):
    page = visit(courier.embed("/", script(site, 'limit="3"')))
    widget = shown(page)
    expect(widget.locator(".events > li")).to_have_count(3)
    widget.evaluate("one => { one.setAttribute('q', 'moonlit'); one.setAttribute('lang', 'es') }")
    expect(widget.locator(".title")).to_have_text(["Moonlit Jazz Quartet"])
    expect(widget.get_by_role("link", name="Ver todos los eventos")).to_be_visible()


def test_one_script_tag(visit, site, courier):
    page = visit(
        courier.embed(
            "/", f'<script async src="{site.address}/widget/v1/marquee.js" data-show="cards" data-limit="2"></script>'
        )
    )
    expect(shown(page).locator(".cards > li")).to_have_count(2)


def test_asks_only_the_calendar_and_stores_nothing(visit, site, courier):
    page = visit(courier.embed("/", ""))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(courier.embed("/events", script(site, 'show="cards"')))
    shown(page)
    page.wait_for_load_state("networkidle")
    others = [url for url in asked if not url.startswith((f"{courier.address}/", f"{site.address}/widget/v1/"))]
    assert others == []
    assert page.context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0


LOOKS = """one => ['color', 'backgroundColor', 'fontSize', 'fontFamily', 'fontStyle', 'lineHeight', 'letterSpacing',
  'textDecorationColor', 'direction', 'display', 'visibility', 'position', 'opacity', 'transform', 'pointerEvents']
  .map((name) => `${name}: ${getComputedStyle(one)[name]}`)"""


@pytest.mark.parametrize("show", ["list", "cards", "month"])
def test_a_hostile_style_sheet_changes_nothing(visit, site, courier, photograph, show):
    """The page around the widget is unreadable, and the widget looks as on a page without styles."""
    parts = [".mq", ".name", ".title", ".title a", ".when", ".all a"]

    def looks(style: str) -> list[list[str]]:
        courier.style = style
        page = visit(courier.embed(f"/{show}", script(site, f'show="{show}" accent="#aa3300" limit="20"')))
        widget = page.locator("marquee-events")
        expect(widget.locator(".title").first).to_be_attached()
        if style == HOSTILE:
            photograph(page, f"widget-hostile-{show}", full_page=True)
        found = [widget.locator(part).first.evaluate(LOOKS) for part in parts]
        return [widget.evaluate(LOOKS)[9:], *found]

    assert looks(HOSTILE) == looks("")


def test_odd_titles_stay_inside(visit, site, courier, accessible, photograph):
    month = f"{sample_events.at(1, 20).starts_at:%Y-%m}"
    for show in ("list", "cards", "month"):
        page = visit(courier.embed("/odd", script(site, f'show="{show}" source="odd" month="{month}"')), **PHONE)
        widget = shown(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, "the page must not scroll sideways"
        expect(widget.get_by_text(ARABIC).first).to_be_visible()
        assert widget.get_by_role("link", name=ARABIC).first.evaluate("one => getComputedStyle(one).direction") == "rtl"
        expect(widget.get_by_text(sample_events.HOSTILE).first).to_be_visible()
        photograph(page, f"widget-odd-{show}-360", full_page=True)
        accessible(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_fits_its_place(visit, site, courier, accessible, photograph, scheme):
    page = visit(courier.embed("/", ""), color_scheme=scheme)
    for show in ("list", "cards", "month", "event"):
        event = ' event="1"' if show == "event" else ""
        page.set_viewport_size({"width": 1280, "height": 800})  # a narrow month leaves its past days out
        page.goto(courier.embed(f"/{show}", script(site, f'show="{show}"{event}')))
        shown(page)
        accessible(page)
        for width in (1280, 768, 360):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            photograph(page, f"widget-{show}-{width}-{scheme}", full_page=True)
        accessible(page)


def test_turns_to_another_month_in_place(visit, site, courier):
    page = visit(courier.embed("/", script(site, 'show="month" lang="es"')))
    widget = shown(page)
    before = widget.locator(".turn > :not(a)").text_content()
    widget.locator("a[rel=next]").click()
    expect(widget.locator(".turn > :not(a)")).not_to_have_text(before or "")
    assert page.url == f"{courier.address}/"
    expect(widget.locator("a[rel=next]")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(widget.locator(".turn > :not(a)")).to_have_text(before or "")


def test_the_link_stays_without_javascript_or_events(visit, site, courier):
    page = visit(courier.embed("/", script(site, "")), java_script_enabled=False)
    expect(page.get_by_role("link", name="Local events")).to_be_visible()
    page = visit(courier.embed("/", script(site, 'category="music" days="soon"')))
    with page.expect_event("console", lambda message: "days" in message.text):
        page.reload()
    expect(page.get_by_role("link", name="Local events")).to_be_visible()


def test_a_frame_needs_no_script(visit, site, courier, accessible, photograph):
    address = f"{site.address}/widget/v1/frame?show=month&amp;theme=light"
    frame = f'<iframe src="{address}" title="Events" width="700" height="500"></iframe>'
    page = visit(courier.embed("/", frame), java_script_enabled=False, viewport={"width": 1280, "height": 900})
    inside = page.frame_locator("iframe[title=Events]")
    expect(inside.locator(".title").first).to_be_visible()
    photograph(page, "widget-frame", full_page=True)
    with page.context.expect_page() as opened:
        inside.locator(".title a").first.click()
    expect(opened.value).to_have_url(re.compile(rf"^{site.address}/events/"))
    accessible(visit("/widget/v1/frame?show=list&lang=es"))


def test_the_back_office_refuses_a_frame(browser, site, courier):
    """In a context of its own, because each refusal is an error in the console."""
    frames = "".join(
        f'<iframe src="{site.address}{path}" title="Office"></iframe>' for path in ("/admin/", "/", "/widget")
    )
    address = courier.embed("/", frames)
    with browser.new_context() as context:
        page = context.new_page()
        refusals = []
        page.on("console", lambda message: refusals.append(message.text) if "frame-ancestors" in message.text else None)
        page.goto(address)
        page.wait_for_load_state("networkidle")
        for frame in page.frames[1:]:
            assert frame.locator("main").count() == 0
        assert len(refusals) == 3
