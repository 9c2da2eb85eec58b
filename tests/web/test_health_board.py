"""The board of three hundred sources in Chromium: search, states, pages, the file, and the notice of a stop."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from storage.database.engine import connected

pytestmark = pytest.mark.timeout(300)
SOURCES = 300
HARVESTED = "SELECT count(*) FROM sources WHERE name <> 'editors'"
"""The board leaves out the town's own source, which another test of this town may have added."""


@pytest.fixture
def many_sources(town):
    """Most are new; ten refuse Marquee. They go again, because other tests share the town."""
    with connected(town.database_url) as connection:
        connection.execute(
            text("""INSERT INTO sources (id, name, title, spider, base_url, timezone)
                    SELECT 1000 + n, 'site-' || n, 'Site ' || n, 'tribe', 'https://site' || n || '.example', 'UTC'
                      FROM generate_series(1, :number) n"""),
            {"number": SOURCES},
        )
        connection.execute(
            text("""INSERT INTO source_states (source_id, state, reason)
                    SELECT id, 'blocked', 'HTTP 403' FROM sources WHERE id BETWEEN 1001 AND 1010""")
        )
        known = connection.execute(text(HARVESTED)).scalar_one()
    yield known
    with connected(town.database_url) as connection:
        connection.execute(text("DELETE FROM sources WHERE id > 1000"))


def test_one_screen_for_three_hundred_sources(enter_town, many_sources, accessible, photograph):
    page = enter_town("/admin/health/")
    rows = page.locator("tbody tr")
    expect(rows).to_have_count(50)
    expect(rows.first).to_contain_text("Blocked")
    expect(rows.first).to_contain_text("HTTP 403")
    expect(page.locator("caption")).to_contain_text(f"1 to 50 of {many_sources} sources")
    expect(page.get_by_text("so nothing is harvested on schedule")).to_be_visible()  # nothing runs in this test
    accessible(page)
    photograph(page, "health")
    page.get_by_role("link", name="Next sources").click()
    expect(page.locator("caption")).to_contain_text("51 to 100")
    page.get_by_role("link", name="Blocked (10)").click()
    expect(rows).to_have_count(10)
    page.get_by_role("searchbox").fill("site 7")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("Site 7")
    href = page.get_by_role("link", name="CSV").get_attribute("href")
    file = page.request.get(href)
    assert file.ok
    assert len(file.text().splitlines()) == 2
    page.get_by_role("navigation").get_by_role("link", name="Sources", exact=True).click()
    expect(page.locator("caption")).to_contain_text(f"1 to 50 of {many_sources} sources")
    page.get_by_role("link", name="Blocked (10)").click()
    page.get_by_role("searchbox").fill("site 7")
    expect(rows).to_have_count(1)
    page.get_by_role("button", name="Pause Site 7").click()
    page.get_by_role("dialog").get_by_role("button", name="Pause").click()
    expect(page.get_by_text("No sources found")).to_be_visible()
    page.get_by_role("link", name="Paused (1)").click()
    expect(page.get_by_role("button", name="Resume Site 7")).to_be_visible()
    accessible(page)
    photograph(page, "sources")


def test_the_public_page_says_how_fresh_it_is(visit, town):
    with connected(town.database_url) as connection:
        connection.execute(text("UPDATE sources SET confirmed_at = now() WHERE id = 11"))
        connection.execute(text("UPDATE sources SET confirmed_at = now() - interval '3 days' WHERE id <> 11"))
        known = connection.execute(text(HARVESTED)).scalar_one()
    said = f"1 of {known} sources confirmed today"
    page = visit("/", base_url=town.address)
    expect(page.locator("#__next").get_by_text(said)).to_be_visible()
    without_scripts = visit("/", base_url=town.address, java_script_enabled=False)
    expect(without_scripts.get_by_text(said)).to_be_visible()


@pytest.mark.parametrize(("width", "fits"), [(1280, True), (360, False)])
def test_the_board_fits_a_laptop_and_scrolls_in_its_frame_on_a_phone(enter_town, many_sources, width, fits):
    page = enter_town("/admin/health/")
    page.set_viewport_size({"width": width, "height": 900})
    expect(page.locator("tbody tr")).to_have_count(50)
    frame = page.locator(".table-frame")
    assert frame.evaluate("one => one.scrollWidth <= one.clientWidth") is fits
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if not fits:
        assert frame.evaluate("one => { one.scrollTo(10_000, 0); return one.scrollLeft }") > 0
