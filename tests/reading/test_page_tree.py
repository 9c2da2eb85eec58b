"""Pages whose tags have so many attributes that parsing them would take hours."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.errors import PageChanged
from scrapers.platforms.recognition import read_events
from scrapers.reading.contract import Context
from scrapers.reading.page_tree import page_tree

CONTEXT = Context(url="https://pier.example/", timezone="America/New_York", now=datetime(2028, 11, 22, tzinfo=UTC))
NAMES = [f"a{number}" for number in range(100_000)]
CROWDED = {
    "names": f"<p {' '.join(NAMES)}>",
    "values": f"<p {' '.join(f'{name}=1' for name in NAMES)}>",
    "quoted ends": "<p " + " ".join(f'{name}=">"' for name in NAMES) + ">",
    "no spaces": "<p " + "".join(f"{name}='1'" for name in NAMES) + ">",
    "slashes": f"<p/{'/'.join(NAMES)}>",
    "a quote without a value": f'<p " {" ".join(NAMES)} ">',
    "a quote in a value": f'<p a==" {" ".join(NAMES)} ">',
    "an equals sign first": f'<p =" {" ".join(NAMES)} ">',
    "tags within": f"<p {' '.join(f'{name}<' for name in NAMES)}>",
    "a script": f"<script {' '.join(NAMES)}></script>",
    "a closed comment": f"<!--><p {' '.join(NAMES)}>",
    "a script in a text field": f"<textarea><script></textarea><p {' '.join(NAMES)}>",
    "no end": f"<p {' '.join(NAMES)}",
}


@pytest.mark.parametrize("name", CROWDED)
def test_a_tag_with_thousands_of_attributes_is_refused(name):
    page = f"<!doctype html><html><body><p class='a'>Jazz</p>{CROWDED[name]}"
    with pytest.raises(PageChanged, match="a tag with thousands of attributes"):
        page_tree(page, CONTEXT)


def test_readers_refuse_it():
    body = f"<!doctype html><html><body>{CROWDED['names']}".encode()
    for kind in ("carbonhouse", "cards", "jsonld", "auto"):
        with pytest.raises(PageChanged, match="a tag with thousands of attributes"):
            read_events(kind, body, CONTEXT)


@pytest.mark.parametrize(
    "page",
    [
        "<br>" * 100_000,
        "<script>" * 500_000,
        "<!--" * 500_000,
        f"<div data-page='{'[1, 2, 3] ' * 100_000}'>",
        f"<img src=data:image/png;base64,{'A/b+' * 100_000}>",
        f"<script>var seats = [{'1, 2, 3, ' * 100_000}]</script>",
        f"<p>{'one word and another ' * 50_000}</p>",
    ],
    ids=lambda page: page[:12],
)
def test_other_long_pages_are_parsed(page):
    assert page_tree(f"<html><body>{page}", CONTEXT) is not None
