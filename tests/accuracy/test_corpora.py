"""The corpora as they are: what the command says of them, with and without the recorded pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from accuracy import fixtures, oracles, recorded, replicas
from accuracy.__main__ import main
from accuracy.index import read_index
from accuracy.listed import NO_READER
from accuracy.measure import measure
from accuracy.reading import checks_of
from accuracy.verdicts import Verdict


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


def test_nothing_is_made_of_files_without_a_reader(real: Path) -> None:
    unread = [one for one in recorded.documents(real) if one.kind == NO_READER]
    verdicts = {check.verdict for one in unread for check in checks_of(one)}
    assert len(unread) > 20
    assert verdicts == {Verdict.RIGHT, Verdict.DISPUTED}


def test_recurrences_agree_with_every_oracle(real: Path) -> None:
    cases = list(oracles.cases(real / "ical_oracles"))
    assert len(cases) > 300
    assert [case for case in cases if not case.agrees and not case.skipped] == []
    assert len([case for case in cases if case.skipped]) == 3
