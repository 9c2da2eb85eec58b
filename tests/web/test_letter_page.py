"""A reader signs up for the letter; an editor chooses, orders, tests, and sends it to a local mail server."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from email import message_from_bytes
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import expect

from app.services import ports
from app.services.embedded.process import ROOT
from storage.access import accounts, credentials
from storage.access.accounts import Scope
from storage.database.engine import connected
from storage.letters import subscribers
from tests.letter.conftest import MailServer
from tests.web.conftest import PASSWORD, serving

pytestmark = pytest.mark.timeout(300)
PHONE = {"width": 360, "height": 740}
READER, SUBSCRIBER = "rita@reader.example", "eva@reader.example"


@pytest.fixture(scope="module")
def mail():
    inbox = MailServer()
    controller = Controller(inbox, hostname="127.0.0.1", port=ports.choose())
    controller.start()
    inbox.port = controller.port
    yield inbox
    controller.stop()


@pytest.fixture(scope="module")
def paper(postgres_server, migrated_template, redis_server, mail):
    """A town with a letter, which SUBSCRIBER gets. Its editor is `ada`."""
    environment = {
        "LETTER": "true",
        "TOWN_NAME": "Sarasota",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(mail.port),
        "SMTP_SECURITY": "none",
        "SMTP_FROM": "letter@events.example",
        "PUBLIC_URL": "https://events.example",
    }
    with serving(postgres_server, migrated_template, redis_server.url, "letter", **environment) as site:
        with connected(site.database_url) as connection:
            password = credentials.hash_password(PASSWORD)
            accounts.add_account(connection, name="ada", password_hash=password, scope=Scope.EDIT)
            subscribers.add_confirmed(connection, SUBSCRIBER, "en")
        site_environment = {**os.environ, **environment, "DATABASE_URL": site.database_url}
        yield site, site_environment


def send_due(environment):
    """What Beat and a worker do each minute."""
    command = "from app.letter.send import send_due; send_due()"
    subprocess.run([sys.executable, "-c", command], cwd=ROOT, env=environment, check=True)


@pytest.fixture
def enter(visit, paper):
    def open_page(path, **options):
        page = visit(path, base_url=paper[0].address, **options)
        page.locator("input[autocomplete=username]").fill("ada")
        page.locator("input[type=password]").fill(PASSWORD)
        page.locator("button[type=submit]").click()
        return page

    return open_page


def test_a_reader_signs_up_on_a_phone_without_a_script(visit, paper, mail, photograph, accessible):
    site, environment = paper
    page = visit("/", base_url=site.address, viewport=PHONE, java_script_enabled=False)
    page.get_by_role("link", name="The weekly letter").click()
    page.get_by_label("Your email address").fill(READER)
    photograph(page, "letter-sign-up")
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_role("heading", name="Check your inbox")).to_be_visible()
    send_due(environment)
    said = mail.to(READER)[0].get_body(("plain",)).get_content()
    page.goto(re.search(r"https://events\.example(/letter/confirm/\w+)", said)[1])
    page.get_by_role("button", name="Yes, send me the letter").click()
    expect(page.get_by_role("heading", name="You are on the list")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sign_up_page_is_accessible(visit, paper, accessible, scheme):
    accessible(visit("/letter", base_url=paper[0].address, color_scheme=scheme))


def test_an_editor_chooses_and_sends_the_letter(enter, paper, mail, photograph, accessible):
    page = enter("/admin/letter/")
    page.get_by_role("button", name="New letter").click()
    events = page.get_by_role("list").filter(has=page.get_by_role("button", name=re.compile("^Remove ")))
    expect(page.get_by_text("The rule chose these")).to_be_visible()
    first, second = (events.locator("strong").nth(number).inner_text() for number in (0, 1))
    page.get_by_role("button", name=f"Down {first}").click()
    expect(page.get_by_text("You chose these")).to_be_visible()
    expect(events.locator("strong").first).to_have_text(second)
    page.get_by_role("button", name=f"Remove {first}").click()
    expect(events.locator("strong", has_text=first)).to_have_count(0)
    page.get_by_label("Subject (English)").fill("Our tips for the week")
    page.get_by_label("Subject (Español)").fill("Nuestros consejos")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Our tips for the week")).to_be_visible()
    expect(page.get_by_label("Subject (English)")).to_have_value("Our tips for the week")
    shown = page.frame_locator("iframe[title=Preview]")
    expect(shown.get_by_role("heading", name=second)).to_be_visible()
    photograph(page, "letter-editor", full_page=True)
    page.locator("iframe").scroll_into_view_if_needed()
    photograph(page, "letter-preview")
    accessible(page)
    page.get_by_label("Test to").fill("ada@paper.example")
    page.get_by_role("button", name="Send a test").click()
    expect(page.get_by_text("Sent to ada@paper.example.")).to_be_visible()
    assert mail.to("ada@paper.example")[0]["Subject"] == "[Test] Our tips for the week"
    page.get_by_role("button", name="Send to subscribers").click()
    page.get_by_role("dialog").get_by_role("button", name="Send to subscribers").click()
    expect(page.get_by_role("heading", name="Deliveries")).to_be_visible()
    send_due(paper[1])
    page.get_by_role("button", name="Refresh").click()
    expect(page.get_by_text("Sent", exact=False).first).to_be_visible()
    got = [message_from_bytes(raw, policy=default)["Subject"] for _, to, raw in mail.mails if to == SUBSCRIBER]
    assert got[-1] == "Our tips for the week"


def test_the_letter_is_scheduled_in_words_in_spanish_on_a_phone(enter, paper, photograph, accessible):
    command = [sys.executable, "-m", "app", "letter", "send"]
    subprocess.run(command, cwd=ROOT, env=paper[1], check=True, capture_output=True)
    page = enter("/admin/letter/?lang=es", viewport=PHONE)
    page.get_by_label("Día", exact=True).select_option("Viernes")
    page.get_by_label("Hora").fill("08:30")
    page.get_by_role("button", name="Fijar").click()
    expect(page.get_by_text("Viernes, 08:30")).to_be_visible()
    page.get_by_role("button", name="Abrir").first.click()
    expect(page.get_by_role("heading", name="Envíos")).to_be_visible()
    expect(page.frame_locator("iframe").get_by_role("heading").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360, "the page must not scroll sideways"
    photograph(page, "letter-phone", full_page=True)
    accessible(page)
    page.get_by_role("button", name="Apagar").click()
    expect(page.get_by_text("Apagado")).to_be_visible()
