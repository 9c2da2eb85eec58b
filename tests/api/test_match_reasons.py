"""Each reason that a rule writes is data: a code that each language has words for."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from app.edits.reasons import ENGLISH, TEXT, Reason, read_reasons
from app.services.embedded.process import ROOT

MAKERS = {"PlaceMatch", "TitleMatch", "TimeMatch", "Related", "_different", "Suggestion"}


def _written() -> Iterator[str]:
    """The texts that the rules give to what carries a reason, with `7` for each value."""
    for folder in ("matching", "places"):
        for path in sorted((ROOT / "storage" / folder).glob("*.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
                    for argument in node.args:
                        yield from _texts(argument)


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from (*_texts(node.body), *_texts(node.orelse))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)


def test_every_reason_has_a_code():
    written = [text.removeprefix("7, ") for text in _written() if text != "7, 7"]
    assert len(written) > 40
    assert [text for text in written if any(one.code == TEXT for one in read_reasons(text))] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_code_has_words(language):
    texts = (ROOT / "web/src/language/office" / f"reasons.{language}.ts").read_text()
    assert [code for code in ENGLISH if f"  {code}:" not in texts] == []


@pytest.mark.parametrize(
    ("said", "reasons"),
    [
        ("the same start (+2)", [Reason("same_start", "", 2)]),
        ("60 minutes apart, as doors and show (+1)", [Reason("doors_and_show", "60", 1)]),
        ("the titles share bach, choir (+1)", [Reason("titles_share", "bach, choir", 1)]),
        ("the same title, of common words only (+1)", [Reason("same_title", "", None), Reason("common_words", "", 1)]),
        ("the same day, one without an hour (+0.5)", [Reason("one_without_hour", "", 0.5)]),
        (
            "same address: 5 bay, under two names",
            [Reason("same_address", "5 bay", None), Reason("two_names", "", None)],
        ),
        ("names differ (-2.5)", [Reason("names_differ", "", -2.5)]),
        ("the owner says so", [Reason(TEXT, "the owner says so", None)]),
    ],
)
def test_what_a_reason_says(said, reasons):
    assert read_reasons(said) == reasons
