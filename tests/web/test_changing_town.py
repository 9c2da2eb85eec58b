"""The town's sources change what they list: what an editor finds in the back office, and what readers then see."""

from __future__ import annotations

import json
import re
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from app.cli.demo.town import seed_town
from sandbox.town.data import source_forms
from storage.database.engine import connected
from tests.services.conftest import until
from tests.web.office import enter, office, site

__all__ = ["enter", "office", "site"]
pytestmark = pytest.mark.timeout(300)

MARLOWE = "Marlowe Quartet: An Evening of Ballads"
CLEANUP = "Shore Cleanup with the Dune Rangers"
TALK = "Author Talk: Ines Calloway on Storm Letters"
KAYAK = "Mangrove Kayak Tour at Dawn"
CORRECTED = "Kayaks among the Mangroves"
RENAMED = "Mangrove Kayak Tour before Dawn"


class Town:
    """The sandbox's town in the office's database."""

    def __init__(self, office):
        self.office = office
        seed_town(office.site.database_url, office.sandbox)
        self.harvest()

    def change(self, *names):
        self.office.sandbox.trouble.add("town", "changed", value=",".join(names))
        self.harvest()

    def harvest(self):
        with connected(self.office.site.database_url) as connection:
            ids = dict(connection.execute(text("SELECT name, id FROM sources")).all())
        for name, (_, form) in source_forms().items():
            task = "ingest_source" if form == "ics" else "scrape_source"
            assert self.office.worker.run(task, source_id=ids[name], delay=0)["status"] == "ok", name
        until(self._is_matched, "the comparison of the sources")

    def _is_matched(self):
        """A run that changed nothing sends no task: the next one's notes it."""
        with connected(self.office.site.database_url) as connection:
            left = text(
                "SELECT count(*) FROM runs WHERE matched_at IS NULL AND (new > 0 OR changed > 0 OR withdrawn > 0)"
            )
            return not connection.execute(left).scalar_one()

    def id_of(self, title):
        with urlopen(f"{self.office.site.address}/api/events?q={quote(title)}", timeout=60) as answer:
            (event,) = [one for one in json.load(answer)["events"] if one["title"] == title]
        return event["id"]


@pytest.fixture
def town(office):
    yield Town(office)
    office.sandbox.trouble.clear()


def entry(page, about):
    return page.locator("[data-entry]").filter(has_text=about)


def decide(page, found, key):
    found.focus()
    page.keyboard.press(key)
    expect(found).to_have_count(0)


def test_an_editor_settles_what_changed(town, enter, visit, photograph, accessible):
    marlowe, kayak = town.id_of(MARLOWE), town.id_of(KAYAK)
    reader = visit(f"/events/?id={marlowe}")
    for source in ("City of Sarasota", "The Bay Courier", "Bay Tickets"):
        expect(reader.get_by_role("main")).to_contain_text(source)
    expect(visit("/?view=map").get_by_text("Move the map to list only the events in its area.")).to_be_visible()
    page = enter(f"/admin/events/?id={kayak}")
    page.get_by_label("Title", exact=True).fill(CORRECTED)
    page.get_by_label("Why?").fill("the garden called")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(CORRECTED)

    town.change("moved", "cancelled", "gone", "renamed")
    reader.reload()
    expect(reader.get_by_role("main")).to_contain_text("Bay Tickets gives another time")
    canceled = visit(f"/events/?id={town.id_of(CLEANUP)}")
    expect(canceled.get_by_role("main")).to_contain_text("Mangrove Garden doesn’t say that this event is canceled")
    talk = visit(f"/events/?id={town.id_of('Ines Calloway: Storm Letters, Author Talk')}")
    expect(talk.get_by_role("main")).to_contain_text("The Bay Courier")

    page.get_by_role("link", name="Inbox").click()
    question = entry(page, f"Title of {CORRECTED}")
    expect(question.locator("dd")).to_have_text([KAYAK, CORRECTED, RENAMED])
    expect(entry(page, MARLOWE)).to_contain_text("Bay Tickets")
    expect(entry(page, CLEANUP)).to_contain_text("Mangrove Garden")
    photograph(page, "desk-changed-town", full_page=True)
    accessible(page)
    decide(page, question, "2")
    decide(page, entry(page, MARLOWE), "1")
    decide(page, entry(page, CLEANUP), "2")

    reader.reload()
    expect(reader.get_by_role("main")).not_to_contain_text("gives another time")
    canceled.reload()
    expect(canceled.get_by_role("main")).not_to_contain_text(re.compile("cancel", re.IGNORECASE))
    expect(visit(f"/events/?id={kayak}").get_by_role("heading", level=1)).to_have_text(RENAMED)
    page = enter(f"/admin/events/?id={marlowe}")
    story = page.locator(".story li")
    expect(story.filter(has_text="ada corrected the start")).to_have_count(1)
    expect(story.filter(has_text="Gray Heron Hall moved it from")).to_have_count(1)
    expect(story.filter(has_text="Merged: Gray Heron Hall and")).to_have_count(3)
    expect(story.last).to_contain_text(f"First seen at Gray Heron Hall as “{MARLOWE}”.")
