"""The fuzzer finds crashes and slow readers, and a short run finds none in ours."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import pytest

from core.errors import WrongKind
from quality.fuzz import atheris_readers
from quality.fuzz.__main__ import main
from quality.fuzz.cases import LARGEST_BODY, HangError, crash_of, run_cases
from quality.fuzz.growth import LINEAR, measure
from quality.fuzz.targets import PRICES, Seed, Target, targets
from scrapers.platforms.recognition import choices
from scrapers.reading.contract import Context

CONTEXT = Context(url="https://hall.example/", timezone="America/New_York", now=datetime(2026, 10, 1, tzinfo=UTC))
KNOWN = targets(None)


def stumbling(body: bytes, context: Context) -> int:
    if b"9" in body:
        raise KeyError("nine")
    raise WrongKind("no nine")


def target(run: object = stumbling, body: bytes = b"<a>1234 5678 90</a>" * 20) -> Target:
    return Target("own", run, (Seed(body, CONTEXT),))  # type: ignore[arg-type]


def test_every_kind_is_fuzzed_with_seeds() -> None:
    assert {one.name for one in KNOWN} == set(choices()) | {"dates", "prices"}
    assert all(one.seeds for one in KNOWN)


@pytest.mark.parametrize("known", KNOWN, ids=lambda one: one.name)
def test_damaged_input_ends_in_events_or_in_a_named_error(known: Target) -> None:
    tally = run_cases(known, seed=2, seconds=10.0, most=8)
    assert tally.cases > 0
    assert {crash.mark: crash.trace for crash in tally.crashes.values()} == {}


def test_a_crash_is_found_and_made_small() -> None:
    tally = run_cases(target(), seed=1, seconds=5, most=30)
    (crash,) = tally.crashes.values()
    assert crash.mark.startswith("KeyError in ")
    assert crash.body == b"9"


def test_named_errors_are_no_crash() -> None:
    assert crash_of(target(), Seed(b"1", CONTEXT)) is None


def test_the_same_seed_gives_the_same_damage() -> None:
    def bodies(seed: int) -> list[bytes]:
        seen: list[bytes] = []

        def run(body: bytes, context: Context) -> int:
            seen.append(body)
            return 0

        run_cases(Target("own", run, KNOWN[0].seeds), seed=seed, seconds=5, most=20)
        return seen

    first = bodies(3)
    assert first == bodies(3)
    assert first != bodies(4)
    assert len(set(first)) > 10
    assert all(len(body) <= 4 * LARGEST_BODY for body in first)


def test_a_hang_is_found_and_not_tried_again_and_again() -> None:
    """The target raises what the timer of a hang raises."""
    tried = []

    def run(body: bytes, context: Context) -> int:
        tried.append(body)
        raise HangError("more than 10 s")

    tally = run_cases(target(run), seed=1, seconds=5)
    assert [mark.startswith("HangError") for mark in tally.crashes] == [True]
    assert len(tried) == 1


def test_growth_is_fitted_over_doublings() -> None:
    spent = [0.0]

    def costs(power: int) -> Target:
        def run(body: bytes, context: Context) -> int:
            spent[0] += (len(body) / 1000) ** power * 0.05
            return 1

        return target(run, b"x" * 1000)

    def clock() -> float:
        return spent[0]

    linear, square = (measure(costs(power), 1, 3, clock=clock) for power in (1, 2))
    assert linear.exponent == pytest.approx(1, abs=0.2)
    assert linear.is_linear
    assert square.exponent is not None
    assert square.exponent > LINEAR
    assert not square.is_linear


def test_what_is_too_quick_to_measure_is_not_judged() -> None:
    growth = measure(target(lambda body, context: 1), 1, 0.3)
    assert (growth.exponent, growth.is_linear) == (None, True)


def test_the_command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    options = ["--seconds", "1", "--kind", "prices", "--real", str(tmp_path), "--found", str(tmp_path / "found")]
    assert main(options) == 0
    first, line = capsys.readouterr().out.splitlines()
    assert first == "fuzz seed=1 seconds=1 kinds=1"
    assert line.startswith("fuzz prices cases=")
    assert " crashes=0 slowest_s=" in line
    assert main(["--kind", "nothing", "--real", str(tmp_path)]) == 2


def test_a_crash_is_saved_and_the_status_is_1(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quality.fuzz.__main__.targets", lambda real: [target()])
    assert main(["--seconds", "1", "--found", str(tmp_path)]) == 1
    (saved,) = tmp_path.iterdir()
    assert saved.read_bytes() == b"9"
    assert f"KeyError in stumbling: {saved}" in capsys.readouterr().out


def test_atheris_is_asked_for_by_name(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quality.fuzz.atheris_readers.find_spec", lambda name: None)
    assert atheris_readers.main(["fuzz", "ics"]) == 2
    assert "atheris is not installed" in capsys.readouterr().err
    monkeypatch.setattr("quality.fuzz.__main__.find_spec", lambda name: None)
    assert main(["--engine", "atheris", "--kind", "ics"]) == 2
    assert "atheris is not installed" in capsys.readouterr().err


@pytest.mark.skipif(
    find_spec("atheris") is None, reason="atheris is not installed: it is for Linux, Python 3.11 to 3.13"
)
def test_atheris_searches_from_the_seeds(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    options = ["--engine", "atheris", "--seconds", "1", "--kind", "prices", "--found", str(tmp_path)]
    assert main([*options, "--real", str(tmp_path)]) == 0
    line = re.fullmatch(r"fuzz prices runs=(\d+) crashes=0 coverage=(\d+)", capsys.readouterr().out.splitlines()[1])
    assert line is not None
    assert int(line[1]) > 100
    assert int(line[2]) > 20
    assert len(list((tmp_path / "corpus" / "prices").iterdir())) >= len(PRICES)


def test_a_crash_of_the_search_is_shown_with_its_trace(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("quality.fuzz.guided.sys.executable", "false")
    monkeypatch.setattr("quality.fuzz.__main__.find_spec", lambda name: object())
    monkeypatch.setattr("quality.fuzz.__main__.targets", lambda real: [target()])
    assert main(["--engine", "atheris", "--seconds", "1", "--found", str(tmp_path)]) == 1
    assert "fuzz own runs=0 crashes=1" in capsys.readouterr().out
