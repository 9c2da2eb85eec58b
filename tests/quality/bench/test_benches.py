"""Each bench at a tiny size: it runs, does its work on both sides, and prints its figure."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from quality.bench.figures import Figure, Goal, line
from quality.bench.rounds import medians
from quality.bench.table import BENCHES
from tests.plugins.memory import temporary_folder

REPOSITORY = Path(__file__).resolve().parents[3]
RATIO, COUNT = r"ratio \(goal [≥≤] [\d.]+\): .+ ÷ .+", r"requests \(goal ≤ \d+\): median .+ s; worst .+"
OTHER = r"(?:s|ratio) \(goal ≤ [\d.]+\): \d+ (?:harvests in a day|MiB), .+"
LINE = re.compile(rf"bench (\w+) (\d[\d.e+-]*) (?:{RATIO}|{COUNT}|{OTHER}); (met|missed)\n")
OF_THE_API = [name for name in BENCHES if name.startswith("api_")]
OF_WORKERS = ["launch", "workers", "memory"]
OF_FARMS = ["farm", "farm_vs_seed"]
OTHERS = sorted(set(BENCHES) - {*OF_THE_API, *OF_WORKERS, *OF_FARMS})


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "names",
    [
        pytest.param(OF_THE_API, id="api"),
        pytest.param(OTHERS, id="others"),
        pytest.param(OF_WORKERS, id="workers", marks=pytest.mark.long),
        pytest.param(OF_FARMS, id="farms", marks=pytest.mark.long),
    ],
)
def test_benches_run(names):
    """Benches that share servers and measurements run together. Those that start many processes take a minute."""
    with temporary_folder() as folder:
        ran = subprocess.run(
            [sys.executable, "-m", "quality.bench", *names, "--quick"],
            cwd=REPOSITORY,
            env={**os.environ, "TMPDIR": str(folder)},
            capture_output=True,
            text=True,
            timeout=290,
            check=False,
        )
    assert ran.returncode == 0, ran.stderr
    lines = [LINE.fullmatch(line) for line in ran.stdout.splitlines(keepends=True)]
    assert all(lines), ran.stdout
    assert [line[1] for line in lines] == names
    assert all(float(line[2]) > 0 for line in lines)


def test_unknown_bench_is_named():
    ran = subprocess.run(
        [sys.executable, "-m", "quality.bench", "speed"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 2
    assert "no bench speed; choose from" in ran.stderr


def test_sides_take_turns_and_medians_are_compared():
    order: list[str] = []
    figures = {"ours": iter([3.0, 1.0, 2.0]), "theirs": iter([30.0, 10.0, 20.0])}

    def side(name):
        order.append(name)
        return next(figures[name])

    assert medians(lambda: side("ours"), lambda: side("theirs"), 3) == (2.0, 20.0)
    assert order == ["ours", "theirs", "theirs", "ours", "ours", "theirs"]


@pytest.mark.parametrize(
    ("value", "goal", "verdict"),
    [
        (0.9, Goal("≥", 0.9), "met"),
        (0.89, Goal("≥", 0.9), "missed"),
        (0.02, Goal("≤", 0.02), "met"),
        (0.03, Goal("≤", 0.02), "missed"),
    ],
)
def test_line(value, goal, verdict):
    shown = line("store", Figure(value, "3 rows/s ÷ 4 rows/s"), goal)
    assert shown == f"bench store {value:g} ratio (goal {goal}): 3 rows/s ÷ 4 rows/s; {verdict}"
