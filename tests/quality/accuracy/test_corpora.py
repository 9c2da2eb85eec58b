"""The corpora as they are: what the command says of them, with and without the recorded pages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from quality.accuracy import fixtures, recorded, replicas
from quality.accuracy.__main__ import main
from quality.accuracy.index import read_index
from quality.accuracy.listed import NO_READER, REPOSITORY
from quality.accuracy.measure import Outcome, measure
from quality.accuracy.verdicts import Figures, Verdict, tally, total


def test_own_fixtures_and_replica_sites_are_read_right() -> None:
    outcome = measure(Path("/nonexistent"))
    assert [check for check in outcome.checks if check.is_bad] == []
    assert (outcome.is_true, outcome.real, outcome.cases) == (True, None, ())
    assert {check.corpus for check in outcome.checks} == {fixtures.CORPUS, replicas.CORPUS}


def test_a_fixture_of_which_nobody_says_what_it_tells_is_named(tmp_path: Path) -> None:
    (tmp_path / "rss").mkdir()
    (tmp_path / "rss" / "new.xml").write_text("<rss/>")
    with pytest.raises(fixtures.NoExpectationError, match=r"rss/new\.xml"):
        list(fixtures.documents(tmp_path))


def test_the_command_without_recorded_pages(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["--real", str(tmp_path)]) == 0
    told = capsys.readouterr()
    assert "own fixtures and the sandbox alone" in told.err
    last = [line for line in told.out.splitlines() if line.startswith("accuracy ")]
    assert any(line.startswith("accuracy carbonhouse title precision=1.0000 recall=1.0000 facts=") for line in last)


def test_the_figures_as_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["--real", str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["real"], told["total"]["wrong"]) == (True, None, 0)
    assert {"kind", "field", "facts", "precision", "recall"} <= set(told["fields"][0])


def test_a_wrong_fact_is_told_with_both_values_and_the_status_is_1(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, expected = tmp_path / "fixtures", tmp_path / "expected"
    for place in (folder / "rss", expected / "rss"):
        place.mkdir(parents=True)
    item = "<item><title>Gulls</title><link>https://h.example/e/1</link><ev:startdate>2026-11-06T01:00:00Z</ev:startdate></item>"
    head = '<rss version="2.0" xmlns:ev="http://purl.org/rss/1.0/modules/event/"><channel><title>x</title>'
    (folder / "rss" / "a.xml").write_text(f"{head}{item}</channel></rss>")
    told = {"title": "Gulls", "url": "https://h.example/e/1", "starts": ["2026-11-05T21:00:00-05:00"]}
    meta = {"url": "https://h.example/", "timezone": "America/New_York", "now": "2026-10-01T12:00", "events": [told]}
    (expected / "rss" / "a.xml.json").write_text(json.dumps(meta))
    real_documents = fixtures.documents
    monkeypatch.setattr(fixtures, "documents", lambda: real_documents(folder, expected))
    assert main(["--real", str(tmp_path), "--verbose"]) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert "missing: fixtures rss/a.xml [rss] instances, expectation: listed 'Gulls 2026-11-05T21:00:00-05:00'" in out
    assert (
        "invented: fixtures rss/a.xml [rss] instances, expectation: listed 'Gulls', read '2026-11-05T20:00:00-05:00'"
        in out
    )


def test_every_recorded_file_has_a_reader_or_a_reason(real: Path) -> None:
    for row in read_index(real):
        if row.kind == "ical_oracles":
            continue
        for kind in recorded.kinds_of(row):
            known = any(row.file.startswith(start) for start in recorded.WHY_UNREAD)
            assert (kind == NO_READER) <= known, row.file


@pytest.fixture(scope="module")
def everything(real: Path) -> Outcome:
    """All corpora, measured once."""
    return measure(real)


def test_every_fact_of_the_recorded_pages_is_right_or_disputed(everything: Outcome) -> None:
    assert [check for check in everything.checks if check.is_bad] == []
    assert everything.stale == ()
    assert everything.files > 300
    assert all(check.reason for check in everything.checks if check.verdict is Verdict.DISPUTED)


def test_nothing_is_made_of_files_without_a_reader(everything: Outcome) -> None:
    unread = [check for check in everything.checks if check.kind == NO_READER]
    assert len({check.file for check in unread}) > 20
    assert {check.verdict for check in unread} == {Verdict.RIGHT, Verdict.DISPUTED}


def test_the_tables_of_the_readme_are_in_step(everything: Outcome) -> None:
    """A line of several readers has the sum of their facts."""
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    lines = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in text.splitlines()
        if re.match(r"\| `\w+`(?:, `\w+`)* \| [\d,]+ \|", line)
    ]
    told = {tuple(re.findall(r"`(\w+)`", line[0])): line[1:] for line in lines}
    figures = tally(everything.checks)
    kinds = {kind for kind, _ in figures if kind != NO_READER}
    assert sorted(name for names in told for name in names) == sorted(kinds)
    for names, cells in told.items():
        assert cells == _cells(total(one for (kind, _), one in figures.items() if kind in names)), names
    agreed, run = sum(case.agrees for case in everything.cases), len(everything.cases)
    assert f"agree with libical and ical.js in {agreed} cases of {run}" in " ".join(text.split())


def _cells(one: Figures) -> list[str]:
    counts = (one.facts, one.right, one.wrong, one.missing, one.invented, one.disputed)
    shares = (one.precision, one.recall)
    return [f"{count:,}" for count in counts] + [f"{100 * (share or 0):g} %" for share in shares]


def test_recurrences_agree_with_every_oracle(everything: Outcome) -> None:
    cases = everything.cases
    assert len(cases) > 300
    assert [case for case in cases if not case.agrees and not case.skipped] == []
    assert len([case for case in cases if case.skipped]) == 3
