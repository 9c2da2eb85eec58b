"""An operator adds a source from its address with the back office's wizard."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from storage.database.engine import connected
from tests.web.office import badge, enter, office, public, site

__all__ = ["enter", "office", "site"]
pytestmark = pytest.mark.timeout(300)


def test_adds_a_source_by_its_address(enter, office, photograph, accessible):
    """With the keyboard only, from the address to the harvested events."""
    page = enter("/admin/sources/find/")
    page.get_by_label("Address", exact=True).fill(office.sandbox.url("vanwezel", "/robots.txt"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nothing to harvest")).to_be_visible()
    expect(page.locator(".form-error")).to_contain_text("No upcoming events were found")
    accessible(page)
    page.get_by_label("Address", exact=True).fill(office.sandbox.url("mote"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Request [1-9]\d* of at most 10: http.*: HTTP 200"))).to_be_visible()
    accessible(page)
    found = page.get_by_role("region", name="What was found")
    expect(found.get_by_role("heading", level=2)).to_be_focused()
    expect(found.locator(".admin-facts")).to_contain_text("The Events Calendar (WordPress)")
    expect(found.get_by_role("region", name=re.compile("^(First|All)")).locator("tbody tr").first).to_be_visible()
    found.get_by_text(re.compile("^What was asked")).click()
    expect(found.get_by_text("robots.txt: HTTP 200")).to_be_visible()
    found.get_by_label("Title", exact=True).fill("Aquarium of the Bay")
    photograph(page, "office-found", full_page=True)
    accessible(page)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    photograph(page, "office-found-phone", full_page=True)
    accessible(page)
    found.get_by_label("Title", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="First harvest of Aquarium of the Bay")).to_be_focused()
    expect(page.get_by_text(re.compile(r"^[1-9]\d* events harvested\.$"))).to_be_visible()
    photograph(page, "office-harvested", full_page=True)
    accessible(page)
    page.get_by_role("link", name="Open Aquarium of the Bay").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aquarium of the Bay")
    expect(page.get_by_role("heading", name="How it was found")).to_be_visible()
    expect(badge(page, "ok")).to_be_visible()
    assert "Aquarium of the Bay" in public(office, "/api/sources")
    accessible(page)
    _shows_the_sources_own_words(page, office, accessible)
    page.goto("/admin/sources/find/")
    page.get_by_label("Address", exact=True).fill(office.sandbox.url("mote"))
    page.get_by_role("button", name="Look at the site").click()
    expect(page.locator(".notice").filter(has_text="reads")).to_have_text(
        "The source Aquarium of the Bay reads this address already."
    )
    accessible(page)
    with connected(office.site.database_url) as connection:
        connection.execute(text("DELETE FROM sources WHERE title = 'Aquarium of the Bay'"))


def _shows_the_sources_own_words(page, office, accessible):
    """On the public page of an event that was just harvested."""
    (source,) = [
        one for one in json.loads(public(office, "/api/sources"))["sources"] if one["title"] == "Aquarium of the Bay"
    ]
    event = json.loads(public(office, f"/api/events?source={source['name']}"))["events"][0]
    page.goto(f"/events/?id={event['id']}")
    page.get_by_text("Original text from the source").click()
    expect(page.locator(".words mark").first).to_have_text(event["title"])
    accessible(page)


def test_chooses_another_way_in_which_a_site_publishes(enter, office, photograph, accessible):
    page = enter("/admin/sources/find/")
    page.get_by_label("Address", exact=True).fill(office.sandbox.url("venue2"))
    page.keyboard.press("Enter")
    found = page.get_by_role("region", name="What was found")
    ways = found.get_by_role("group", name="2 ways in which it publishes, the best first")
    expect(ways.get_by_role("radio")).to_have_count(2)
    expect(ways.get_by_role("radio").first).to_be_checked()
    expect(found.locator(".admin-facts")).to_contain_text("carbonhouse")
    ways.get_by_role("radio").first.press("ArrowDown")
    expect(ways.get_by_role("radio").last).to_be_checked()
    expect(found.locator(".admin-facts")).to_contain_text("RSS")
    coverage = re.compile(r"[1-9]\d* of [1-9]\d* titles on the listing page")
    expect(found.locator(".admin-facts")).to_contain_text(coverage)
    photograph(page, "office-found-others", full_page=True)
    accessible(page)
