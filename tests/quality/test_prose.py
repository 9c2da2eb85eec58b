"""The prose check finds each phrase wherever people read it, and leaves good sentences and data alone."""

from __future__ import annotations

import re

import pytest

from quality import prose

STILTED = [
    "The answer told before.",
    "It tells of an event.",
    "There is none.",
    "The body is no page.",
    "Whoever asks waits.",
    "Whatever comes is stored.",
    "The page could not be had.",
    "Both come along as packages.",
    "It ends by itself.",
    "An event that is to come.",
    "What a reader makes of it.",
    "Nothing of it is kept.",
    "Such a page is rare.",
    "Scripts and the like are removed.",
    "The sighted events.",
    "run.elsewhere.pages",
    "It is saved and thereby done.",
    "Read anew.",
    "The cause is mended.",
    "Times gone by.",
    "Words parted by commas.",
    "What came of a run.",
    "It is taken for a fault.",
    "A fact held against a page.",
    "It never gets round a block.",
    "The row stands in Postgres.",
    "A row of ours.",
    "At most so many rows.",
    "It waited in vain.",
    "That is not what was due.",
    "Look whether it is so.",
    "A line of which the value is text.",
    "A day is another than before.",
    "Or the other way round.",
    "Closed afterwards.",
]
BRITISH = [
    *("organise", "recognised", "normalisation", "serialising", "unserialisable", "analysed", "colours", "behaviour"),
    *("neighbouring", "theatre", "centred", "kilometres", "licence", "licences", "catalogue", "programme", "labelled"),
    *("travelling", "learnt", "judgement", "grey"),
]
GOOD = [
    "Most of it. Part of it. In the middle of it.",
    "if value is None:",
    "There is no event; it is no longer listed, and there is no harm in that.",
    "A redesign, a bystander and a stand-in stand for something; nothing stands in the way.",
    "Look elsewhere (or beside it), such as https://elsewhere.example/b.ics.",
    "amended, recommend, programmed, emphasis, promise, exercise, otherwise, analyses, premises",
    "Asolo Repertory Theatre, Arts Centre",
    'aria-labelledby="month", cancelled, cancelling',
    "come off, coming-of-age, they tell you what is wrong",
    "a title it took for granted",
]
PLACES = ["# {}", '    """{}"""', "<p>{}</p>", 'raise ValueError("{}")', "| option | {} |"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("sentence", STILTED)
def test_a_stilted_sentence_is_found_where_people_read(sentence, place):
    assert [number for number, _, _ in prose.findings("\n" + place.format(sentence))] == [2]


@pytest.mark.parametrize("word", BRITISH)
def test_a_british_spelling_is_found(word):
    assert [found for _, found, _ in prose.findings(f"# The {word} here")] == [word]


@pytest.mark.parametrize("sentence", GOOD)
def test_a_good_sentence_passes(sentence):
    assert list(prose.findings(sentence)) == []


@pytest.mark.parametrize("name", ["told", "_told", "told_before", "is_told", "Told"])
def test_a_name_is_found(name):
    assert [found.lower() for _, found, _ in prose.findings(f"{name} = 1")] == ["told"]


@pytest.mark.parametrize("gap", ["\n", "\n    # ", "\n * ", "\n    // "])
def test_a_phrase_is_found_across_a_line_break(gap):
    assert [
        (number, re.sub(r"\W+", " ", words)) for number, words, _ in prose.findings(f"# It ends by{gap}itself")
    ] == [(1, "by itself")]


def test_an_accepted_line_passes():
    assert [number for number, _, _ in prose.findings('A = "told"  # prose: ok, a title\nB = "told"')] == [2]


def test_the_command_fails_and_says_where(tmp_path, capsys):
    bad = tmp_path / "page.md"
    bad.write_text("# Title\n\nWhatever was told.\n")
    assert prose.main([str(bad)]) == 1
    shown = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[:2] for line in shown] == [[f"{bad}:3", "'Whatever'"], [f"{bad}:3", "'told'"]]
    assert all(line.split(": ", 2)[2] for line in shown), "each finding comes with advice"


def test_the_command_passes_a_good_file(tmp_path, capsys):
    good = tmp_path / "page.md"
    good.write_text("Shows all upcoming events.\n")
    assert (prose.main([str(good)]), capsys.readouterr().out) == (0, "")


def test_recorded_pages_and_the_table_of_phrases_are_skipped():
    named = ["quality/prose.py", "tests/quality/test_prose.py", "web/src/api/schema.d.ts", "Makefile"]
    assert [path.as_posix() for path in prose.files(named)] == ["Makefile"]


def test_a_folder_and_the_whole_tree_are_what_git_lists():
    folder = {path.as_posix() for path in prose.files(["docs"])}
    everything = {path.as_posix() for path in prose.files([])}
    assert {"docs/start.md", "docs/decisions/README.md"} <= folder <= everything
    assert {"Makefile", "pyproject.toml", "app/__main__.py", "web/package.json"} & everything == {
        "Makefile",
        "pyproject.toml",
        "app/__main__.py",
    }
    assert not [name for name in everything if "/fixtures/" in name or name == "quality/prose.py"]
