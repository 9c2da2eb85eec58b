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
