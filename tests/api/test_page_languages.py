"""The server's pages are in the visitor's language, and write dates and amounts as in the visitor's region."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from app.language.files import languages
from app.language.locales import words_in
from core.config import settings
from tests.api.harvest import at, concert, harvest, seed


@pytest.fixture
def events(service_environment):
    seed()
    harvest(concert("jazz", at(1, 20), title="Jazz"))


def heading(client, path="/", **headers):
    text = client.get(path, headers=headers).text
    return text[text.index("<h1>") + 4 : text.index("</h1>")]


def test_by_the_browser_the_visitor_and_the_address(client, events):
    assert heading(client, "/tomorrow") == "Events tomorrow"
    assert heading(client, "/tomorrow", **{"Accept-Language": "de, es-MX;q=0.8, en;q=0.5"}) == "Eventos de mañana"
    assert heading(client, "/tomorrow", **{"Accept-Language": "es", "Cookie": "lang=en"}) == "Events tomorrow"
    assert heading(client, "/tomorrow?lang=es") == "Eventos de mañana"
    assert heading(client, "/tomorrow?lang=xx", **{"Accept-Language": ";q=x, *"}) == "Events tomorrow"
    answer = client.get("/tomorrow", headers={"Accept-Language": "es"})
    assert '<html lang="es-US" dir="ltr"' in answer.text
    assert "Accept-Language" in answer.headers["vary"]


def test_by_setting(client, events, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "es")
    settings.cache_clear()
    assert heading(client, "/tomorrow") == "Eventos de mañana"


def test_the_town_is_named(client, events, monkeypatch):
    monkeypatch.setenv("TOWN_NAME", "Harborville & Bay")
    settings.cache_clear()
    assert heading(client) == "What’s on in Harborville &amp; Bay"


@pytest.mark.parametrize(
    ("language", "region", "day", "clock", "amount"),
    [
        ("en", "en-US", "Saturday, December 5, 2026", "7:30 PM", "$12,345.50"),
        ("en", "en-GB", "Saturday, 5 December 2026", "19:30", "$12,345.50"),
        ("es", "es-MX", "sábado, 5 de diciembre de 2026", "7:30 p.m.", "$12,345.50"),
        ("es", "es-ES", "sábado, 5 de diciembre de 2026", "19:30", "12.345,50 $"),
        ("en", "no-such", "Saturday, December 5, 2026", "7:30 PM", "$12,345.50"),
    ],
)
def test_dates_and_amounts_of_a_region(language, region, day, clock, amount):
    words = words_in(language, region)
    assert words.day(date(2026, 12, 5)) == day
    assert words.clock(datetime(2026, 12, 5, 19, 30)) == clock
    assert words.money(1234550, "USD") == amount
    assert words.money(4500, "USD").replace(" ", "") in ("$45", "45$")


def test_all_languages_have_the_same_texts():
    names = {language: set(texts) for language, texts in languages().items()}
    assert len(names) >= 2
    for language, found in names.items():
        assert found == names["en"], language


def test_each_text_has_the_same_values():
    for language, texts in languages().items():
        for name, text in texts.items():
            assert _values(text) == _values(languages()["en"][name]), (language, name)


def _values(text):
    forms = [text] if isinstance(text, str) else text.values()
    return {part.partition("}")[0] for form in forms for part in form.split("{")[1:]}
