"""A visitor finds, filters and subscribes to events: with the keyboard, in dark mode and on a phone."""

from __future__ import annotations

import re
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.web import sample_events
from tests.web.sample_events import HOSTILE

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def _rows(page: Page, title: str | None = None):
    rows = page.locator(".event-row, .lead-card").filter(visible=True)
    return rows if title is None else rows.filter(has_text=title)


def test_finds_an_event_and_its_provenance(visit, photograph, accessible):
    page = visit("/")
    expect(_rows(page, "The Nutcracker").first).to_be_visible()
    expect(page.get_by_role("heading", name="Already running")).to_be_visible()
    photograph(page, "list")
    accessible(page)
    page.get_by_role("searchbox", name="Search events").press_sequentially("nutcra")
    expect(_rows(page)).to_have_count(1)
    expect(_rows(page).locator(".event-row__more")).to_have_text(re.compile(r"^and 3 more dates, until \w+ \d+$"))
    expect(page).to_have_url(re.compile(r"/\?q=nutcra$"))
    _rows(page).first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The Nutcracker")
    expect(page).to_have_title("The Nutcracker | Marquee")
    expect(page.locator(".dates").first.get_by_role("listitem")).to_have_count(5)
    expect(page.get_by_role("link", name="Tickets")).to_have_attribute("href", "https://tickets.example/nutcracker")
    map_link = page.get_by_role("link", name="View map")
    expect(map_link).to_have_attribute("href", re.compile(r"^https://www\.openstreetmap\.org/\?mlat=27\.3446"))
    page.get_by_text("Change history").click()
    expect(page.get_by_text("Highest price: was $120, now $130")).to_be_visible()
    page.get_by_text("Original text from the source").click()
    expect(page.get_by_text("“Sat. & Sun., 2:00 & 7:30 PM”")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/events/the-nutcracker-\d+$"))
    photograph(page, "event", full_page=True)
    accessible(page)
    page.get_by_role("link", name="Bayfront Hall").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bayfront Hall")
    expect(_rows(page)).to_have_count(50)
    page.get_by_role("button", name="Show more events").click()
    expect(_rows(page)).to_have_count(71)
    photograph(page, "venue")
    accessible(page)


def test_a_date_with_another_title_and_place(visit, photograph, accessible):
    page = visit("/?q=crafts")
    expect(_rows(page)).to_have_count(1)
    expect(_rows(page, "Holiday Crafts")).to_contain_text("Sea House")
    _rows(page).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Farmers’ Market")
    date = page.locator(".dates").first.get_by_role("listitem").filter(has_text="Holiday Crafts")
    expect(date).to_have_count(1)
    expect(date).to_contain_text("Twenty makers.")
    expect(date.get_by_role("link", name="Holiday Crafts")).to_have_attribute("href", "https://crafts.example")
    expect(date.get_by_role("link", name="Sea House")).to_be_visible()
    page.reload()
    structured = page.locator("script[type='application/ld+json']").evaluate("tag => JSON.parse(tag.textContent)")
    named = [(event["name"], event["location"]["name"]) for event in structured["subEvent"]]
    assert named.count(("Holiday Crafts", "Sea House")) == 1
    assert named.count(("Farmers’ Market", "Market Square")) == len(named) - 1
    photograph(page, "own-texts", full_page=True)
    accessible(page)
    page = visit("/?q=farmers")
    expect(_rows(page, "Farmers’ Market").first).to_be_visible()
    expect(_rows(page, "Holiday Crafts")).to_have_count(0)


def test_reads_the_page_in_spanish(visit, photograph, accessible):
    page = visit("/?q=nutcra", locale="es-MX", viewport={"width": 360, "height": 740})
    expect(page.get_by_role("heading", level=1)).to_have_text("Eventos que coinciden con “nutcra”")
    expect(page.get_by_role("link", name="Este fin de semana")).to_be_visible()
    expect(_rows(page).locator(".event-row__more")).to_have_text(re.compile(r"^y 3 fechas más, hasta el \d+ de \w+$"))
    assert page.evaluate("document.documentElement.lang") == "es-US"
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, "the page must not scroll sideways"
    photograph(page, "spanish", full_page=True)
    accessible(page)
    page.get_by_label("Idioma").select_option("English")
    expect(page.get_by_role("heading", level=1)).to_have_text("Events that match “nutcra”")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Events that match “nutcra”")


def test_filters_apply_to_the_url_and_the_feeds(visit, photograph, accessible):
    page = visit("/")
    page.get_by_role("link", name="Today", exact=True).click()
    expect(page).to_have_url(re.compile(r"/today$"))
    expect(_rows(page)).to_have_count(3)
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("button", name="Free only").click()
    expect(_rows(page)).to_have_count(1)
    page.get_by_label("Venue", exact=True).select_option(label="Sea House (1)")
    expect(page).to_have_url(re.compile(r"/today\?venue=\d+&free=true$"))
    photograph(page, "filters")
    accessible(page)
    page.get_by_role("button", name="Subscribe").click()
    calendar = page.get_by_label("Calendar (iCalendar)")
    expect(calendar).to_have_value(re.compile(r"/feeds/events\.ics\?"))
    calendar_app = page.get_by_role("link", name="Open in calendar app")
    expect(calendar_app).to_have_attribute("href", re.compile("^webcal://"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy link: RSS").click()
    expect(page.get_by_role("button", name="Copied link: RSS")).to_be_visible()
    assert "/feeds/events.rss?day=today" in page.evaluate("navigator.clipboard.readText()")
    photograph(page, "subscribe")
    accessible(page)
    with urlopen(calendar.input_value(), timeout=60) as answer:
        feed = answer.read().decode()
    assert re.findall(r"^SUMMARY:(.*?)\r$", feed, re.MULTILINE) == ["Meet the Manatees"]
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Subscribe")).to_be_focused()
    page.get_by_role("button", name="Remove filter: Free").click()
    expect(page).to_have_url(re.compile(r"/today\?venue=\d+$"))
    page.go_back()
    expect(_rows(page)).to_have_count(1)


def test_browses_the_calendar(visit, photograph, accessible):
    page = visit("/")
    page.get_by_role("link", name="Month", exact=True).click()
    today = page.locator("[aria-current=date]")
    expect(today).to_have_accessible_name(re.compile(r"^\w+day, \w+ \d+ ?: 3 events$"))
    photograph(page, "calendar")
    accessible(page)
    today.click()
    expect(_rows(page, "Meet the Manatees")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"view=calendar&month=\d{4}-\d\d$"))
    name = page.locator("#month-name")
    before = name.text_content()
    page.get_by_role("link", name=re.compile(r"^[A-Z][a-z]+ \d{4}$")).last.click()
    expect(name).not_to_have_text(before or "")
    expect(page.locator(".month__day--busy").first).to_be_visible()


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_today_follows_the_towns_time_zone(visit, zone):
    page = visit("/?view=calendar", timezone_id=zone)
    expect(page.locator("[aria-current=date]")).to_have_attribute(
        "href", re.compile(f"^/{sample_events.today():%Y/%m/%d}[?]")
    )


def test_finds_nearby_and_random_events(visit):
    here = {"geolocation": {"latitude": 27.336, "longitude": -82.54}, "permissions": ["geolocation"]}
    page = visit("/", locale="en-CA", **here)
    expect(_rows(page, "Living Reef")).to_have_count(1)
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("button", name="Near me").click()
    expect(page).to_have_url(re.compile(r"near=27\.336%2C-82\.54\d*&radius_km=15$"))
    page.get_by_label("Distance from you").select_option(label="1 km")
    expect(_rows(page, "Living Reef")).to_have_count(0)
    expect(_rows(page, "Farmers’ Market").first).to_be_visible()
    page.get_by_role("button", name="Surprise me").click()
    expect(page.locator(".facts").first).to_contain_text("Market Square")
    american = visit("/?near=27.336,-82.54&q=market", locale="en-US")
    expect(_rows(american).first).to_contain_text("Market Square · 0 mi")


def test_uses_only_the_keyboard(visit):
    page = visit("/")
    expect(_rows(page).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox", name="Search events")).to_be_focused()
    page.keyboard.type("jazz")
    page.keyboard.press("Enter")
    expect(_rows(page)).to_have_count(1)
    for _ in range(40):  # 17 stops, or more if the page's script takes over meanwhile
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Moonlit Jazz Quartet":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Moonlit Jazz Quartet")


def test_dark_mode_on_a_phone(visit, photograph, accessible):
    page = visit("/", color_scheme="dark", **PHONE)
    expect(_rows(page).first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    width = "document.documentElement.scrollWidth"
    assert page.evaluate(width) == 390, "the page must not scroll sideways"
    photograph(page, "phone-dark")
    accessible(page)
    small = page.locator(".shell a:visible, .shell button:visible, .shell input:visible").evaluate_all(
        """all => all.filter(element => {
            const box = element.getBoundingClientRect();
            return (box.height < 24 || box.width < 24) && !element.matches('.event-row__link, .lead-card__link');
        }).map(element => element.outerHTML)"""
    )
    assert small == [], "too small to tap (WCAG 2.2, 2.5.8); a row's link is exempt because it covers the whole row"
    page.get_by_role("button", name="Switch to light mode").tap()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    _rows(page, "The Nutcracker").first.get_by_role("link").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("The Nutcracker")
    assert page.evaluate(width) == 390
    photograph(page, "phone-event", full_page=True)


def test_sees_every_event_state(visit, photograph):
    page = visit("/")
    expect(_rows(page, "Late Laughs")).to_contain_text("Canceled")
    expect(_rows(page, "Tides and Tales")).to_contain_text("Postponed")
    expect(_rows(page, "Symphony Gala")).to_contain_text("Sold out")
    expect(_rows(page, "Winter Concert")).to_contain_text("Time not announced")
    expect(_rows(page, "Living Reef").first).to_contain_text("All day")
    hostile = _rows(page, HOSTILE)
    expect(hostile).to_have_count(1)
    photograph(page, "states", full_page=True)
    hostile.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(HOSTILE)
    assert page.locator("a[href^='javascript']").count() == 0


def test_layout_does_not_shift_while_loading(visit):
    page = visit("/", **PHONE)
    for path, loaded in (
        ("/", ".event-row"),
        ("/this-week", ".event-row"),
        ("/?view=calendar", ".month__day--busy"),
        ("/?view=week", ".week__event"),
        ("/?view=map", ".pin"),
        ("/venues/?id=1", ".event-row"),
        ("/events/?id=1", ".dates"),
    ):
        page.goto(path)
        expect(page.locator(loaded).first).to_be_visible()
        shifts = page.evaluate(
            """() => new Promise(done => {
                const seen = list => done(list.getEntries().reduce((sum, entry) => sum + entry.value, 0));
                new PerformanceObserver(seen).observe({type: 'layout-shift', buffered: true});
                setTimeout(() => done(0), 300);
            })"""
        )
        assert shifts <= 0.05, f"{path}: web.dev calls a Cumulative Layout Shift below 0.1 good"


def test_missing_pages_and_empty_results(visit, accessible):
    page = visit("/events/?id=999999")
    expect(page.get_by_role("heading", name="Event not found")).to_be_visible()
    for path, title in (
        ("/events/?id=x", "Event not found"),
        ("/venues/?id=999999", "Venue not found"),
        ("/nowhere", "Page not found"),
        ("/?category=Opera", "No events found"),
    ):
        page.goto(path)
        expect(page.get_by_role("heading", name=title)).to_be_visible()
    accessible(page)


def test_retries_after_the_service_fails(visit, photograph, accessible):
    page = visit("/venues/")
    expect(page.get_by_role("link", name="Market Square")).to_be_visible()
    page.route("**/api/occurrences*", lambda route: route.abort())
    page.get_by_role("link", name="Marquee", exact=True).click()
    expect(page.locator(".state--error")).to_contain_text("Can’t reach the server")
    photograph(page, "error")
    accessible(page)
    page.unroute("**/api/occurrences*")
    page.get_by_role("button", name="Try again").click()
    expect(_rows(page).first).to_be_visible()


def test_without_javascript(visit, photograph, accessible):
    page = visit("/", java_script_enabled=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Local events")
    page.get_by_role("searchbox", name="Search").fill("nutcracker")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("link", name="The Nutcracker")).to_have_count(1)
    expect(page.get_by_text("and 3 more dates, until ")).to_be_visible()
    photograph(page, "served-list", full_page=True)
    page.get_by_role("link", name="The Nutcracker").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The Nutcracker")
    expect(page).to_have_url(re.compile(r"/events/the-nutcracker-\d+$"))
    photograph(page, "served-event", full_page=True)
    page.get_by_role("link", name="Bayfront Hall").first.click()
    expect(page).to_have_url(re.compile(r"/venues/bayfront-hall-\d+$"))
    photograph(page, "served-venue", full_page=True)


@pytest.mark.parametrize("path", ["/", "/this-weekend", "/events/1", "/venues/", "/venues/1", "/events/999999"])
def test_what_the_server_sent_is_accessible(visit, accessible, path):
    page = visit(path, **PHONE)
    page.route(
        "**/_next/**", lambda route: route.fulfill(body="") if route.request.url.endswith(".js") else route.continue_()
    )
    page.reload()
    expect(page.locator("#served h1")).to_be_visible()
    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["viewport"]["width"]


@pytest.mark.parametrize("path", ["/", "/tomorrow", "/events/1", "/venues/", "/venues/1", "/music"])
def test_the_script_takes_over(visit, path):
    page = visit(path)
    heading = page.evaluate("document.querySelector('#served h1')?.textContent")
    expect(page.locator("#served")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    if heading is not None:
        expect(page.locator("h1")).to_have_text(heading)
    tab = {"/tomorrow": "Tomorrow", "/": "Upcoming"}.get(path)
    if tab:
        expect(page.locator(".tabs__tab[aria-current]")).to_have_text(tab)


@pytest.mark.parametrize("path", ["/events/999999", "/venues/x", "/2026/13/40", "/?foo=1", "/?day=nope"])
def test_what_the_server_refuses_stays_explained(visit, path):
    page = visit(path)
    page.wait_for_load_state("networkidle")
    expect(page.locator("#served h1")).to_have_text(re.compile("not found|Can’t show"))
    page.get_by_role("link", name="Marquee").click()
    expect(_rows(page).first).to_be_visible()


def test_a_page_that_was_left_is_no_longer_described(visit):
    page = visit("/")
    expect(page.locator("#served")).to_have_count(0)
    _rows(page, "Moonlit Jazz").first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Moonlit Jazz Quartet")
    expect(page.locator("head [data-served]")).to_have_count(0)


def test_the_last_pages_stay_readable_offline(visit):
    page = visit("/", service_workers="allow")
    expect(_rows(page).first).to_be_visible()
    page.evaluate("navigator.serviceWorker.ready")
    page.reload()
    _rows(page, "The Nutcracker").first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The Nutcracker")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("The Nutcracker")
    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("The Nutcracker")
    page.goto("/")
    expect(_rows(page, "The Nutcracker").first).to_be_visible()
