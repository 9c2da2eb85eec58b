"""An editor joins two places and maps a word in the back office; a visitor then sees the result."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from core.items import EventItem, Venue
from tests.web.conftest import Site
from tests.web.editor import STAGE, harvest
from tests.web.sample_events import at

pytestmark = pytest.mark.timeout(300)


def _sources_write_one_hall_in_three_ways(town: Site) -> None:
    """One of them with a room. Another hall is only there to be found."""
    venues = {
        "Zither evening": Venue(name="Gray Heron Music Hall", address="2 Bay St, Harborville, FL"),
        "Zither morning": Venue(name="Gray Heron", address="2 Bay Street, Harborville, FL"),
        "Zither lunch": Venue(name="Gray Heron Music Hall, Loon Room", address="2 Bay St, Harborville, FL"),
        "Zither night": Venue(name="Pelican Stage", address="2 Bay St, Harborville, FL"),
        "Lute recital": Venue(name="Tern Pavilion", address="9 Tern Road, Harborville, FL"),
    }
    items = [
        EventItem(uid=title, title=title, venue=venue, categories=("Music",), occurrences=(at(day, 20, lasts=2),))
        for day, (title, venue) in enumerate(venues.items(), 2)
    ]
    harvest(town.database_url, STAGE, *items)


def test_an_editor_decides_that_two_places_are_one(enter_town, town, visit, photograph, accessible):
    _sources_write_one_hall_in_three_ways(town)
    page = enter_town("/admin/venues/")
    expect(page.get_by_text("same address: 2 bay, under two names")).to_be_visible()
    photograph(page, "admin-venues", full_page=True)
    accessible(page)
    pair = page.get_by_role("row").filter(has_text="under two names")
    pair.get_by_role("button", name="One place: Gray Heron Music Hall").click()
    expect(page.get_by_text("under two names")).to_be_hidden()
    page.get_by_role("link", name="Gray Heron Music Hall", exact=True).click()
    expect(page.get_by_role("table", name="How sources write it").get_by_role("row")).to_have_count(4)
    page.get_by_label("Name", exact=True).fill("The Heron")
    page.get_by_role("button", name="Save name and address").click()
    expect(page.get_by_role("heading", name="The Heron")).to_be_visible()
    photograph(page, "admin-venue", full_page=True)
    accessible(page)
    page.get_by_label("Find the other venue").fill("tern pav")
    page.get_by_role("button", name="Find", exact=True).click()
    page.get_by_role("button", name="Same place Tern Pavilion").click()
    expect(page.get_by_role("dialog").get_by_role("button")).to_contain_text(
        ["", "Keep “The Heron”", "Keep “Tern Pavilion”"]
    )
    accessible(page)
    page.keyboard.press("Escape")
    visitor = visit("/?q=zither", base_url=town.address)
    expect(visitor.get_by_text("The Heron (Loon Room)").first).to_be_visible()
    visitor.get_by_role("button", name="Filters").click()
    venue = visitor.get_by_label("Venue", exact=True)
    venue.select_option(venue.locator("option", has_text="The Heron").get_attribute("value"))
    expect(visitor.get_by_role("link", name="Zither lunch")).to_be_visible()


def test_an_editor_maps_a_word(enter_town, town, visit, photograph, accessible):
    theremin = EventItem(
        uid="theremin", title="Theremin evening", categories=("Zithering", "All-day"), occurrences=(at(2, 20),)
    )
    harvest(town.database_url, STAGE, theremin)
    page = enter_town("/admin/categories/")
    words = page.get_by_role("table", name="Words without a rule, the most frequent first")
    expect(words.get_by_text("zithering")).to_be_visible()
    expect(words.get_by_text("all-day")).to_have_count(0)
    photograph(page, "admin-categories")
    accessible(page)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, "the page must not scroll sideways"
    page.get_by_label("Map zithering").select_option("Music")
    expect(page.get_by_label("Map zithering")).to_have_count(0)
    visitor = visit("/?q=theremin&category=Music", base_url=town.address)
    expect(visitor.get_by_role("link", name="Theremin evening")).to_be_visible()
    expect(visitor.get_by_text("All-day", exact=True)).to_have_count(0)
