"""The corpora and the command: our own fixtures, the sandbox, recorded pages, and a folder nobody has seen."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from quality.accuracy import replicas
from quality.accuracy.__main__ import main
from quality.accuracy.facts import NO_READER
from quality.accuracy.folder import EXPECTED, files_in
from quality.accuracy.measure import OWN_FIXTURES, MissingExpectationsError, Outcome, measure
from quality.accuracy.verdicts import Figures, Verdict, tally, total
from quality.places import REPOSITORY

RSS = (
    '<rss version="2.0" xmlns:ev="http://purl.org/rss/1.0/modules/event/"><channel><title>x</title>'
    "<item><title>Gulls</title><link>https://h.example/e/1</link>"
    "<ev:startdate>2026-11-06T01:00:00Z</ev:startdate></item></channel></rss>"
)
EXPECTATION = {
    "readers": ["rss"],
    "url": "https://h.example/",
    "timezone": "America/New_York",
    "now": "2026-10-01T12:00",
    "complete": True,
    "events": [{"title": "Gulls", "url": "https://h.example/e/1", "starts": ["2026-11-05T20:00:00-05:00"]}],
}


def write(folder: Path, body: str = RSS, **changes: object) -> Path:
    (folder / "rss").mkdir(parents=True)
    (folder / "rss" / "a.xml").write_text(body, encoding="utf-8")
    expectation = json.dumps({**EXPECTATION, **changes})
    (folder / "rss" / "a.xml.expected.json").write_text(expectation, encoding="utf-8")
    return folder


def test_own_fixtures_and_replica_sites_are_read_right() -> None:
    outcome = measure(Path("/nonexistent"))
    assert [check for check in outcome.checks if check.is_bad] == []
    assert (outcome.is_true, outcome.unjudged) == (True, ())
    assert {check.corpus for check in outcome.checks} == {OWN_FIXTURES, replicas.CORPUS}


def test_a_fixture_without_expectations_is_named(tmp_path: Path) -> None:
    (tmp_path / "rss").mkdir()
    (tmp_path / "rss" / "new.xml").write_text("<rss/>")
    with pytest.raises(MissingExpectationsError, match=r"rss/new\.xml"):
        measure(Path("/nonexistent"), fixtures=tmp_path)
    assert main(["--real", "/nonexistent", "--fixtures", str(tmp_path)]) == 1


def test_the_command_without_recorded_pages(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["--real", str(tmp_path / "none")]) == 0
    shown = capsys.readouterr()
    assert "our own fixtures and the sandbox only" in shown.err
    last = [line for line in shown.out.splitlines() if line.startswith("accuracy ")]
    assert any(line.startswith("accuracy carbonhouse title precision=1.0000 recall=1.0000 facts=") for line in last)


def test_the_figures_as_json(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["--real", str(tmp_path), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["ok"], figures["total"]["wrong"]) == (True, 0)
    assert {"kind", "field", "facts", "precision", "recall"} <= set(figures["fields"][0])


def test_a_wrong_fact_is_shown_with_both_values_and_the_status_is_1(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    event = {"title": "Gulls", "url": "https://h.example/e/1", "starts": ["2026-11-05T21:00:00-05:00"]}
    fixtures = write(tmp_path / "fixtures", events=[event])
    assert main(["--real", str(tmp_path / "none"), "--fixtures", str(fixtures), "--verbose"]) == 1
    out = " ".join(capsys.readouterr().out.split())
    assert "missing: fixtures rss/a.xml [rss] instances, events[1]: expected 'Gulls 2026-11-05T21:00:00-05:00'" in out
    assert (
        "invented: fixtures rss/a.xml [rss] instances, events[1]: expected 'Gulls', read '2026-11-05T20:00:00-05:00'"
        in out
    )


def test_a_folder_nobody_has_seen(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A file with expectations is judged; of the others the command says what was read."""
    write(tmp_path)
    (tmp_path / "feed.xml").write_text(RSS, encoding="utf-8")
    (tmp_path / "note.json").write_text("{}", encoding="utf-8")
    (tmp_path / "README.md").write_text("not a recorded page", encoding="utf-8")
    assert main(["--real", str(tmp_path), "--timezone", "Europe/Paris"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("read ")]
    assert lines == [
        "read feed.xml kind=rss events=1 occurrences=1 problems=0",
        "read note.json kind=carbonhouse refused=WrongKind",
    ]
    with_wrong_title = {**EXPECTATION["events"][0], "title": "Terns"}  # type: ignore[index]
    (tmp_path / "rss" / "a.xml.expected.json").write_text(json.dumps({**EXPECTATION, "events": [with_wrong_title]}))
    assert main(["--real", str(tmp_path)]) == 1


def test_a_dispute_that_nothing_needs_is_reported(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    event = {**EXPECTATION["events"][0], "disputed": {"title": {"reason": "cut short"}}}  # type: ignore[index]
    write(tmp_path, events=[event])
    assert main(["--real", str(tmp_path)]) == 1
    assert "no longer needed: the dispute of rss/a.xml events[1] title" in capsys.readouterr().out


@pytest.fixture(scope="module")
def everything(real: Path) -> Outcome:
    """All corpora, measured once."""
    return measure(real)


def test_every_recorded_file_has_expectations_and_every_expectation_its_file(
    real: Path, real_more: Path, everything: Outcome
) -> None:
    assert {one.file.partition("/")[0] for one in everything.unjudged} <= {"ical_oracles"}
    recorded = {
        f"{path.relative_to(folder)}.expected.json" for folder in (real, real_more) for path in files_in(folder)
    }
    assert {str(path.relative_to(EXPECTED)) for path in EXPECTED.rglob("*.json")} <= recorded


def test_every_fact_of_the_recorded_pages_is_right_or_disputed(everything: Outcome) -> None:
    assert [check for check in everything.checks if check.is_bad] == []
    assert everything.stale_disputes == ()
    assert everything.files > 300
    assert all(check.reason for check in everything.checks if check.verdict is Verdict.DISPUTED)


def test_nothing_is_made_of_files_without_a_reader(everything: Outcome) -> None:
    unread = [check for check in everything.checks if check.kind == NO_READER]
    assert len({check.file for check in unread}) > 20
    assert {check.verdict for check in unread} == {Verdict.RIGHT, Verdict.DISPUTED}


def test_the_guide_has_the_measured_figures(everything: Outcome) -> None:
    """A row for several readers has the sum of their facts."""
    text = (REPOSITORY / "docs" / "accuracy.md").read_text(encoding="utf-8")
    lines = [
        [cell.strip() for cell in line.strip("|\n").split("|")]
        for line in text.splitlines()
        if re.match(r"\| `\w+`(?:, `\w+`)* \| [\d,]+ \|", line)
    ]
    shown = {tuple(re.findall(r"`(\w+)`", line[0])): line[1:] for line in lines}
    figures = tally(everything.checks)
    kinds = {kind for kind, _ in figures if kind != NO_READER}
    assert sorted(name for names in shown for name in names) == sorted(kinds)
    for names, cells in shown.items():
        assert cells == _cells(total(one for (kind, _), one in figures.items() if kind in names)), names


def _cells(one: Figures) -> list[str]:
    counts = (one.facts, one.right, one.wrong, one.missing, one.invented, one.disputed)
    shares = (one.precision, one.recall)
    return [f"{count:,}" for count in counts] + [f"{100 * (share or 0):g} %" for share in shares]
