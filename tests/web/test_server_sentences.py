"""The back office's Spanish for what the service says in English."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import astuple
from functools import cache
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.alerts.watchdog import WITHOUT
from app.api.alerts.routes import NewRoute
from app.worker.planning import in_words
from core import errors
from core.recipes.recipe import Recipe
from scrapers.discovery.closed import CLOSED
from scrapers.discovery.refusals import ADVICE, refusal_of
from scrapers.discovery.refusals import sentence as refusal
from scrapers.platforms.cards.recipes.read import faults, misfit
from scrapers.platforms.cards.recipes.reading import RecipeReading
from storage.alerts import matters
from storage.health import words
from storage.health.checks import RULES, Comparison, History, MeasuredRun, check

CRONS = ("* * * * *", "0 6,18 * * 1-5", "30 6 1 * *", "*/30 * * * *", "30 */2 * * *", "0 6 * * 1,3", "every 3600 s")
MEANINGS = (*words.MEANINGS.values(), *matters.MEANINGS.values())
ROOT = Path(__file__).resolve().parents[2]
SENTENCES = json.loads((ROOT / "web/src/language/office/server.es.json").read_text(encoding="utf-8"))
SOURCES = ("app", "core", "storage", "scrapers")
PLACES = (
    "app/api/editing",
    "app/api/letter",
    "app/edits",
    "storage/access",
    "storage/categories",
    "storage/edits",
    "storage/merging",
    "storage/places",
    "storage/series",
)
REFUSED = {
    "BulkRefused",
    "CategoryRefused",
    "NotPossible",
    "PlaceRefused",
    "Problem",
    "Refusal",
    "RowsBusy",
    "Unreadable",
    "WeakPassword",
}


@cache
def texts():
    """All text in the code, f-strings with a mark where a value is."""
    found = []
    for folder in SOURCES:
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.append(node.value)
    return "\n".join([*found, *refused(), *map(in_words, CRONS), *(meaning.next for meaning in MEANINGS)])


def refused():
    """What pydantic says of bad input."""
    given = ({}, {"person": "", "severity": 0, "sources": []}, {"person": "x" * 201, "severity": 3}, {"person": "a\nb"})
    for one in given:
        with pytest.raises(ValidationError) as error:
            NewRoute.model_validate(one)
        yield from (found["msg"] for found in error.value.errors())


@pytest.mark.parametrize("english", SENTENCES)
def test_the_service_still_says_it(english):
    longest = max(re.split(r"\{\}|[;:,(%]| besides ", english), key=len)
    assert longest.strip() in texts()


@pytest.mark.parametrize(("english", "spanish"), SENTENCES.items())
def test_a_translation_keeps_the_values(english, spanish):
    assert english.count("{}") == spanish.count("{}")
    assert english != spanish


def refusals():
    """What the service answers instead of doing what an editor asked for: sentences, with a mark for each value."""
    for path in (path for place in PLACES for path in (ROOT / place).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) in REFUSED:
                yield from filter(None, map(sentence, node.args))


def sentence(node):
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    said = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
    return said.removesuffix(" {}") if " " in said else None


UNREADABLE = (
    errors.Blocked("its robots.txt forbids this address"),
    errors.Blocked("HTTP 403"),
    errors.Blocked("HTTP 429"),
    errors.PageGone("HTTP 404"),
    errors.PageChanged("a page without elements"),
)
RECIPE = Recipe(card=".show", title="h3", date=".when", link="a", usual=("time", "link"))
MISFITS = (
    RecipeReading(),
    RecipeReading(matched=3, filled={"title": 3, "date": 3}),
    RecipeReading(matched=3, filled={"title": 0, "date": 3}),
    RecipeReading(matched=1, filled={"title": 1, "date": 0}),
    RecipeReading(matched=3, events=(None,) * 3, filled={"link": 3}),
    RecipeReading(matched=20, events=(None,) * 20, filled={"time": 1, "link": 20}),
    RecipeReading(matched=1, events=(None,), filled={"time": 1, "link": 1}, others=("Heron", "Tide")),
)


def is_translated(said):
    patterns = (re.escape(one).replace(r"\{\}", "(.+?)") for one in SENTENCES)
    return any(re.fullmatch(pattern, said, re.DOTALL) for pattern in patterns)


def kinds(error=errors.SourceError):
    own = [one for one in error.__subclasses__() if one.__module__ == errors.__name__]
    return [error, *(kind for one in own for kind in kinds(one))]


def checked():
    """What the checks say of values far from the usual, and without a history."""
    usual = {rule.measure: 0.0 if rule.comparison is Comparison.ABOVE else 1.0 for rule in RULES}
    far = {rule.measure: 2000.0 if rule.comparison is Comparison.ABOVE else 0.0 for rule in RULES}
    past = [MeasuredRun(at=None, measures=usual)] * 3
    for history in (History(past, 1.0), History()):
        yield from (one.said for one in check({**far, "events": 20}, history) if one.odd)


@pytest.mark.parametrize("said", sorted(set(refusals())))
def test_what_an_editor_is_refused_is_in_spanish(said):
    assert is_translated(said)


@pytest.mark.parametrize(
    "said",
    [
        *sorted({kind.advice for kind in kinds()}),
        *sorted({said for meaning in MEANINGS for said in astuple(meaning)}),
        *WITHOUT.values(),
        *sorted(set(checked())),
        *(one.strip() for closed in CLOSED for one in re.findall(r"[^.]+(?:\.(?:txt|com)[^.]+)*\.", closed.sentence)),
        ADVICE,
        refusal_of([]).removesuffix(f" {ADVICE}"),
        *map(refusal, UNREADABLE),
        *(misfit(RECIPE, read) for read in MISFITS),
        faults(RECIPE, RecipeReading(matched=3, filled={"title": 3, "date": 3}, events=(None,))),
    ],
)
def test_what_people_read_in_alerts_and_refusals_is_in_spanish(said):
    assert is_translated(said)


def recorded_acts():
    """What the code gives to the audit log as a constant."""
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.keyword) and node.arg == "action" and isinstance(node.value, ast.Constant):
                yield node.value.value


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_act_in_the_audit_log_has_a_sentence(language):
    known = (ROOT / f"web/src/language/office/acts.{language}.ts").read_text(encoding="utf-8")
    acts = {one for one in recorded_acts() if one is not None}
    assert len(acts) > 40
    assert {one for one in acts if f'\n  "{one}": ' not in known and f"\n  {one}: " not in known} == set()
