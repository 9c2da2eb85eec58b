"""What is missing in the town, and a source that is gone: the pages in Chromium, in English and in Spanish."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from core.items import EventItem, Venue
from storage.database.engine import connected
from tests.web.editor import harvest
from tests.web.sample_events import at

pytestmark = pytest.mark.timeout(300)
PHONE = {"width": 360, "height": 740}
DEAD = 2001
ATTIC = Venue(name="The Attic", address="9 Dock Road, Sarasota, FL 34236")


@pytest.fixture
def dead(town):
    """A source that is gone, with an event of the past harvest at a place of its own. Other tests share the town."""
    with connected(town.database_url) as connection:
        connection.execute(
            text("""INSERT INTO sources (id, name, title, spider, base_url, timezone)
                    VALUES (:id, 'attic', 'Attic Theater', 'ics', 'https://attic.example', 'America/New_York')"""),
            {"id": DEAD},
        )
    item = EventItem(uid="attic", title="Last Night at the Attic", occurrences=(at(9, 20),), venue=ATTIC)
    harvest(town.database_url, DEAD, item)
    gone = {"kind": "PageGone", "found": "HTTP 410", "url": "", "essential": True, "retryable": False}
    harvest(town.database_url, DEAD, errors=[gone], essential_errors=["HTTP 410"])
    yield "Attic Theater"
    with connected(town.database_url) as connection:
        connection.execute(text("DELETE FROM sources WHERE id = :id"), {"id": DEAD})


def narrow(page):
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, "the page must not scroll sideways"


def test_the_board_proposes_to_remove_a_source_that_is_gone(enter_town, town, visit, dead, accessible, photograph):
    page = enter_town("/admin/health/", viewport={"width": 1280, "height": 900})
    row = page.locator("tbody tr").filter(has_text=dead)
    expect(row).to_contain_text("Gone")
    row.get_by_role("button", name=f"Remove… {dead}").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 upcoming event leaves the calendar.")
    expect(dialog).to_contain_text("2 runs are deleted.")
    photograph(page, "removal")
    accessible(page)
    narrow(page)
    photograph(page, "removal-phone")
    accessible(page)
    dialog.get_by_role("button", name="Go back").click()
    expect(row).to_have_count(1)
    row.get_by_role("button", name=f"Remove… {dead}").click()
    dialog.get_by_role("button", name="Remove for good").click()
    expect(page.get_by_role("status")).to_contain_text(f"{dead} is removed.")
    expect(row).to_have_count(0)
    calendar = visit("/?q=attic", base_url=town.address)
    expect(calendar.get_by_text("Last Night at the Attic")).to_have_count(0)


def test_the_inbox_proposes_it_too_in_spanish(enter_town, dead, accessible, photograph):
    page = enter_town("/admin/inbox/?lang=es")
    entry = page.locator("[data-entry]").filter(has_text=f"{dead}: ya no está en la web")
    expect(entry).to_contain_text("retire la fuente")
    entry.get_by_role("button", name="Retirar…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 evento próximo sale del calendario.")
    photograph(page, "removal-es")
    accessible(page)
    dialog.get_by_role("button", name="Retirar para siempre").click()
    expect(entry).to_have_count(0)


def test_the_health_board_in_spanish(enter_town, dead, accessible):
    page = enter_town("/admin/health/?lang=es")
    row = page.locator("tbody tr").filter(has_text=dead)
    expect(row).to_contain_text("Busque la nueva dirección del sitio y póngala. Si no la hay, retire la fuente.")
    accessible(page)


def test_what_the_sources_do_not_cover(enter_town, town, dead, accessible, photograph):
    with connected(town.database_url) as connection:
        connection.execute(text("UPDATE sources SET enabled = false WHERE id = :id"), {"id": DEAD})
    page = enter_town("/admin/coverage/", viewport={"width": 1280, "height": 900})
    venues = page.get_by_role("region", name="Venues without a source")
    attic = venues.locator("tbody tr").filter(has_text="The Attic")
    expect(attic).to_contain_text("other sources")
    expect(attic).to_contain_text(dead)
    expect(page.get_by_role("region", name="by weekday").get_by_text("none").first).to_be_visible()
    assert page.request.get(page.get_by_role("link", name="CSV").get_attribute("href")).ok
    photograph(page, "coverage", full_page=True)
    accessible(page)
    narrow(page)
    photograph(page, "coverage-phone", full_page=True)
    accessible(page)
    page.goto("/admin/coverage/?lang=es")
    expect(page.get_by_role("heading", name="Lugares sin fuente")).to_be_visible()
    accessible(page)
