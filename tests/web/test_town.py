"""An editor joins two places and maps a word in the back office; a visitor then sees the result."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from app.services.embedded.postgres import PostgresServer
from app.services.embedded.redis import RedisServer
from core.items import EventItem, Occurrence, Venue
from storage.access import accounts, credentials
from storage.access.accounts import Scope
from storage.database.engine import connected
from storage.events import write as events
from storage.places.link import link
from storage.runs import ledger as runs
from storage.sources import records as sources
from tests.web.conftest import Site, serving
from tests.web.sample_events import at

pytestmark = pytest.mark.timeout(300)
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def town(postgres_server: PostgresServer, migrated_template: str, redis_server: RedisServer) -> Iterator[Site]:
    """A service whose sources write one hall in three ways, one of them with a room."""
    with serving(postgres_server, migrated_template, redis_server.url, "town") as site:
        with connected(site.database_url) as connection:
            password = credentials.hash_password(PASSWORD)
            accounts.add_account(connection, name="ada", password_hash=password, scope=Scope.EDIT)
            seed = sources.SourceSeed(
                id=7, name="paper", title="The Paper", base_url="https://paper.example", timezone="America/New_York"
            )
            sources.seed(connection, [seed])
            run = runs.open_run(connection, run_id="paper-1", source_id=7, spider="paper", launched_by="test")
            events.store_batch(connection, run, _items())
            link(connection)
        yield site


def _items() -> list[EventItem]:
    venues = {
        "Zither evening": Venue(name="Gray Heron Music Hall", address="2 Bay St, Harborville, FL"),
        "Zither morning": Venue(name="Gray Heron", address="2 Bay Street, Harborville, FL"),
        "Zither lunch": Venue(name="Gray Heron Music Hall, Loon Room", address="2 Bay St, Harborville, FL"),
        "Zither night": Venue(name="Pelican Stage", address="2 Bay St, Harborville, FL"),
    }
    return [
        EventItem(uid=title, title=title, venue=venue, categories=("Zithering", "All-day"), occurrences=(_on(day),))
        for day, (title, venue) in enumerate(venues.items(), 2)
    ]


def _on(day: int) -> Occurrence:
    return at(day, 20, lasts=2)


@pytest.fixture
def enter(visit, town) -> Callable[[str], Page]:
    """Logs in and opens a page of the back office."""

    def open_page(path: str) -> Page:
        page: Page = visit(path, base_url=town.address)
        page.get_by_label("Name").fill("ada")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Log in").click()
        expect(page).to_have_url(f"{town.address}{path}")
        return page

    return open_page


def test_an_editor_decides_that_two_places_are_one(enter, town, visit, photograph, accessible):
    page = enter("/admin/venues/")
    expect(page.get_by_text("same address: 2 bay, under two names")).to_be_visible()
    photograph(page, "admin-venues", full_page=True)
    accessible(page)
    pair = page.get_by_role("row").filter(has_text="under two names")
    pair.get_by_role("button", name="One place").click()
    expect(page.get_by_text("under two names")).to_be_hidden()
    page.get_by_role("link", name=re.compile("^(Gray Heron Music Hall|Pelican Stage)$")).first.click()
    expect(page.get_by_role("table", name="How sources write it").get_by_role("row")).to_have_count(4)
    page.get_by_label("Name", exact=True).fill("The Heron")
    page.get_by_role("button", name="Save name and address").click()
    expect(page.get_by_role("heading", name="The Heron")).to_be_visible()
    photograph(page, "admin-venue", full_page=True)
    accessible(page)
    visitor = visit("/?q=zither", base_url=town.address)
    expect(visitor.get_by_text("The Heron (Loon Room)").first).to_be_visible()
    visitor.get_by_role("button", name="Filters").click()
    visitor.get_by_label("Venue", exact=True).select_option(label="The Heron")
    expect(visitor.get_by_role("link", name="Zither lunch")).to_be_visible()


def test_an_editor_maps_a_word(enter, town, visit, photograph, accessible):
    page = enter("/admin/categories/")
    words = page.get_by_role("table", name="Words without a rule, the most frequent first")
    expect(words.get_by_text("zithering")).to_be_visible()
    expect(words.get_by_text("all-day")).to_have_count(0)
    photograph(page, "admin-categories")
    accessible(page)
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, "the page must not scroll sideways"
    page.get_by_label("Map zithering").select_option("Music")
    expect(page.get_by_label("Map zithering")).to_have_count(0)
    visitor = visit("/?q=zither&category=Music", base_url=town.address)
    expect(visitor.get_by_role("link", name="Zither evening")).to_be_visible()
    expect(visitor.get_by_text("All-day", exact=True)).to_have_count(0)
