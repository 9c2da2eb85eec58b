"""Texts in several languages: the page's language counts, else the first."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.items import Venue
from scrapers.platforms.jsonld import reader as jsonld
from tests.platforms.jsonld.structured_pages import CONTEXT, event, only

DE, EN = {"@value": "Gezeitenlieder", "@language": "de"}, {"@value": "Tide Songs", "@language": "en"}
BOTH = {"de": "Gezeitenlieder", "en": "Tide Songs"}


def title(record: Any, language: str) -> str:
    block = f'<script type="application/ld+json">{json.dumps(record)}</script>'
    page = f'<!doctype html><html lang="{language}"><body>{block}</body></html>'
    return only(jsonld.read_events(page.encode(), CONTEXT)).title


@pytest.mark.parametrize("language", ["en", "en-US", "EN_gb"])
@pytest.mark.parametrize(
    "name",
    [
        [DE, EN],
        BOTH,
        {"de-DE": "Gezeitenlieder", "en-GB": "Tide Songs"},
        {"de": ["Gezeitenlieder", "Lieder"], "en": ["Tide Songs"]},
        ["Gezeitenlieder", EN],
        EN,
    ],
)
def test_the_language_of_the_page(name: Any, language: str) -> None:
    assert title(event(name=name), language) == "Tide Songs"


@pytest.mark.parametrize("name", [[DE, EN], BOTH, {"@value": "Gezeitenlieder"}, {"@none": "Gezeitenlieder"}])
@pytest.mark.parametrize("language", ["", "it"])
def test_the_first_language_where_the_page_has_another(name: Any, language: str) -> None:
    assert title(event(name=name), language) == "Gezeitenlieder"


def test_the_language_of_the_event_where_the_page_names_none() -> None:
    assert title(event(name=BOTH, inLanguage="en"), "") == "Tide Songs"


@pytest.mark.parametrize(
    ("context", "names"),
    [
        ({"name": {"@id": "schema:name", "@container": "@language"}}, {"name": BOTH}),
        ({"title": {"@id": "https://schema.org/name", "@container": "@language"}}, {"title": BOTH}),
        (
            {
                "name_de": {"@id": "schema:name", "@language": "de"},
                "name_en": {"@id": "schema:name", "@language": "en"},
            },
            {"name_de": "Gezeitenlieder", "name_en": "Tide Songs"},
        ),
    ],
)
def test_languages_that_the_context_declares(context: Any, names: Any) -> None:
    record = {"@context": ["https://schema.org", context], "@type": "Event", "startDate": "2026-11-05T19:30", **names}
    assert (title(record, "en"), title(record, "de")) == ("Tide Songs", "Gezeitenlieder")


def test_places_descriptions_and_keywords() -> None:
    place = {"@type": "Place", "name": [DE, EN], "address": {"addressLocality": {"de": "Genf", "en": "Geneva"}}}
    keywords = [EN, {"@value": "Lieder", "@language": "de"}, {"@value": "Songs", "@language": "en"}]
    record = event(location=place, description=BOTH, keywords=keywords)
    block = f'<script type="application/ld+json">{json.dumps(record)}</script>'
    page = f'<!doctype html><html lang="en"><body>{block}</body></html>'
    found = only(jsonld.read_events(page.encode(), CONTEXT))
    assert found.venue == Venue(name="Tide Songs", address="Geneva")
    assert (found.description, found.categories) == ("Tide Songs", ("Tide Songs", "Songs"))


def test_a_date_with_a_type_and_an_address_with_a_key_of_two_letters() -> None:
    record = event(startDate={"@value": "2026-11-05T19:30", "@type": "xsd:dateTime"}, location={"id": "#hall"})
    assert title(record, "en") == "Tide Songs"
