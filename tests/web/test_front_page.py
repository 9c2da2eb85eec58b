"""The front page shows events as a list, a month, or a week, with and without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
WIDE = {"viewport": {"width": 1280, "height": 800}}


def _ready(page: Page) -> Page:
    expect(page.locator("#served")).to_have_count(0)
    return page


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_the_month_shows_titles(visit, photograph, accessible, script):
    page = visit("/?view=calendar", java_script_enabled=script, **WIDE)
    titles = page.locator("td:has([aria-current=date]) .month__title")
    expect(titles.filter(has_text="Meet the Manatees")).to_be_visible()
    photograph(page, f"month-{'script' if script else 'plain'}", full_page=True)
    if script:
        accessible(_ready(page))
    titles.filter(has_text="Meet the Manatees").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Meet the Manatees")


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("wide", WIDE),
        ("dark", {**WIDE, "color_scheme": "dark", "locale": "es-US"}),
        ("phone", PHONE),
        ("plain", {**PHONE, "java_script_enabled": False}),
    ],
)
def test_the_week_shows_each_day(visit, photograph, accessible, name, options):
    page = visit("/?view=week", **options)
    if name != "plain":
        _ready(page)
    days = page.locator(".week__day")
    expect(days).to_have_count(7)
    expect(days.and_(page.locator("[aria-current=date]"))).to_contain_text("Meet the Manatees")
    photograph(page, f"week-{name}", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= options["viewport"]["width"]
    if name != "plain":
        accessible(page)
    shown = page.locator("#week-name").text_content()
    page.locator(".months a").last.click()
    expect(page).to_have_url(re.compile(r"view=week&week=\d{4}-\d\d-\d\d"))
    expect(page.locator("#week-name")).not_to_have_text(shown or "")
    if options["viewport"]["width"] < 720:
        page.get_by_text("Filters and views").click()
    page.get_by_role("navigation", name="Vista" if name == "dark" else "View").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/$"))


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_choices_say_how_many_events_they_leave(visit, photograph, accessible, script):
    page = visit("/?free=true&lang=es", java_script_enabled=script, **WIDE)
    if script:
        _ready(page).get_by_role("button", name="Filtros").click()
        venues = page.get_by_label("Lugar", exact=True)
        expect(venues.locator("option")).to_have_text(["Cualquiera", "Market Square (1)", "Sea House (2)"])
        expect(page.get_by_role("button", name="Solo gratis 3 eventos")).to_be_visible()
        photograph(page, "filters-es")
        accessible(page)
        page.goto("/family?lang=es")
        _ready(page)
    else:
        expect(page.locator(".finder")).to_contain_text("Gratis 3 eventos")
        page.goto("/family?lang=es")
    kinds = page.get_by_role("navigation", name="Categorías")
    expect(kinds.get_by_role("link", name=re.compile("^Teatro y danza [1-9]"))).to_be_visible()
    expect(kinds.get_by_role("link", name=re.compile("^Familia [1-9]"))).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("heading", level=1)).to_have_text("Familia")


MAPPED = {**WIDE, "locale": "en-US"}


def test_the_map_filters_the_list(visit, photograph, accessible):
    page = visit("/?view=map", **MAPPED)
    region = page.locator(".venue-map")
    expect(region.get_by_role("region", name="Map of the venues")).to_be_visible()
    expect(region.get_by_role("status")).to_have_text("Move the map to list only the events in its area.")
    market = region.get_by_role("button", name=re.compile("Market Square"))
    expect(market).to_be_visible()
    photograph(page, "map")
    accessible(page)
    canvas = page.locator(".maplibregl-canvas")
    group = region.get_by_role("button", name=re.compile("venues: zoom in"))
    canvas.press("-")
    expect(page).to_have_url(re.compile("bbox="))
    while not group.count():
        press(canvas, "-")
    while group.count():
        press(group.first, "Enter")
    market.press("Enter")
    expect(market).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile("venue="))
    expect(page.locator(".event-row").first).to_contain_text("Market Square")
    page.go_back()
    expect(market).to_have_attribute("aria-pressed", "false")
    expect(page).to_have_url(re.compile("bbox=.*view=map"))
    page.get_by_role("button", name="Remove filter: In this area").click()
    expect(page).not_to_have_url(re.compile("bbox="))
    page = visit("/?view=map&q=none-of-this-name", **MAPPED)
    expect(page.get_by_text("None of these events has a venue whose position is known.")).to_be_visible()


def press(control, key):
    """Presses a key that moves the map, and waits until the address names the new area."""
    before = control.page.url
    control.press(key)
    expect(control.page).not_to_have_url(before)


def test_the_map_in_the_dark_on_a_phone_in_spanish(visit, photograph, accessible):
    page = visit("/?view=map", **{**PHONE, "color_scheme": "dark", "locale": "es-MX"})
    expect(page.get_by_text("Mueva el mapa para ver solo los eventos de su zona.")).to_be_visible()
    expect(page.locator(".maplibregl-ctrl-scale")).to_have_text(re.compile("k?m$"))
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    photograph(page, "map-phone", full_page=True)
    accessible(page)


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_list_for_paper(visit, photograph, accessible, script):
    page = visit("/?free=true", java_script_enabled=script, **WIDE)
    if script:
        _ready(page)
    page.get_by_role("link", name="Print").click()
    expect(page).to_have_url(re.compile("view=print"))
    page.emulate_media(media="print")
    expect(page.locator(".printed h2").first).to_be_visible()
    expect(page.locator(".printed")).to_contain_text("Farmers’ Market")
    expect(page.locator(".printed")).not_to_contain_text("Moonlit Jazz Quartet")
    for hidden in (".top", ".foot"):
        expect(page.locator(hidden).first).to_be_hidden()
    photograph(page, f"print-{'script' if script else 'plain'}", full_page=True)
    if script:
        accessible(page)
