"""A site's name, language, and place, as its pages give them."""

from __future__ import annotations

import pytest
from lxml import html

from core.items import Venue
from scrapers.discovery.about import language, own_place, site_name


def tree(head, lang=""):
    return html.document_fromstring(f"<html{lang}><head>{head}</head><body><p>x</p></body></html>")


@pytest.mark.parametrize(
    ("head", "url", "name"),
    [
        (
            "<title>Events for 2026-11 - Bayside Aquarium</title>",
            "https://b.example/events/month/",
            "Bayside Aquarium",
        ),
        ("<title>Tern Hall | Events</title>", "https://a.example/", "Tern Hall"),
        ("<title>Events | Tern Hall</title>", "https://a.example/events", "Tern Hall"),
        ("<title>What’s On – Tern Hall</title>", "https://a.example/whats-on", "Tern Hall"),
        ("<title>Shows that stay | Tern Hall | Sarasota, FL</title>", "https://www.ternhall.example/", "Tern Hall"),
        ("<title>Tern Hall</title>", "https://a.example/", "Tern Hall"),
        ("<title>Events</title>", "https://a.example/events", "Events"),
        ("<title>x</title><meta property='og:site_name' content=' Tern  Hall '>", "https://a.example/", "Tern Hall"),
        (
            '<title>x</title><script type="application/ld+json">{"@type":"WebSite","name":"Tern Hall"}</script>',
            "https://a.example/",
            "Tern Hall",
        ),
        ("", "https://a.example/", ""),
    ],
)
def test_name(head, url, name):
    assert site_name(tree(head), url) == name


def test_language():
    assert language(tree("", " lang='es-MX'")) == "es-MX"
    assert language(tree("", " lang='the usual'")) == language(tree("")) == ""


HALL = '{"@type":"PerformingArtsTheater","name":"Tern Hall","address":"1 Pier Rd, Sarasota"}'


def test_the_sites_own_place():
    block = "<script type='application/ld+json'>{}</script>"
    hall = Venue(name="Tern Hall", address="1 Pier Rd, Sarasota")
    assert own_place(tree(block.format(HALL))) == hall
    event = f'{{"@type":"Event","name":"Herons","location":{HALL}}}'
    assert own_place(tree(block.format(event))) is None
    two = f"[{HALL}, {HALL.replace('Tern', 'Gull')}]"
    assert own_place(tree(block.format(two))) is None
