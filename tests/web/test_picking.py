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
from tests.web.conftest import AXE
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


def axe(frame):
    """Fails if axe finds a violation in the copy, whose words and headings are the site's."""
    frame.evaluate(AXE.read_text(encoding="utf-8"))
    result = frame.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']})")
    assert [(one["id"], one["nodes"][0]["html"]) for one in result["violations"]] == []


def fits(page, accessible, photograph, name):
    """At three widths, light and dark: nothing is cut off, and axe finds nothing on the page and in the copy."""
    for theme in ("light", "dark"):
        if theme == "dark":
            page.get_by_role("button", name="Switch to dark mode").click()
        for width in (360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            page.locator("iframe").scroll_into_view_if_needed()
            photograph(page, f"{name}-{width}-{theme}")
            accessible(page)
            axe(page.frames[1])


def test_the_view_fits_and_is_accessible(enter, hall, photograph, accessible):
    page = enter(f"/admin/sources/?id={hall}")
    _, copy = opened(page)
    expect(copy.locator("[data-label]").first).to_be_visible()
    fits(page, accessible, photograph, "office-picking")


def test_the_keyboard_and_spanish_are_enough(enter, office, hall, accessible, photograph):
    page = enter(f"/admin/sources/?id={hall}")
    page.goto(f"/admin/sources/?id={hall}&lang=es")
    page.get_by_role("button", name="Editar la receta").click()
    page.get_by_role("button", name="Elegir en la página").press("Enter")
    picking = page.get_by_role("region", name="Elegir en la página")
    copy = picking.frame_locator("iframe")
    expect(copy.locator("[data-label=Título]").first).to_have_text("Folk Nights")
    picking.get_by_role("radio", name=re.compile("^Fecha")).focus()
    page.keyboard.press("ArrowUp")
    expect(picking.get_by_role("radio", name=re.compile("^Título"))).to_be_checked()
    copy.locator("[data-card]").first.focus()
    for key in ("ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    expect(picking.get_by_text("Parte seleccionada: Tin Herons")).to_be_visible()
    page.keyboard.press("Enter")
    expect(picking.get_by_text("3 eventos, 3 cambiaron")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press(" ")
    expect(picking.locator(".form-error")).to_contain_text("no puede ser un título. Haga clic en el nombre del evento.")
    accessible(page)
    picking.get_by_text("Partes de la primera tarjeta").press("Enter")
    picking.get_by_role("radio", name=re.compile("^Precio")).check()
    picking.get_by_role("button", name="b $12").press("Enter")
    expect(picking.get_by_role("radio", name=re.compile("^Precio b.cost en 3 de 3 tarjetas"))).to_be_visible()
    photograph(page, "office-picking-spanish", full_page=True)
    accessible(page)


def test_a_field_edited_as_text_is_read_from_the_copy(enter, hall):
    page = enter(f"/admin/sources/?id={hall}")
    picking, _ = opened(page)
    title = page.get_by_label("Title", exact=True).last
    title.fill("h3")
    title.press("Tab")
    expect(picking.get_by_text("3 events, 3 changed")).to_be_visible()
    title.fill("h4")
    title.press("Tab")
    expect(picking.get_by_text("title 'h4' matches nothing in any of the 3 cards")).to_be_visible()
    title.fill("h3[")
    title.press("Tab")
    expect(picking.get_by_role("alert")).to_contain_text("Some fields are invalid.")


def test_the_copy_can_do_nothing(enter, hall):
    """Not even where someone opens its address outside the frame."""
    page = enter(f"/admin/sources/?id={hall}")
    picking, _ = opened(page)
    address = picking.locator("iframe").get_attribute("src")
    frame = page.frames[1]
    assert frame.evaluate("origin") == "null"
    assert frame.evaluate("document.querySelectorAll('form, input, a[href], [onclick], link').length") == 0
    page.goto(address)
    assert page.evaluate("origin") == "null"
    assert page.title() == "Page"


def test_a_found_source_is_corrected_before_it_is_added(enter, office, photograph, accessible):
    with serving() as server:
        server.tagged = False
        server.bodies["/"] = shows()
        page = enter("/admin/sources/find/")
        page.get_by_label("Address", exact=True).fill(server.url("/"))
        page.keyboard.press("Enter")
        found = page.get_by_role("region", name="What was found")
        found.get_by_role("button", name="Pick on the page").click()
        picking = found.get_by_role("region", name="Pick on the page")
        copy = picking.frame_locator("iframe")
        picking.get_by_role("radio", name=re.compile("^Price")).check()
        copy.get_by_text("$12").first.click()
        expect(picking.get_by_role("radio", name=re.compile("^Price b.cost in 3 of 3 cards"))).to_be_visible()
        expect(picking.locator("tbody ins").first).to_have_text("$12")
        fits(page, accessible, photograph, "office-found-picking")
        found.get_by_label("Title", exact=True).press("Enter")
        expect(page.get_by_text(re.compile(r"^3 events harvested\.$"))).to_be_visible()
        with connected(office.site.database_url) as connection:
            number, price = connection.execute(
                text("SELECT id, recipe->>'price' FROM sources WHERE title = 'Quay Hall'")
            ).one()
            connection.execute(text("DELETE FROM sources WHERE id = :id"), {"id": number})
        assert price == "b.cost"
