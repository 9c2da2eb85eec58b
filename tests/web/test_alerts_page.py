"""An administrator sets up alerts: adds, tests, changes, and removes a route, in English and in Spanish."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from storage.access import accounts, credentials
from storage.access.accounts import Scope
from storage.database.engine import connected
from tests.web import editor
from tests.web.conftest import PASSWORD, serving

pytestmark = pytest.mark.timeout(300)
PHONE = {"width": 360, "height": 740}


class Hook(ThreadingHTTPServer):
    """Takes messages, or answers with `status`."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.status, self.got = 200, []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):  # http.server's name
        self.server.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def hook():
    with Hook() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def desk(postgres_server, migrated_template, redis_server):
    """A town whose administrator is `ada`. Its alerts may go to this machine."""
    with serving(postgres_server, migrated_template, redis_server.url, "alerts", PRIVATE_ALERTS="true") as site:
        editor.open_sources(site.database_url)
        with connected(site.database_url) as connection:
            password = credentials.hash_password(PASSWORD)
            accounts.add_account(connection, name="ada", password_hash=password, scope=Scope.ADMIN)
        yield site


@pytest.fixture
def enter(visit, desk):
    def open_page(path, **options):
        page = visit(path, base_url=desk.address, **options)
        page.locator("input[autocomplete=username]").fill("ada")
        page.locator("input[type=password]").fill(PASSWORD)
        page.locator("button[type=submit]").click()
        expect(page).to_have_url(f"{desk.address}{path}")
        return page

    return open_page


def test_a_route_from_the_first_click_to_the_last(enter, desk, hook, accessible, photograph):
    page = enter("/admin/alerts/")
    expect(page.get_by_role("heading", name="Nobody is alerted yet")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Add a route").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("No mail server is set")).to_be_visible()
    dialog.get_by_label("Person").fill("Night desk")
    dialog.get_by_label("Channel").select_option("webhook")
    dialog.get_by_label("To", exact=True).fill(f"{hook.url}/secret-path")
    dialog.get_by_label("Key or token").fill("a key")
    dialog.get_by_label("Only some sources").check()
    dialog.get_by_label("Find a source").fill("courier")
    dialog.get_by_label("The Bay Courier").check()
    dialog.get_by_label("Which problems").select_option("2")
    dialog.get_by_label("From").fill("22:00")
    photograph(page, "alerts-form")
    accessible(page)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("quiet hours need both").first).to_be_visible()
    dialog.get_by_label("Until").fill("07:00")
    dialog.get_by_role("button", name="Save").click()
    route = page.get_by_role("list", name="Routes").get_by_role("listitem")
    expect(route).to_contain_text("Night desk")
    expect(route).to_contain_text("The Bay Courier")
    expect(route).to_contain_text("quiet from 22:00 to 07:00")
    expect(page.get_by_text("secret-path")).to_have_count(0)
    route.get_by_role("button", name="Send a test").click()
    expect(page.get_by_role("status")).to_contain_text("Sent to http://127.0.0.1")
    assert hook.got == [{"subject": "A test from Marquee", "messages": []}]
    hook.status = 500
    route.get_by_role("button", name="Send a test").click()
    expect(route.get_by_role("alert")).to_have_text("Not sent: the webhook answers HTTP 500")
    photograph(page, "alerts")
    accessible(page)
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    photograph(page, "alerts-phone")
    accessible(page)
    route.get_by_role("button", name="Change").click()
    expect(dialog.get_by_label("Person")).to_have_value("Night desk")
    expect(dialog.get_by_label("To", exact=True)).to_have_value("")
    expect(dialog.get_by_text("A key is set.")).to_be_visible()
    photograph(page, "alerts-form-phone")
    dialog.get_by_label("All sources").check()
    dialog.get_by_label("When").select_option("true")
    dialog.get_by_role("button", name="Save").click()
    expect(route).to_contain_text("All sources")
    expect(route).to_contain_text("Once a day, at 7:00")
    expect(route).to_contain_text("with a key")
    route.get_by_role("button", name="Remove").click()
    dialog.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("heading", name="Nobody is alerted yet")).to_be_visible()


def test_in_spanish(enter, desk, hook, accessible, photograph):
    page = enter("/admin/alerts/?lang=es", viewport={"width": 1280, "height": 900})
    page.get_by_role("button", name="Agregar una ruta").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Persona").fill("Redacción")
    dialog.get_by_label("Canal").select_option("slack")
    dialog.get_by_label("A", exact=True).fill("ftp://events.example/")
    dialog.get_by_role("button", name="Guardar").click()
    expect(dialog.get_by_role("alert")).to_contain_text("Algunos campos no son válidos.")
    dialog.get_by_label("A", exact=True).fill(hook.url)
    dialog.get_by_role("button", name="Guardar").click()
    route = page.get_by_role("list", name="Rutas").get_by_role("listitem")
    hook.status = 503
    route.get_by_role("button", name="Enviar una prueba").click()
    expect(route.get_by_role("alert")).to_have_text("No se envió: el webhook responde HTTP 503")
    photograph(page, "alerts-es")
    accessible(page)
    route.get_by_role("button", name="Quitar").click()
    dialog.get_by_role("button", name="Quitar").click()
    expect(page.get_by_role("heading", name="Aún no se avisa a nadie")).to_be_visible()
