"""An operator uses the back office while a real worker crawls the sandbox."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from scrapers.platforms.registry import platforms
from storage.database.engine import connected
from tests.web.office import PARKED, PASSWORD, badge, enter, office, public, site
from tests.web.sample_events import HOSTILE, store_shortened_season

__all__ = ["enter", "office", "site"]
pytestmark = pytest.mark.timeout(300)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_crawls_a_source_and_inspects_a_suspect_run(enter, office, photograph, accessible):
    page = enter()
    row = page.get_by_role("row").filter(has_text="Bayfront Hall")
    expect(
        row.get_by_role("img", name=re.compile("^Events seen each day of the last 90: 71 on the last"))
    ).to_be_visible()
    photograph(page, "office-sources", full_page=True)
    accessible(page)
    page.get_by_role("link", name="Add a source").click()
    page.get_by_role("link", name="Enter a source yourself").click()
    page.get_by_label("Name", exact=True).fill("sandbox")
    page.get_by_label("Title", exact=True).fill("Sandbox Calendars")
    page.get_by_label("Website URL").fill(office.sandbox.url("feeds"))
    feeds = [office.sandbox.url("feeds", path) for path in ("/big.ics?events=40", "/calendars/big.ics?events=60")]
    page.get_by_label("Calendar feeds").fill("\n".join(feeds))
    page.get_by_label("Read as").select_option(label="iCalendar")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("40 events found, read as ics.")).to_be_visible()
    photograph(page, "office-add", full_page=True)
    accessible(page)
    page.get_by_role("button", name="Add source").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sandbox Calendars")
    expect(page.get_by_text("Not crawled yet.")).to_be_visible()

    office.sandbox.trouble.add("feeds", "slow", value=2)
    page.get_by_role("button", name="Crawl now Sandbox Calendars").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    photograph(page, "office-running")
    accessible(page)
    expect(badge(page, "ok")).to_be_visible()
    expect(page.locator(".counts__one").filter(has_text="new").locator("dd")).to_have_text("60")
    expect(page.get_by_role("status")).to_contain_text("Sandbox Calendars queued.")
    photograph(page, "office-run", full_page=True)
    accessible(page)

    office.sandbox.trouble.clear()
    office.sandbox.trouble.add("feeds", "html_for_ical", path=r"^/calendars/big\.ics")
    page.get_by_role("button", name="Run again").click()
    expect(badge(page, "suspect")).to_be_visible()
    expect(page.get_by_text("Why this run is suspect:")).to_be_visible()
    expect(page.get_by_text("What to do:").first).to_be_visible()
    photograph(page, "office-suspect-run", full_page=True)
    accessible(page)
    page.get_by_role("link", name="Suspect runs").click()
    suspect = page.locator(".panels > li").filter(has_text="sandbox, ics")
    expect(suspect.locator(".notice")).to_contain_text("/calendars/big.ics")
    suspect.get_by_text("Missing events").click()
    expect(suspect.get_by_role("region", name=re.compile("Upcoming events this run missed"))).to_be_visible()
    photograph(page, "office-suspect")
    accessible(page)
    page.get_by_role("link", name="Runs", exact=True).click()
    page.get_by_label("Source").select_option(label="Sandbox Calendars")
    expect(page.locator("tbody tr")).to_have_count(2)
    page.get_by_label("Status").select_option("ok")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/admin/runs/\?source=\d+&status=ok$"))
    photograph(page, "office-runs")
    accessible(page)

    office.sandbox.trouble.clear()
    office.sandbox.trouble.add("feeds", "slow", value=2)
    page.locator("tbody").get_by_role("link", name="sandbox").click()
    page.get_by_role("button", name="Crawl now Sandbox Calendars").click()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel run").click()
    expect(badge(page, "canceled")).to_be_visible()
    expect(page.get_by_role("button", name="Run again")).to_be_visible()
    office.sandbox.trouble.clear()


def test_accepts_a_suspect_run(enter, office, photograph, accessible):
    store_shortened_season(office.site.database_url)
    page = enter("/admin/runs/?id=season-2")
    expect(page.get_by_text("6 of 12 events are missing at once; none was withdrawn")).to_be_visible()
    expect(page.get_by_role("heading", name="What decided it")).to_be_visible()
    page.get_by_role("button", name="Accept this run").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("link", name="Recital 7")).to_be_visible()
    expect(dialog.get_by_role("link", name="Recital 6")).to_have_count(0)
    photograph(page, "office-accept")
    accessible(page)
    dialog.get_by_role("button", name="Accept run").click()
    expect(badge(page, "ok")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("Accepted. 6 events withdrawn.")
    expect(page.get_by_text("none was withdrawn")).to_be_visible()
    with connected(office.site.database_url) as connection:
        connection.execute(text("DELETE FROM sources WHERE name = 'season'"))


def test_releases_a_parked_task(enter, photograph, accessible):
    page = enter("/admin/parked/")
    expect(page.locator(".panels li").first).to_contain_text("health_check")
    expect(page.get_by_text("to celery@lost")).to_have_count(3)
    photograph(page, "office-parked")
    accessible(page)
    page.get_by_role("button", name=f"Release {PARKED}").click()
    page.get_by_role("dialog").get_by_role("button", name="Release").click()
    expect(badge(page, "succeeded")).to_be_visible()
    expect(page.get_by_text("Finished. This task doesn’t crawl.")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Parked tasks").click()
    expect(page.get_by_role("heading", name="No parked tasks")).to_be_visible()
    accessible(page)


def test_pauses_a_source_and_sets_its_floor(enter, photograph, accessible):
    page = enter()
    page.get_by_role("button", name="Pause Sea House").click()
    page.get_by_role("dialog").get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Resume Sea House")).to_be_visible()
    page.get_by_role("link", name="Sea House").click()
    expect(badge(page, "paused")).to_be_visible()
    page.get_by_role("button", name="Resume Sea House").click()
    expect(badge(page, "ok")).to_be_visible()
    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Time zone").fill("Mars/Olympus")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".form-error")).to_contain_text("must be an IANA zone")
    page.get_by_label("Time zone").fill("America/New_York")
    page.get_by_label("Floor").fill("3")
    page.get_by_label("It writes UTC times without labeling them").check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".admin-facts.card")).to_contain_text("local_is_utc: true")
    expect(page.get_by_text("at least 3 events per run")).to_be_visible()
    photograph(page, "office-source", full_page=True)
    accessible(page)


def test_chooses_among_the_platforms_of_the_registry(enter, office, accessible):
    titles = [platform.title for platform in platforms().values()]
    page = enter("/admin/sources/")
    platform = page.get_by_label("Platform")
    expect(platform.get_by_role("option")).to_have_text(titles)
    expect(platform).to_have_value("ics")
    expect(page.get_by_label("Read as").get_by_role("option")).to_have_text(["detect automatically", *titles])
    platform.select_option(label="Squarespace")
    expect(page.get_by_text("More in docs/platforms/squarespace.md.")).to_be_visible()
    accessible(page)
    page.get_by_label("Name", exact=True).fill("studio")
    page.get_by_label("Title", exact=True).fill("Studio")
    page.get_by_label("Website URL").fill(office.sandbox.url("feeds"))
    page.get_by_role("button", name="Add source").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Studio")
    expect(page.locator(".admin-facts.card")).to_contain_text("squarespace")
    page.get_by_role("button", name="Edit").click()
    expect(page.get_by_label("Platform")).to_have_value("squarespace")


def test_a_source_with_its_own_spider_keeps_it(enter):
    page = enter()
    page.get_by_role("link", name="Bayfront Hall").click()
    page.get_by_role("button", name="Edit").click()
    platform = page.get_by_label("Platform")
    expect(platform.get_by_role("option")).to_have_count(len(platforms()) + 1)
    expect(platform.locator("option:checked")).to_have_text("bayfront")


def test_changes_a_schedule(enter, photograph, accessible):
    page = enter("/admin/schedules/")
    line = page.locator(".schedule").filter(has_text="vanwezel-daily")
    expect(line).to_contain_text("06:00 AM")
    photograph(page, "office-schedules")
    accessible(page)
    page.get_by_role("button", name="Edit vanwezel-daily").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Hour").fill("25")
    expect(dialog.get_by_text("This isn’t a valid schedule.")).to_be_visible()
    dialog.get_by_label("Hour").fill("18")
    dialog.get_by_label("Minute").fill("30")
    dialog.get_by_label("Weekday").fill("1-5")
    expect(dialog.get_by_text("At 06:30 PM, Monday through Friday")).to_be_visible()
    expect(dialog.locator(".cron__summary li")).to_have_count(3)
    photograph(page, "office-schedule")
    accessible(page)
    dialog.get_by_role("button", name="Save").click()
    expect(line).to_contain_text("At 06:30 PM, Monday through Friday")
    expect(line).to_contain_text(re.compile(r"Next run: (Mon|Tue|Wed|Thu|Fri), .* 6:30 PM E[SD]T"))
    page.get_by_role("button", name="Turn off vanwezel-daily").click()
    expect(line).to_contain_text("Not scheduled to run.")
    page.get_by_role("button", name="Reset vanwezel-daily").click()
    page.get_by_role("dialog").get_by_role("button", name="Reset").click()
    expect(line).to_contain_text("At 06:00 AM")


def test_hides_an_event_and_shows_it_again(enter, office, photograph, accessible):
    page = enter("/admin/events/")
    page.get_by_role("searchbox").fill("nutcracker")
    page.get_by_role("button", name="Hide The Nutcracker").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("the venue asked us to")
    photograph(page, "office-hide")
    accessible(page)
    dialog.get_by_role("button", name="Hide").click()
    expect(page.get_by_role("heading", name="No events found")).to_be_visible()
    assert "Nutcracker" not in public(office, "/api/events?q=nutcracker")
    page.get_by_role("link", name="Hidden", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="The Nutcracker")).to_contain_text("the venue asked us to")
    photograph(page, "office-hidden")
    accessible(page)
    page.get_by_role("link", name="The Nutcracker").click()
    expect(page.locator(".stack .notice")).to_have_text("Hidden by ada. Reason: the venue asked us to")
    expect(page.locator(".story")).to_contain_text("changed the price from “$35 to $120” to “$45 to $130”")
    photograph(page, "office-event", full_page=True)
    accessible(page)
    page.get_by_role("button", name="Show again").click()
    expect(badge(page, "visible")).to_be_visible()
    assert "Nutcracker" in public(office, "/api/events?q=nutcracker")


def test_creates_and_revokes_a_key_and_logs_out(enter, office, photograph, accessible):
    page = enter("/admin/keys/")
    page.get_by_role("button", name="New key").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What is it for?").fill("nightly export")
    accessible(page)
    dialog.get_by_role("button", name="Create key").click()
    key = dialog.get_by_label("Key").input_value()
    assert re.fullmatch(r"mq_\S{20,}", key)
    accessible(page)
    dialog.get_by_role("button", name="Done").click()
    row = page.get_by_role("row").filter(has_text="nightly export")
    expect(row).to_contain_text("valid")
    assert key not in page.content()
    page.get_by_role("button", name="Revoke nightly export").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(row).to_contain_text("revoked")
    photograph(page, "office-keys")
    accessible(page)
    page.get_by_role("link", name="Audit log").click()
    expect(page.get_by_role("row").filter(has_text="ada revoked key").first).to_be_visible()
    photograph(page, "office-audit")
    accessible(page)
    stored = page.evaluate("[{...localStorage}, {...sessionStorage}, document.cookie]")
    of_next = [name for name in stored[1] if name.startswith("__next_scroll_")]
    assert [stored[0], stored[1].keys() - of_next, stored[2]] == [{}, set(), ""], (
        "no secret where a script could read it"
    )
    page.goto("/admin/keys/?lang=es")
    expect(page.get_by_role("heading", name="Claves de la API")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="nightly export")).to_contain_text("revocada")
    page.goto("/admin/audit/?lang=es")
    expect(page.get_by_role("row").filter(has_text="ada revocó la clave").first).to_be_visible()
    page.goto("/admin/audit/?lang=en")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("heading", name="Back office")).to_be_visible()
    photograph(page, "office-login")
    accessible(page)
    page.goto(f"{office.site.address}/admin/keys/")
    expect(page).to_have_url(re.compile(r"/admin/login/\?next=%2Fadmin%2Fkeys%2F$"))


SPANISH = {
    "/admin/": "Fuentes",
    "/admin/sources/find/": "Agregar una fuente",
    "/admin/sources/": "Introducir una fuente a mano",
    "/admin/runs/": "Lecturas",
    "/admin/suspect/": "Lecturas dudosas",
    "/admin/schedules/": "Horarios",
    "/admin/parked/": "Tareas apartadas",
    "/admin/keys/": "Claves de la API",
    "/admin/audit/": "Registro",
    "/admin/runs/?id=season-2": "season, ics",
}


def test_in_spanish(enter, office, photograph, accessible):
    """Each page about crawling and access; and an editor names the listing page of a source."""
    store_shortened_season(office.site.database_url)
    page = enter()
    page.goto("/admin/?lang=es")
    for path, heading in SPANISH.items():
        page.goto(path)
        expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()
        expect(page).to_have_title(re.compile(r" \| Redacción de Marquee$"))
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        photograph(page, f"office-spanish{path.translate(str.maketrans('/?=', '---'))}", full_page=True)
        accessible(page)
    page.goto("/admin/sources/?id=90")
    page.get_by_role("button", name="Editar", exact=True).click()
    listing = page.get_by_label("Página de eventos")
    listing.fill("ftp://season.example/events")
    page.get_by_role("button", name="Guardar").click()
    expect(page.locator(".form-error")).to_contain_text("Marquee no puede pedir una dirección.")
    listing.fill("http://127.0.0.1/events")
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("link", name="http://127.0.0.1/events").first).to_be_visible()
    photograph(page, "office-spanish-source", full_page=True)


def test_read_scope_hides_actions(enter, photograph, accessible):
    page = enter(name="ben", color_scheme="dark", **PHONE)
    expect(page.get_by_role("link", name="Bayfront Hall")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Crawl now"))).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") == 390, "the page must not scroll sideways"
    photograph(page, "office-phone-dark", full_page=True)
    accessible(page)
    page.get_by_role("button", name="Menu").tap()
    expect(page.get_by_role("link", name="Schedules")).to_be_visible()
    expect(page.get_by_role("link", name="API keys")).to_have_count(0)
    photograph(page, "office-phone-menu")
    page.get_by_role("link", name="Events", exact=True).tap()
    expect(page.get_by_text(HOSTILE).first).to_be_visible()
    assert page.locator("a[href^='javascript']").count() == 0
    page.goto("/admin/keys/")
    expect(page.locator(".state--error")).to_contain_text("Only administrators can do this. Your role is “read only”.")
    photograph(page, "office-forbidden")
    accessible(page)


def test_wrong_password_and_expired_session(enter, visit, office, accessible):
    page = visit("/admin/login/?next=https://other.example/")
    page.get_by_label("Name").fill("ada")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Log in").click()
    expect(page.locator(".form-error")).to_have_text("The name or the password is wrong.")
    accessible(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url(f"{office.site.address}/admin/")
    expect(page.get_by_role("link", name="Bayfront Hall")).to_be_visible()
    page.context.clear_cookies()
    page.get_by_role("link", name="Schedules").click()
    expect(page).to_have_url(re.compile(r"/admin/login/\?next=%2Fadmin%2Fschedules%2F$"))
