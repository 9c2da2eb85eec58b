"""A visitor on a phone, or from another time zone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.web import sample_events

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
WIDE = {"viewport": {"width": 1280, "height": 800}}


def _ready(page: Page) -> Page:
    expect(page.locator("#served")).to_have_count(0)
    return page


@pytest.mark.parametrize(
    ("options", "row", "kind", "view"),
    [
        ({**PHONE, "locale": "en-US"}, "Filters and views", "Family", "Map"),
        ({**PHONE, "locale": "es-US", "color_scheme": "dark"}, "Filtros y vistas", "Familia", "Mapa"),
    ],
    ids=["en", "es"],
)
def test_a_choice_closes_the_row_of_filters(visit, accessible, photograph, options, row, kind, view):
    page = _ready(visit("/", **options))
    summary = page.get_by_text(row)
    summary.click()
    photograph(page, f"phone-filters-{options['locale']}")
    accessible(page)
    page.get_by_role("link", name=re.compile(f"^{kind}")).first.click()
    expect(page).to_have_url(re.compile("/family$|category=family"))
    expect(page.locator("details.controls")).not_to_have_attribute("open", re.compile(".*"))
    expect(page.locator("details.controls summary")).to_be_focused()
    expect(page.get_by_role("navigation", name=re.compile("Categor"))).to_be_hidden()
    page.keyboard.press("Enter")
    page.get_by_role("link", name=view, exact=True).click()
    expect(page.locator("details.controls")).not_to_have_attribute("open", re.compile(".*"))
    expect(page).to_have_url(re.compile("view=map"))


def test_filters_of_the_panel_keep_the_row_open(visit):
    page = _ready(visit("/", **PHONE, locale="en-US"))
    page.get_by_text("Filters and views").click()
    page.get_by_role("button", name="Filters", exact=True).click()
    page.get_by_role("button", name=re.compile("^Free only")).click()
    expect(page).to_have_url(re.compile("free=true"))
    expect(page.get_by_role("button", name=re.compile("^Evening"))).to_be_visible()


def test_every_button_has_words(visit):
    page = _ready(visit("/", **PHONE, locale="es-US"))
    page.get_by_text("Filtros y vistas").click()
    expect(page.get_by_role("button", name="Sorpréndame").locator("span")).to_be_visible()
    controls = "a, button, summary, input:not([type=hidden]), select"
    page.goto("/?view=calendar")
    _ready(page)
    for control in page.locator("#__next").locator(controls).all():
        said = control.aria_snapshot() if control.is_visible() else '- hidden "so far"'
        assert re.match(r"""- '?\w+(?: "[^"]+|: \S)""", said), (said, control.inner_html())


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/Madrid", "America/New_York"])
@pytest.mark.parametrize(
    ("locale", "said"),
    [("en-US", "All times are in Eastern Time."), ("es-MX", "Todas las horas están en hora del este.")],
)
def test_visitors_in_other_zones_read_the_towns_times(visit, zone, locale, said):
    page = _ready(visit("/", **WIDE, locale=locale, timezone_id=zone))
    expect(page.get_by_text(said)).to_have_count(1)
    expect(page.locator(".event-row__zone")).to_have_count(0)
    expect(page.get_by_text(re.compile(r"\bE[SD]T\b"))).to_have_count(0)
    page.get_by_role("link", name="The Nutcracker").first.click()
    zones = page.locator("#__next").get_by_text("Eastern Time" if locale == "en-US" else "hora del este")
    expect(zones).to_have_count(1)
    page.goto("/venues/1")
    _ready(page)
    expect(page.get_by_text(said)).to_have_count(1)


@pytest.mark.parametrize(("locale", "first", "number"), [("en-US", "Sunday", 0), ("es-US", "lunes", 1)])
def test_weeks_begin_as_the_language_says(visit, accessible, photograph, locale, first, number):
    page = _ready(visit("/?view=calendar", **WIDE, locale=locale))
    expect(page.locator("thead th").first).to_have_attribute("abbr", first)
    today = sample_events.today()
    column = (today.isoweekday() - number) % 7
    expect(page.locator("tr:has([aria-current=date]) > td").nth(column).locator("[aria-current=date]")).to_have_count(1)
    photograph(page, f"month-{locale}", full_page=True)
    accessible(page)
    page.goto("/?view=week")
    _ready(page)
    expect(page.locator(".week__day").nth(column)).to_have_attribute("aria-current", "date")


def test_the_last_day_of_a_month_leads_to_the_next(visit, accessible, photograph):
    page = visit("/today", **PHONE, locale="en-US")
    first = (sample_events.today().replace(day=1) + timedelta(days=32)).replace(day=1)
    page.clock.set_fixed_time(f"{first - timedelta(days=1)}T18:00:00Z")
    page.goto("/?view=calendar")
    _ready(page)
    link = page.get_by_role("link", name=re.compile("^What’s on in"))
    expect(link).to_be_visible()
    photograph(page, "month-end", full_page=True)
    accessible(page)
    link.click()
    expect(page).to_have_url(re.compile(f"view=calendar&month={first:%Y-%m}"))
    expect(link).to_have_count(0)


def test_an_event_with_one_date_can_be_added_to_a_calendar(visit, accessible):
    page = _ready(visit("/?q=moonlit", **PHONE, locale="en-US"))
    page.get_by_role("link", name="Moonlit Jazz Quartet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Moonlit Jazz Quartet")
    page.get_by_text("Add to calendar").click()
    expect(page.get_by_role("link", name="Apple")).to_have_count(1)
    expect(page.locator("#dates")).to_have_count(0)
    accessible(page)


def test_a_title_does_not_repeat_its_badge(visit):
    page = _ready(visit("/?q=laughs", **WIDE, locale="en-US"))
    row = page.locator(".event-row")
    expect(row.get_by_role("link")).to_have_text("Late Laughs!")
    expect(row.locator(".badge").first).to_have_text("Canceled")
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Late Laughs!")
