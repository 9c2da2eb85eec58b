"""An administrator gives the page the newsroom's name, colors, and logo, and visitors see it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from storage.access import accounts, credentials
from storage.access.accounts import Scope
from storage.database.engine import connected
from tests.web.conftest import PASSWORD, Site, serving
from tests.web.map_tiles import serving_tiles

LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 40" width="160" height="40">'
    b'<rect width="160" height="40" rx="6" fill="#6b2f86"/><circle cx="22" cy="20" r="11" fill="#fff"/>'
    b'<path d="M44 14h100v4H44zM44 23h70v4H44z" fill="#fff"/></svg>'
)
ACCENT = "root => getComputedStyle(root).getPropertyValue('--accent')"


@pytest.fixture(scope="module")
def tiles() -> Iterator[tuple[str, list[str]]]:
    with serving_tiles() as found:
        yield found


@pytest.fixture(scope="module")
def site(postgres_server, migrated_template, redis_server, tiles) -> Iterator[Site]:
    """A calendar of its own, because its looks change; its map has tiles."""
    settings = {"MAP_TILES": f"{tiles[0]}/{{z}}/{{x}}/{{y}}.png", "MAP_CREDIT": "© <i>Harborville</i> maps"}
    with serving(postgres_server, migrated_template, redis_server.url, "branding", **settings) as found:
        with connected(found.database_url) as connection:
            password = credentials.hash_password(PASSWORD)
            accounts.add_account(connection, name="ada", password_hash=password, scope=Scope.ADMIN)
        yield found


@pytest.fixture
def office(visit):
    def enter(**options) -> Page:
        page = visit("/admin/branding/", **options)
        page.locator("input[autocomplete=username]").fill("ada")
        page.locator("input[type=password]").fill(PASSWORD)
        page.locator("button[type=submit]").click()
        expect(page.locator("input[name=theme]").first).to_be_visible()
        return page

    return enter


def test_the_newsroom_brands_its_page(office, visit, accessible, photograph):
    page = office(viewport={"width": 1280, "height": 900})
    accessible(page)
    page.get_by_label("Name of the page").fill("Bay <b>Courier</b>")
    page.get_by_label("Your own color, light mode").fill("#ffdd00")
    page.get_by_label("About (English)").fill("Good")
    page.get_by_label("About (Español)").fill("<b>Bad</b>")
    page.get_by_label("Logo", exact=True).set_input_files(
        {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": b"<svg onload='alert(1)'/>"}
    )
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("About (Español)")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Logo", exact=True)).to_have_attribute("aria-invalid", "true")
    assert page.get_by_label("About (English)").get_attribute("aria-invalid") is None
    expect(page.get_by_text("must be plain text, without < and >").first).to_be_visible()
    expect(page.get_by_text("is hard to read").first).to_be_visible()
    expect(page.get_by_text("is not a picture")).to_be_visible()
    photograph(page, "branding-refused-1280", full_page=True)
    page.get_by_label("Name of the page").fill("Bay Courier")
    page.get_by_label("Your own color, light mode").fill("")
    page.get_by_label("Town", exact=True).fill("Harborville")
    page.get_by_label("Plum").check()
    page.get_by_label("Font").select_option("humanist")
    page.get_by_label("About (English)").fill("The Bay Courier has reported since 1890.")
    page.get_by_label("About (Español)").fill("El Bay Courier informa desde 1890.")
    page.get_by_role("button", name="Add a link").click()
    page.get_by_label("Text of link 1").fill("Corrections")
    page.get_by_label("Address of link 1").fill("https://courier.example/fix")
    page.get_by_label("Logo", exact=True).set_input_files(
        {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": LOGO}
    )
    page.get_by_role("button", name="Preview").click()
    frame = page.frame_locator("iframe[title=Preview]")
    expect(frame.get_by_role("heading", level=1)).to_have_text("What’s on in Harborville")
    expect(frame.locator(".top__logo")).to_have_js_property("naturalWidth", 160)
    expect(frame.locator(".foot")).to_contain_text("since 1890")
    for mode, accent in (("light", "#6b2f86"), ("dark", "#d0a6ea")):
        page.get_by_label("Mode", exact=True).select_option(mode)
        expect(frame.locator("html")).to_have_attribute("data-theme", mode)
        assert frame.locator("html").evaluate(ACCENT) == accent
    photograph(page, "branding-preview")
    accessible(page)
    assert "Bay Courier" not in visit("/").title(), "nothing is saved yet"
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. Visitors see it now.")).to_be_visible()
    photograph(page, "branding-1280", full_page=True)
    accessible(page)

    for scheme in ("light", "dark"):
        for width in (1280, 768, 360):
            public = visit("/", viewport={"width": width, "height": 800}, color_scheme=scheme)
            expect(public.locator("#served")).to_have_count(0)
            expect(public).to_have_title("What’s on in Harborville | Bay Courier")
            expect(public.locator(".top__logo")).to_have_js_property("complete", value=True)
            assert public.evaluate("document.documentElement.scrollWidth") <= width
            photograph(public, f"branded-{width}-{scheme}")
        accent = public.locator("html").evaluate(ACCENT)
        assert accent == {"light": "#6b2f86", "dark": "#d0a6ea"}[scheme]
        foot = public.locator(".foot")
        foot.scroll_into_view_if_needed()
        expect(foot.get_by_text("since 1890")).to_be_visible()
        expect(foot.get_by_role("link", name="Corrections")).to_have_attribute("href", "https://courier.example/fix")
        photograph(public, f"branded-foot-360-{scheme}", full_page=True)
        accessible(public)
    for width in (320, 360):
        narrow = visit("/?view=map", viewport={"width": width, "height": 800})
        expect(narrow.locator("#served")).to_have_count(0)
        expect(narrow.locator(".top__logo")).to_be_visible()
        assert narrow.evaluate("document.documentElement.scrollWidth") <= width
    spanish = visit("/", locale="es-US")
    expect(spanish.locator("#served")).to_have_count(0)
    expect(spanish.locator(".foot")).to_contain_text("informa desde 1890")
    served = visit("/", java_script_enabled=False)
    expect(served.locator(".top__logo")).to_be_visible()
    expect(served.locator(".foot")).to_contain_text("since 1890")


def test_the_map_has_the_towns_tiles(visit, tiles, photograph, accessible):
    """The security policy allows their host and no other; `visit` fails if the page breaks it."""
    address, asked = tiles
    for width, scheme in ((1280, "light"), (360, "dark")):
        asked.clear()
        page = visit("/?view=map", viewport={"width": width, "height": 800}, color_scheme=scheme)
        expect(page.locator(".maplibregl-ctrl-attrib")).to_contain_text("© <i>Harborville</i> maps")
        page.wait_for_load_state("networkidle")
        assert asked
        assert all(re.fullmatch(r"/\d+/\d+/\d+\.png", path) for path in asked)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        photograph(page, f"map-tiles-{width}-{scheme}")
        accessible(page)
    policy = page.request.get("/?view=map").headers["content-security-policy"]
    assert f"connect-src 'self' {address};" in policy


def test_each_theme_on_the_page(office, visit, accessible, photograph):
    """In light and dark mode, on a phone."""
    page = office(viewport={"width": 360, "height": 740}, locale="es-US")
    expect(page.get_by_role("heading", level=1)).to_have_text("Imagen")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    photograph(page, "branding-es-360", full_page=True)
    accessible(page)
    for theme in ("Puerto", "Jardín", "Ladrillo", "Ciruela"):
        page.get_by_label(theme).check()
        with page.expect_response(lambda answer: answer.request.method == "PUT"):
            page.get_by_role("button", name="Guardar", exact=True).click()
        for scheme in ("light", "dark"):
            public = visit("/events/1", viewport={"width": 360, "height": 740}, color_scheme=scheme)
            expect(public.locator("#served")).to_have_count(0)
            accessible(public)
            photograph(public, f"theme-{theme}-{scheme}")
            public.context.close()
