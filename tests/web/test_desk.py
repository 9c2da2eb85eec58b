"""An editor works through the inbox, and corrects, joins, groups, and adds events; visitors then see the result."""

from __future__ import annotations

import json
import re
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Locator, Page, expect

from core.items import EventItem
from tests.web.editor import COURIER, HARBOR, STAGE, ballads, break_a_source, harvest, leave_work
from tests.web.sample_events import at, today

pytestmark = pytest.mark.timeout(300)


def _events(town, words: str) -> list[dict]:
    with urlopen(f"{town.address}/api/events?q={words}&dates=all", timeout=60) as answer:
        return json.load(answer)["events"]


def _send(town, path: str, **given: str) -> None:
    body = json.dumps(given).encode()
    with urlopen(Request(f"{town.address}{path}", body, {"Content-Type": "application/json"}), timeout=60) as answer:
        assert answer.status == 202


def _entry(page: Page, text: str) -> Locator:
    return page.locator("[data-entry]").filter(has_text=text)


def _decide(page: Page, entry: Locator, key: str) -> None:
    entry.focus()
    page.keyboard.press(key)
    expect(entry).to_have_count(0)


def _narrow(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, "the page must not scroll sideways"


def test_an_editor_empties_the_inbox(enter, quiet_town, photograph, accessible):
    """With the keyboard."""
    town = quiet_town
    leave_work(town.database_url)
    break_a_source(town.database_url)
    (nutcracker,) = _events(town, "nutcracker")
    _send(town, f"/api/events/{nutcracker['id']}/tips", text="It begins at 7.", contact="bob@example.org")
    _send(
        town, "/api/submissions", title="Ches in the park", starts_at=at(7, 18).starts_at.isoformat(timespec="minutes")
    )
    page = enter(town, "/admin/inbox/")
    expect(page.locator("[data-entry]").first).to_be_focused()
    page.keyboard.press("j")
    expect(page.locator("[data-entry]").nth(1)).to_be_focused()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    expect(page.get_by_role("button", name="From the public 2")).to_be_visible()
    photograph(page, "desk-inbox", full_page=True)
    accessible(page)
    _narrow(page)
    photograph(page, "desk-inbox-phone", full_page=True)

    question = _entry(page, "Title of Oboe Night")
    expect(question.locator("dd")).to_have_text(["Obo Night", "Oboe Night", "Obo Night (few seats left)"])
    _decide(page, question, "2")
    _decide(page, _entry(page, "Marlowe Quartet: Ballads"), "2")
    _decide(page, _entry(page, "It begins at 7."), "1")
    chess = _entry(page, "Ches in the park")
    chess.focus()
    page.keyboard.press("2")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("")
    dialog.get_by_role("button", name="Accept").click()
    expect(dialog.get_by_text("An event needs a title.")).to_be_visible()
    dialog.get_by_label("Title").fill("Chess in the park")
    dialog.get_by_role("button", name="Accept").click()
    expect(chess).to_have_count(0)
    _decide(page, _entry(page, "The Bay Courier: refuses our requests"), "1")
    run = _entry(page, "A run of marina looks wrong")
    run.focus()
    page.keyboard.press("1")
    expect(dialog.get_by_role("link", name=re.compile("^Dance Lesson"))).to_have_count(9)
    dialog.get_by_role("button", name="Accept run").click()
    expect(run).to_have_count(0)
    _decide(page, _entry(page, "Harbor Choir"), "1")
    word = _entry(page, "“choral”")
    word.focus()
    page.keyboard.press("1")
    word.get_by_role("combobox").select_option("Music")
    word.get_by_role("combobox").press("Enter")
    expect(word).to_have_count(0)
    expect(page.get_by_role("heading", name="Nothing needs you")).to_be_visible()
    photograph(page, "desk-inbox-empty")
    accessible(page)

    assert [one["title"] for one in _events(town, "obo")] == ["Obo Night (few seats left)"]
    (moved,) = _events(town, "ballads")
    assert moved["occurrences"][0]["starts_at"] == at(4, 20).starts_at.isoformat()
    assert moved["occurrences"][0]["ends_at"] == at(4, 22).starts_at.isoformat()
    assert [one["title"] for one in _events(town, "chess")] == ["Chess in the park"]
    assert len(_events(town, "dance+lesson")) == 3
    (choir,) = _events(town, "choir")
    assert choir["town_categories"] == ["Music"]


def test_an_editor_corrects_a_title(enter_town, town, visit, photograph, accessible):
    (event_id,) = harvest(
        town.database_url, STAGE, EventItem(uid="typo", title="Cello Nihgt", occurrences=(at(8, 20),), venue=HARBOR)
    )
    page = enter_town("/admin/events/")
    page.get_by_role("searchbox").fill("cello")
    page.get_by_role("link", name="Cello Nihgt").click()
    title = page.get_by_label("Title", exact=True)
    title.fill("Cello <b>Night</b>")
    page.get_by_label("Web page").fill("cello night")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("It contains markup (<b>): give plain text.")).to_be_visible()
    expect(page.get_by_text("It is not a web address")).to_be_visible()
    accessible(page)
    title.fill("Cello Night")
    page.get_by_label("Web page").fill("")
    page.get_by_label("Price").fill("$10–$25")
    page.get_by_label("Why?").fill("the stage called")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cello Night")
    expect(page.locator(".edit__row").filter(has=title)).to_contain_text("The source saysCello Nihgt")
    expect(page.locator(".story")).to_contain_text("ada corrected the title: “Cello Night” instead of “Cello Nihgt”")
    photograph(page, "desk-event", full_page=True)
    accessible(page)
    _narrow(page)
    photograph(page, "desk-event-phone", full_page=True)
    expect(visit(f"/events/?id={event_id}", base_url=town.address).get_by_role("heading", level=1)).to_have_text(
        "Cello Night"
    )

    other = enter_town(f"/admin/events/?id={event_id}", "eve")
    other.get_by_label("Organizer").fill("Friends of the Cello")
    page.get_by_label("Organizer").fill("Cello Society")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Nothing is changed yet.")).to_be_visible()
    other.get_by_role("button", name="Save").click()
    versions = other.locator(".stack .notice")
    expect(versions.locator("dd")).to_have_text(["Friends of the Cello", "Cello Society"])
    photograph(other, "desk-two-editors", full_page=True)
    accessible(other)
    other.get_by_role("button", name="Save mine anyway").click()
    expect(versions).to_have_count(0)
    expect(other.get_by_label("Organizer")).to_have_value("Friends of the Cello")
    page.reload()
    page.get_by_role("button", name="Undo correction Title").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cello Nihgt")
    expect(page.get_by_role("button", name="Undo correction Title")).to_have_count(0)


