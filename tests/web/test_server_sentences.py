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
from app.language.server import translated
from app.worker.planning import in_words
from core import errors
from core.recipes.recipe import Recipe
from scrapers.discovery.closed import CLOSED
from scrapers.discovery.refusals import ADVICE, refusal_of
from scrapers.discovery.refusals import sentence as refusal
from scrapers.platforms.cards.recipes.read import faults, misfit
from scrapers.platforms.cards.recipes.reading import RecipeReading
from scrapers.platforms.registry import platforms
from storage.alerts import matters
from storage.health import words
from storage.health.checks import RULES, Comparison, History, MeasuredRun, check

CRONS = (
    "* * * * *",
    "*/30 * * * *",
    "15 * * * *",
    "15,45 * * * *",
    "0,20,40 * * * *",
    "5,20,35,50 * * * *",
    "0-10 * * * *",
    "5/15 * * * *",
    "0-30/10 6 * * *",
    "0 6-18 * * *",
    "*/15 8-10 * * *",
    "0 22-2 * * *",
    "30 */2 * * *",
    "0 6,18 * * 1-5",
    "0 6,9 * * *",
    "0 5,6,7 * * *",
    "0 6,12,18 * * *",
    "0 5,6,7,8 * * *",
    "0 0,6,12,18 * * *",
    "15,30 6,18 * * *",
    "15,30 6,7 * * *",
    "5-10 6,7,18 * * *",
    "5-10 6,7,8 * * *",
    "5-10 6,18 * * *",
    "5-10 6,7 * * *",
    "0 6 * * 1",
    "0 6 * * 1,3",
    "0 6 * * mon,wed,fri",
    "0 6 * * 0,1,2,4",
    "0 6 * * 2-6",
    "0 6 * * */2",
    "30 6 1 * *",
    "0 6 1,15 * *",
    "0 6 1,11,21 * *",
    "0 6 1-7 * *",
    "0 6 */2 * *",
    "0 0 1 * 1",
    "0 0 1 * 1,2",
    "0 6 1 1 *",
    "0 6 1 6,12 *",
    "0 6 1 2,3,4 *",
    "0 6 1 5,7,9,11 *",
    "0 6 * 8-10 *",
    "0 6 * */2 *",
    "0 6 1 */3 *",
    "every 3600 s",
    "every 5400 s",
    "every 60 s by the clock",
    "every 1 s",
    "every 90 s",
    "every 86400 s",
    "every 172800 s",
)
MEANINGS = (*words.MEANINGS.values(), *matters.MEANINGS.values())
ROOT = Path(__file__).resolve().parents[2]
SENTENCES = json.loads((ROOT / "web/src/language/office/server.es.json").read_text(encoding="utf-8"))
SOURCES = ("app", "core", "storage", "scrapers")
PLACES = (
    "app/branding",
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
    "LogoRefused",
    "NoDrawing",
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


SCHEDULE_WORDS = r"\b(at|every|and|through|between|past|hours?|only|on|in|of|the|if|day|days|month|AM|PM|[A-Z]\w+day)\b"


@pytest.mark.parametrize("cron", CRONS)
def test_schedules_are_wholly_in_spanish(cron):
    assert not re.search(SCHEDULE_WORDS, translated(in_words(cron), "es"), re.IGNORECASE)


def notes():
    """Of a run, and the evidence for how a site publishes."""
    yield from (sign.reason for one in platforms().values() for sign in one.signs)
    for path in (ROOT / "storage/runs/finish.py", ROOT / "storage/runs/losses.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "advice":
                yield sentence(node.value)
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "append":
                yield from (said for said in map(sentence, node.args) if said and said[-1] == ".")
    for count in ("1 event came under a new UID and was", "2 events came under new UIDs and were"):
        yield f"{count} known again by title, start, and place"


@pytest.mark.parametrize("said", sorted(set(notes())))
def test_evidence_and_notes_are_in_spanish(said):
    assert is_translated(said.replace("{} missing outside", "1 event is missing outside"))


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
