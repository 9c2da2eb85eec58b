"""A resident finds something on a phone, keeps it, adds it to a calendar, shares a list, and comes back."""

from __future__ import annotations

import re
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def _ready(page: Page) -> Page:
    expect(page.locator("#served")).to_have_count(0)
    return page


def _kept(page: Page, title: str):
    """The star of an event in a list."""
    return page.get_by_role("button", name=f"Add to my list: {title}")


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_front_page_leads_with_what_happens_only_then(visit, photograph, accessible, width):
    page = _ready(visit("/", viewport={"width": width, "height": 800}))
    expect(page.locator(".lead-card").first).to_contain_text("The Nutcracker")
    sections = page.locator(".day__name").all_text_contents()
    assert sections[-2:] == ["Exhibitions and daily events", "Already running"]
    reef = page.locator(".event-row").filter(has_text="Living Reef")
    expect(reef).to_contain_text(re.compile(r"since \w+ \d+, until \w+ \d+"))
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page must not scroll sideways"
    photograph(page, f"front-{width}", full_page=True)
    accessible(page)


def test_keeps_events_and_shares_the_list(visit, photograph, accessible):
    page = _ready(visit("/", **PHONE))
    _kept(page, "Moonlit Jazz Quartet").click()
    _kept(page, "The Nutcracker").click()
    expect(_kept(page, "The Nutcracker")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="My list").click()
    expect(page).to_have_url(re.compile("/my-list$"))
    expect(page.locator(".event-row")).to_have_count(2)
    photograph(page, "my-list", full_page=True)
    accessible(page)
    feed = page.get_by_role("link", name="Calendar of this list").get_attribute("href")
    with urlopen(re.sub("/my-list$", str(feed), page.url), timeout=60) as answer:
        assert b"SUMMARY:Moonlit Jazz Quartet" in answer.read()
    ids = str(feed).split("/")[3]
    page.reload()
    expect(page.locator(".event-row")).to_have_count(2)
    friend = _ready(visit(f"/my-list?events={ids}"))
    expect(friend.get_by_role("heading", level=1)).to_have_text("A shared list")
    friend.get_by_role("button", name="Keep these in my list").click()
    friend.goto("/my-list")
    expect(friend.locator(".event-row")).to_have_count(2)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_events_star_is_readable_in_each_state(visit, accessible, scheme):
    page = _ready(visit("/events/1", color_scheme=scheme))
    star = page.locator("button.star").first
    for starred in ("false", "true"):
        expect(star).to_have_attribute("aria-pressed", starred)
        star.hover()
        accessible(page)
        page.mouse.move(0, 0)
        accessible(page)
        star.click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
@pytest.mark.parametrize("path", ["/", "/?day=week&category=family&free=true"])
def test_the_first_screen_of_a_phone_shows_an_event(visit, accessible, photograph, path, script):
    page = visit(path, java_script_enabled=script, **PHONE)
    if script:
        _ready(page)
    title = page.locator(".lead-card__link, .event-row__link").first.bounding_box()
    assert title is not None
    assert title["y"] + title["height"] <= PHONE["viewport"]["height"]
    photograph(page, f"first-screen-{script}-{'family' in path}")
    categories = page.get_by_role("navigation", name="Categories")
    expect(categories).to_be_hidden()
    page.get_by_text("Filters and views").click()
    expect(categories).to_be_visible()
    if script:
        accessible(page)


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_list_for_paper_fits_a_phone(visit, language):
    page = visit(f"/?view=print&lang={language}", **PHONE)
    expect(page.locator(".printed li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]
    times = page.locator(".printed li > p:first-child").evaluate_all("all => all.map(one => one.clientWidth)")
    assert min(times) > PHONE["viewport"]["width"] * 0.8, "the time has a line of its own"


def test_forms_keep_their_titles(visit, town):
    page = visit("/submit", base_url=town.address)
    for path in ("/submit", "/widget", "/letter"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        heading = page.get_by_role("heading", level=1).text_content()
        assert page.title() == f"{heading} | Marquee"


def test_adds_an_event_to_a_calendar(visit, photograph, accessible):
    page = _ready(visit("/events/1", **PHONE))
    order = page.locator(".event__facts dt").all_text_contents()
    assert order == ["When", "Where", "Price", "Who"]
    page.get_by_text("Add to calendar").click()
    links = page.locator(".menu__box a")
    expect(links).to_have_count(6)
    expect(links.first).to_have_attribute(
        "href", re.compile(r"calendar\.google\.com/calendar/render\?.*dates=\d{8}T\d{6}Z")
    )
    photograph(page, "add-to-calendar", full_page=True)
    accessible(page)
    page.keyboard.press("Escape")
    expect(links.first).to_be_hidden()
    expect(page.get_by_role("heading", name="More at Bayfront Hall")).to_be_visible()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("navigator.share = undefined")
    page.get_by_role("button", name="Share").click()
    expect(page.get_by_text("Link copied")).to_be_visible()


def test_back_returns_to_the_same_place(visit):
    page = _ready(visit("/venues/1", viewport={"width": 1000, "height": 700}))
    page.get_by_role("button", name="Show more events").click()
    expect(page.locator(".event-row")).to_have_count(71)
    row = page.locator(".event-row").nth(65)
    row.scroll_into_view_if_needed()
    title = row.locator("h3").text_content()
    before = page.evaluate("scrollY")
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title or "")
    page.go_back()
    expect(page.locator(".event-row")).to_have_count(71)
    expect(row).to_be_in_viewport()
    assert abs(page.evaluate("scrollY") - before) < 300


def test_a_search_offers_venues_and_categories(visit, accessible):
    page = _ready(visit("/"))
    page.get_by_role("searchbox", name="Search events").fill("market")
    expect(page.locator(".matches").get_by_role("link", name="Market Square")).to_be_visible()
    accessible(page)
    page.get_by_role("searchbox", name="Search events").fill("theat")
    page.locator(".matches").get_by_role("link", name="Theater and dance").click()
    expect(page).to_have_url(re.compile("/theater$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Theater and dance")


def test_the_month_without_javascript(visit, photograph):
    page = visit("/?view=calendar", java_script_enabled=False, **PHONE)
    photograph(page, "served-month", full_page=True)
    today = page.locator("[aria-current=date]")
    today.click()
    expect(page).to_have_url(re.compile(r"/\d{4}/\d\d/\d\d$"))
    expect(page.get_by_role("link", name="Meet the Manatees")).to_be_visible()


def test_forms_look_like_the_page(visit, town, photograph, accessible):
    page = visit("/submit", base_url=town.address, **PHONE)
    expect(page.get_by_role("heading", level=1)).to_have_text("Send an event")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    photograph(page, "submit", full_page=True)
    accessible(page)


def test_the_keyboard_keeps_its_place_when_the_script_takes_over(visit):
    """The events come late. Until then the visitor is in the server's search form, which the page replaces later."""
    page = visit("/")
    held = []
    page.route("**/api/occurrences?*", lambda route: held.append(route))
    with page.expect_request("**/api/occurrences?*"):
        page.goto(f"{page.url}?q=jazz")
    page.locator("#served").get_by_role("searchbox").focus()
    for route in held:
        route.continue_()
    page.wait_for_load_state("networkidle")
    expect(page.locator("#served")).to_be_visible()
    for _ in range(6):  # the form's other fields and its button
        page.keyboard.press("Tab")
    expect(page.locator("#served")).to_have_count(0)
    assert page.evaluate("document.getElementById('__next').contains(document.activeElement)")
