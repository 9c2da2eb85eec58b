"""JSON with the mistakes that browsers and search engines accept, on every Python from 3.11.0."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from scrapers.reading.json_text import lenient_json

REPOSITORY = Path(__file__).resolve().parents[2]
_POSSESSIVE_GROUP = re.compile(r"(?<!\\)\)(?:[*+?]|\{\d*,?\d*\})\+|\(\?>")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a":1,}', {"a": 1}),
        ('{"a":[1,2, /* x */ ], // y\n}', {"a": [1, 2]}),
        ('{"a":"x,]",}', {"a": "x,]"}),
        ('{"a":"\\\\",}', {"a": "\\"}),
        ('{"a":"\\"q\\"",}', {"a": '"q"'}),
        ('/* a * b **/{"a":1}', {"a": 1}),
        ('{"a":"//x /* y */",/**/}', {"a": "//x /* y */"}),
        ('{"a":1, /* , ] */ // z\n /* q */ }', {"a": 1}),
        ('{"a":"it\\\'s"}', {"a": "it's"}),
        ("[1,2,/***/]", [1, 2]),
    ],
)
def test_comments_and_trailing_commas(text: str, value: Any) -> None:
    assert lenient_json(text) == value


def test_no_pattern_has_a_possessive_group() -> None:
    """Python 3.11.0 to 3.11.4 match them wrongly (issue 106052 of CPython)."""
    folders = ("core", "storage", "scrapers", "spiders", "pipelines", "app", "quality", "sandbox")
    files = [path for folder in folders for path in (REPOSITORY / folder).rglob("*.py")]
    assert len(files) > 500
    texts = {path.name: path.read_text().replace("()*+,", "") for path in files}
    assert [name for name, text in texts.items() if _POSSESSIVE_GROUP.search(text)] == []
