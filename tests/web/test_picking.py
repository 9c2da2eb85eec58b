"""An editor corrects a recipe by clicking on a copy of the page, and the next harvest reads by it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from core.recipes.recipe import parse_recipe
from storage.database.engine import connected
from storage.sources import edits, recipes
from tests.crawl.feed_server import serving
from tests.web.office import badge, enter, office, site

__all__ = ["enter", "office", "site"]
pytestmark = pytest.mark.timeout(300)
WRONG = {"card": "div.show", "title": "p.series", "date": "p.day", "time": "p.hour"}
SHOWS = (("Tin Herons", "Folk Nights", 5), ("Quiet Tide", "Jazz Nights", 12), ("Night Ferry", "Sea Songs", 19))


def shows() -> bytes:
    """Each card names its series before its title; the page has a script, a form, and a handler of its own."""
    soon = datetime.now(UTC).date()
    cards = "".join(
        f"<div class='show'><p class='series'>{series}</p>"
        f"<h3 onclick='alert(1)'><a href='/shows/{ahead}'>{title}</a></h3>"
        f"<p class='day'>{soon + timedelta(days=ahead):%B %d, %Y}</p><p class='hour'>7:30 PM</p>"
        f"<b class='cost'>$12</b></div>"
        for title, series, ahead in SHOWS
    )
    more = "<script>document.title = 'taken'</script><form action='/buy'><input name='seats'></form>"
    return f"<!DOCTYPE html><html lang='en'><title>Quay Hall</title><body>{cards}{more}</body></html>".encode()


@pytest.fixture
def hall(office):
    """A source that is read by a recipe with the wrong title, and its page."""
    with serving() as server:
        server.tagged = False
        server.bodies["/"] = shows()
        with connected(office.site.database_url) as connection:
            number = edits.add_source(
                connection,
                name="quay_hall",
                title="Quay Hall",
                spider="cards",
                base_url=server.url("/"),
                timezone="America/New_York",
                floor=0,
                settings={},
            )
            recipes.set_recipe(connection, number, parse_recipe(WRONG))
        yield number
        with connected(office.site.database_url) as connection:
            connection.execute(text("DELETE FROM sources WHERE id = :id"), {"id": number})


def stored(office, number):
    with connected(office.site.database_url) as connection:
        rows = connection.execute(
            text("SELECT title FROM events WHERE source_id = :id AND withdrawn_at IS NULL"), {"id": number}
        )
        return set(rows.scalars())


def opened(page):
    page.get_by_role("button", name="Edit recipe").click()
    page.get_by_role("button", name="Pick on the page").click()
    picking = page.get_by_role("region", name="Pick on the page")
    copy = picking.frame_locator("iframe")
    expect(copy.get_by_text("Quiet Tide")).to_be_visible()
    return picking, copy


def test_a_click_corrects_the_title_and_the_next_harvest_stores_it(enter, office, hall, photograph, accessible):
    page = enter(f"/admin/sources/?id={hall}")
    picking, copy = opened(page)
    row = picking.locator("tbody tr").nth(1)
    expect(row.locator("td").first).to_have_text("Jazz Nights")
    expect(copy.locator("[data-label=Title]").first).to_have_text("Folk Nights")
    picking.get_by_role("radio", name=re.compile("^Title")).check()
    copy.get_by_text("Quiet Tide").click()
    expect(row.locator("ins").first).to_have_text("Quiet Tide")
    expect(row.locator("del").first).to_have_text("Jazz Nights")
    expect(picking.get_by_text("3 events, 3 changed")).to_be_visible()
    expect(copy.locator("[data-label^=Title]").first).to_have_text("Tin Herons")
    photograph(page, "office-picking", full_page=True)
    accessible(page)
    recipe = page.get_by_role("region", name="Recipe")
    recipe.get_by_role("button", name="Save recipe").click()
    expect(recipe.get_by_text("p.series")).to_have_count(0)
    page.get_by_role("button", name="Crawl now").click()
    expect(badge(page, "ok")).to_be_visible()
    assert stored(office, hall) == {title for title, _, _ in SHOWS}
