"""An editor sees the recipe of a page of cards, tests and changes it, and accepts the one that a run offers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from core.recipes.recipe import parse_recipe
from storage.database.engine import connected
from storage.sources import recipes
from tests.crawl.feed_server import serving
from tests.web.office import enter, office, site

__all__ = ["enter", "office", "site"]
pytestmark = pytest.mark.timeout(300)


def shows() -> bytes:
    soon = datetime.now(UTC).date()
    cards = "".join(
        f"<div class='show'><h3>{title}</h3><p class='day'>{soon + timedelta(days=ahead):%B %d, %Y}</p>"
        "<p class='hour'>7:30 PM</p><b class='cost'>$12</b></div>"
        for title, ahead in (("Tin Herons", 5), ("Quiet Tide", 12), ("Night Ferry", 19))
    )
    return f"<!DOCTYPE html><html lang='en'><title>Quay Hall</title><body>{cards}</body></html>".encode()


def test_a_recipe_is_shown_tested_changed_and_replaced(enter, office, photograph, accessible):
    with serving() as hall:
        hall.tagged = False
        hall.bodies["/"] = shows()
        page = enter("/admin/sources/find/")
        page.get_by_label("Address", exact=True).fill(hall.url("/"))
        page.keyboard.press("Enter")
        found = page.get_by_role("region", name="What was found")
        expect(found.get_by_text("div.show")).to_be_visible()
        photograph(page, "office-found-recipe", full_page=True)
        accessible(page)
        found.get_by_label("Title", exact=True).press("Enter")
        page.get_by_role("link", name="Open Quay Hall").click()

        recipe = page.get_by_role("region", name="Recipe")
        recipe.get_by_role("button", name="Edit recipe").click()
        recipe.get_by_label("Price", exact=True).fill("b[")
        recipe.get_by_role("button", name="Test").click()
        expect(recipe.get_by_text("isn't a CSS selector").first).to_be_visible()
        recipe.get_by_label("Price", exact=True).fill("em")
        recipe.get_by_role("button", name="Test").click()
        expect(recipe.get_by_text("no card has price 'em'")).to_be_visible()
        recipe.get_by_label("Price", exact=True).fill("b.cost")
        recipe.get_by_role("button", name="Test").click()
        expect(recipe.get_by_text("3 events found")).to_be_visible()
        photograph(page, "office-recipe", full_page=True)
        accessible(page)
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        narrow = [box["width"] for one in recipe.get_by_role("textbox").all() if (box := one.bounding_box())]
        assert min(narrow) >= 200, "a selector can't be read in a narrower field"
        photograph(page, "office-recipe-phone", full_page=True)
        accessible(page)
        recipe.get_by_role("button", name="Save recipe").click()
        expect(recipe.get_by_text("b.cost")).to_be_visible()

        with connected(office.site.database_url) as connection:
            number = connection.execute(text("SELECT id FROM sources WHERE title = 'Quay Hall'")).scalar_one()
            offered = parse_recipe({"card": "div.show", "title": "h3", "date": "p.day", "time": "p.at"})
            recipes.save_offer(connection, number, recipe=offered, why="most cards had an hour", run_id="a-run")
        page.reload()
        expect(recipe.get_by_text("The page has changed: most cards had an hour.")).to_be_visible()
        accessible(page)
        recipe.get_by_role("button", name="Accept this recipe").click()
        expect(recipe.get_by_text("p.at")).to_be_visible()
        expect(recipe.get_by_text("The page has changed")).to_have_count(0)
        with connected(office.site.database_url) as connection:
            connection.execute(text("DELETE FROM sources WHERE title = 'Quay Hall'"))
