"""An administrator invites a person, who makes an account; roles, sessions, and the own account."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyotp
import pytest
from playwright.sync_api import Page, expect

from storage.access import accounts, credentials
from storage.access.accounts import Scope
from storage.database.engine import connected
from tests.web.conftest import PASSWORD, Site, serving

PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def site(postgres_server, migrated_template, redis_server) -> Iterator[Site]:
    with serving(postgres_server, migrated_template, redis_server.url, "people") as found:
        with connected(found.database_url) as connection:
            password = credentials.hash_password(PASSWORD)
            accounts.add_account(connection, name="ada", password_hash=password, scope=Scope.ADMIN)
        yield found


@pytest.fixture
def enter(visit):
    def open_page(path, name="ada", **options) -> Page:
        page = visit(path, **options)
        page.locator("input[autocomplete=username]").fill(name)
        page.locator("input[type=password]").fill(PASSWORD)
        page.locator("button[type=submit]").click()
        return page

    return open_page


def test_an_invited_person_makes_an_account(enter, visit, accessible, photograph):
    page = enter("/admin/people/", viewport={"width": 1280, "height": 900})
    page.get_by_role("button", name="Invite a person").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Email address").fill("bob@paper.example")
    dialog.get_by_role("button", name="Invite").click()
    link = dialog.get_by_label("Link").input_value()
    photograph(page, "people-link")
    dialog.get_by_role("button", name="Done").click()
    expect(page.get_by_role("cell", name="bob@paper.example", exact=True)).to_be_visible()
    accessible(page)
    photograph(page, "people-1280")

    bob = visit(link, viewport=PHONE, locale="es-US")
    expect(bob.get_by_role("heading", name="Cree su cuenta")).to_be_visible()
    assert "#" not in bob.url, "the token"
    accessible(bob)
    photograph(bob, "people-invitation-es")
    bob.get_by_label("Contraseña").fill(PASSWORD)
    bob.get_by_role("button", name="Crear cuenta").click()
    expect(bob).to_have_url(re.compile("/admin/$"))
    bob.goto("/admin/account/")
    expect(bob.get_by_text("Usted es bob. Su función: Edición.")).to_be_visible()
    assert bob.evaluate("document.documentElement.scrollWidth") <= 360
    accessible(bob)
    photograph(bob, "people-account-es", full_page=True)
    again = visit(link)
    expect(again.get_by_text("This invitation was used, withdrawn, or is too old.")).to_be_visible()

    page.reload()
    page.get_by_label("Role of bob").select_option("Read only")
    expect(page.get_by_text("bob is now: Read only.")).to_be_visible()
    page.get_by_label("Role of ada").select_option("Editor")
    expect(page.locator(".form-error")).to_contain_text("ada is the last administrator.")
    expect(page.get_by_label("Role of ada")).to_have_value("admin")
    page.get_by_role("button", name="1 session bob").click()
    dialog.get_by_role("button", name=re.compile("End session")).click()
    expect(dialog.get_by_text("Not logged in anywhere.")).to_be_visible()
    accessible(page)
    page.keyboard.press("Escape")
    bob.reload()
    expect(bob).to_have_url(re.compile("/admin/login/"))
    page.get_by_role("button", name="Remove bob").click()
    dialog.get_by_role("button", name="Remove").click()
    expect(page.get_by_label("Role of bob")).to_have_count(0)
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    photograph(page, "people-360", full_page=True)


def test_a_login_leaves_the_login_page(enter):
    page = enter("/admin/login/")
    expect(page).to_have_url(re.compile("/admin/$"))
    expect(page.get_by_role("navigation", name="Back office")).to_be_visible()


def test_a_person_changes_the_password(enter, accessible, photograph):
    page = enter("/admin/account/", viewport={"width": 768, "height": 900}, color_scheme="dark")
    page.get_by_label("Current password").fill("wrong password")
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.locator(".form-error")).to_contain_text("Your password is wrong.")
    page.get_by_label("Current password").fill(PASSWORD)
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("All your other sessions ended.")).to_be_visible()
    accessible(page)
    photograph(page, "account-768-dark", full_page=True)


def test_two_step_login(enter, accessible, photograph):
    page = enter("/admin/account/", viewport=PHONE)
    page.get_by_role("button", name="Set up").click()
    dialog = page.get_by_role("dialog")
    app = pyotp.TOTP(dialog.get_by_label("type this secret").input_value())
    expect(dialog.get_by_alt_text("QR code for the authenticator app")).to_have_js_property("complete", value=True)
    accessible(page)
    photograph(page, "two-step-360")
    dialog.get_by_label("Code from the app").fill(app.now())
    dialog.get_by_label("Current password").fill(PASSWORD)
    dialog.get_by_role("button", name="Turn on").click()
    codes = dialog.get_by_role("list", name="Recovery codes").get_by_role("listitem")
    expect(codes).to_have_count(10)
    recovery, second = codes.first.inner_text(), codes.nth(1).inner_text()
    accessible(page)
    photograph(page, "two-step-codes-360")
    dialog.get_by_role("button", name="Done").click()

    again = enter("/admin/account/", locale="es-US")
    again.get_by_label("Código").fill("000000")
    again.get_by_role("button", name="Entrar").click()
    expect(again.get_by_text("Este código no es correcto o ya se usó.")).to_be_visible()
    accessible(again)
    photograph(again, "login-code-es")
    again.get_by_label("Código").fill(recovery)
    again.get_by_role("button", name="Entrar").click()
    expect(again.get_by_text("Le quedan 9 códigos de recuperación.")).to_be_visible()
    again.get_by_role("button", name="Desactivar").click()
    off = again.get_by_role("dialog")
    off.get_by_label("Contraseña actual").fill(PASSWORD)
    off.get_by_label("Código de su aplicación actual").fill(second)
    off.get_by_role("button", name="Desactivar").click()
    expect(again.get_by_text("Su contraseña basta para entrar.")).to_be_visible()