def test_an_editor_adds_copies_features_and_cancels(enter_town, town, photograph, accessible):
    page = enter_town("/admin/events/?new=1")
    page.get_by_role("button", name="Add an event").click()
    expect(page.get_by_text("An event needs a title.")).to_be_visible()
    page.get_by_label("Title", exact=True).fill("Kazoo Club")
    start = page.get_by_role("group", name="Start")
    start.get_by_label("Day").fill(today().replace(year=today().year + 1, month=6, day=2).isoformat())
    start.get_by_label("Time").fill("18:30")
    page.get_by_label("Place", exact=True).fill("Harbor Stage")
    page.get_by_label("Repeats").fill("daily, 3 times")
    page.get_by_label("Music").check()
    photograph(page, "desk-new", full_page=True)
    accessible(page)
    page.get_by_role("button", name="Add an event").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kazoo Club")
    (event,) = _events(town, "kazoo")
    assert event["occurrence_count"] == 3
    assert "T18:30:00-04:00" in event["occurrences"][0]["starts_at"], "in the summer of the town's zone"
    page.get_by_label("Correct").select_option(index=2)
    page.get_by_label("Does it take place?").select_option("canceled")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".story")).to_contain_text("ada corrected the status on")
    statuses = [one["status"] for one in _events(town, "kazoo")[0]["occurrences"]]
    assert statuses == ["scheduled", "cancelled", "scheduled"]
    page.get_by_role("button", name="Feature", exact=True).click()
    expect(page.get_by_role("button", name="Stop featuring")).to_be_visible()
    page.get_by_role("button", name="Copy").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Day").fill(today().replace(year=today().year + 1, month=7, day=2).isoformat())
    accessible(page)
    dialog.get_by_role("button", name="Copy").click()
    expect(page.locator(".toast")).to_contain_text("Copied. This is the copy.")
    page.get_by_role("button", name="Cancel event").click()
    dialog.get_by_label("Why?").fill("storm")
    dialog.get_by_role("button", name="Cancel event").click()
    expect(page.get_by_role("button", name="It takes place")).to_be_visible()
    assert {one["status"] for one in _events(town, "kazoo")} == {"scheduled", "cancelled"}


def test_an_editor_splits_joins_and_groups(enter_town, town, photograph, accessible):
    tuba = {"title": "Tuba Summit: Brass Giants"}
    (event_id,) = harvest(town.database_url, STAGE, ballads("tuba", 9, **tuba))
    harvest(town.database_url, COURIER, ballads("courier-tuba", 9, **tuba))
    page = enter_town(f"/admin/events/?id={event_id}")
    expect(page.get_by_text("2 sources list it. People see it once.")).to_be_visible()
    page.get_by_label("Title", exact=True).fill("Tuba Summit")
    page.get_by_role("button", name="Save").click()
    titles = page.locator(".compare tbody tr").first.locator("td")
    expect(titles.first).to_have_text("Tuba Summit: Brass GiantsCorrected: Tuba Summit")
    expect(titles.last).to_have_text("Tuba Summit: Brass Giants")
    photograph(page, "desk-listings", full_page=True)
    page.get_by_role("button", name="This is another event The Bay Courier").click()
    outcome = page.get_by_role("dialog").get_by_role("listitem")
    expect(outcome).to_have_text(["Tuba Summit (Harbor Stage)", "Tuba Summit: Brass Giants (The Bay Courier)"])
    photograph(page, "desk-split")
    accessible(page)
    page.get_by_role("dialog").get_by_role("button", name="This is another event").click()
    expect(page.get_by_text("Only Harbor Stage lists it.")).to_be_visible()
    assert len(_events(town, "tuba")) == 2
    page.get_by_text("Join with another event").click()
    listings = page.get_by_role("region", name="Who lists it")
    listings.get_by_label("Search upcoming events").fill("tuba")
    listings.get_by_role("button", name="Find").click()
    listings.get_by_role("button", name=re.compile("^Compare Tuba Summit")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("columnheader", name="Harbor Stage")).to_be_visible()
    photograph(page, "desk-join")
    accessible(page)
    dialog.get_by_role("button", name="Same event").click()
    expect(page.get_by_text("2 sources list it. People see it once.")).to_be_visible()
    assert len(_events(town, "tuba")) == 1

    harvest(town.database_url, STAGE, ballads("tuba-2", 10, title="Tuba Summit: Finale"))
    series = page.get_by_role("region", name="Series")
    series.get_by_text("Add events to this series").click()
    series.get_by_label("Search upcoming events").fill("finale")
    series.get_by_role("button", name="Find").click()
    series.get_by_label("Choose Tuba Summit: Finale").check()
    series.get_by_role("button", name="Add 1 event").click()
    expect(series.get_by_text("2 events that lists show once")).to_be_visible()
    accessible(page)
    series.get_by_role("button", name="Take this event out").click()
    expect(series.get_by_text("It is in no series with other events.")).to_be_visible()


def test_an_editor_acts_on_all_that_match(enter_town, town, photograph, accessible):
    """Mostly with the keyboard."""
    dates = [
        EventItem(uid=f"sousaphone-{day}", title=f"Sousaphone Night {day}", occurrences=(at(day, 20),), venue=HARBOR)
        for day in (12, 13, 14)
    ]
    harvest(town.database_url, STAGE, *dates)
    page = enter_town("/admin/events/?q=sousaphone")
    rows = page.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(4)
    page.get_by_label("To", exact=True).fill(at(13, 20).starts_at.date().isoformat())
    expect(rows).to_have_count(3)
    page.get_by_label("What to do").select_option("Cancel")
    page.get_by_role("button", name="Preview").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("listitem")).to_have_text(["Sousaphone Night 12", "Sousaphone Night 13"])
    photograph(page, "desk-bulk")
    accessible(page)
    dialog.get_by_role("button", name="Cancel: 2 events").press("Enter")
    assert {one["status"] for one in _events(town, "sousaphone")} == {"scheduled"}, "it asks for a reason first"
    dialog.get_by_label("Why").fill("the band is ill")
    dialog.get_by_label("Why").press("Enter")
    expect(page.get_by_text("Done: 2 events changed.").first).to_be_visible()
    statuses = [one["status"] for one in _events(town, "sousaphone")]
    assert sorted(statuses) == ["cancelled", "cancelled", "scheduled"]
    accessible(page)
    _narrow(page)
    photograph(page, "desk-bulk-phone", full_page=True)
    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_text("Undone: 2 events as before.")).to_be_visible()
    assert {one["status"] for one in _events(town, "sousaphone")} == {"scheduled"}


def test_a_visitor_says_what_is_wrong(enter_town, town, visit, photograph, accessible):
    (event_id,) = harvest(
        town.database_url, STAGE, EventItem(uid="harp", title="Harp Hour", occurrences=(at(11, 20),), venue=HARBOR)
    )
    page = visit(f"/events/?id={event_id}", base_url=town.address, locale="es-US", color_scheme="dark")
    page.locator("summary").filter(has_text="Algo está mal aquí").click()
    page.get_by_label("¿Qué está mal?").fill("It begins at 7.")
    page.get_by_label("Su correo o teléfono").fill("not an address")
    page.get_by_role("button", name="Enviar").click()
    expect(page.get_by_text("Give an email address or a telephone number")).to_be_visible()
    photograph(page, "desk-tip", full_page=True)
    accessible(page)
    page.get_by_label("Su correo o teléfono").fill("bob@example.org")
    page.get_by_role("button", name="Enviar").click()
    expect(page.get_by_text("Gracias. Un editor lo revisará.")).to_be_visible()
    desk = enter_town("/admin/inbox/", locale="es-US", color_scheme="dark")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Bandeja de entrada")
    accessible(desk)
    photograph(desk, "desk-inbox-spanish")
    desk.locator("[data-entry]").filter(has_text="Harp Hour").get_by_role("button", name="Hecho").click()
    expect(desk.locator("[data-entry]").filter(has_text="Harp Hour")).to_have_count(0)
    desk.get_by_label("Idioma").select_option("English")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Inbox")
