"""Runs libFuzzer on one reader for a limited time, guided by the code that each input reaches (atheris)."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from quality.fuzz.cases import TRICKY
from quality.fuzz.targets import Target
from quality.places import REPOSITORY

LONGEST_CASE = 10
"""Seconds for one input; more is a hang. Instrumented readers are several times slower."""

MOST_MEMORY_MB = 2048
_START_AND_STOP = 90
_RUNS = re.compile(r"Done (\d+) runs")
_COVERAGE = re.compile(r"cov: (\d+)")


@dataclass(frozen=True, slots=True)
class Search:
    """The result for one reader. `coverage`: edges of our code reached. `crash`: trace and path of the input."""

    kind: str
    runs: int
    coverage: int
    crash: str = ""


def search(target: Target, seed: int, seconds: float, found: Path) -> Search:
    """Saves crashing inputs in `found`, and its corpus in `found/corpus/KIND` for the next search."""
    corpus = found / "corpus" / target.name
    corpus.mkdir(parents=True, exist_ok=True)
    for one in target.seeds:
        (corpus / hashlib.sha1(one.body, usedforsecurity=False).hexdigest()).write_bytes(one.body)
    options = {
        "dict": _dictionary(found),
        "artifact_prefix": f"{found / target.name}-",
        "max_total_time": max(1, round(seconds)),
        "timeout": LONGEST_CASE,
        "rss_limit_mb": MOST_MEMORY_MB,
        "seed": seed,
    }
    ran = subprocess.run(
        [sys.executable, "-m", "quality.fuzz.atheris_readers", target.name]
        + [f"-{name}={value}" for name, value in options.items()]
        + [str(corpus)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=seconds + _START_AND_STOP,
        check=False,
    )
    said = ran.stdout + ran.stderr
    runs, coverage = _RUNS.search(said), _COVERAGE.findall(said)
    crash = f"status {ran.returncode}: {said[-4000:]}\n" if ran.returncode else ""
    return Search(target.name, int(runs[1]) if runs else 0, int(coverage[-1]) if coverage else 0, crash)


def _dictionary(found: Path) -> Path:
    """Writes the tricky pieces as a libFuzzer dictionary."""
    path = found / "dictionary"
    quoted = ("".join(f"\\x{byte:02x}" for byte in piece) for piece in TRICKY)
    path.write_text("".join(f'"{piece}"\n' for piece in quoted), encoding="ascii")
    return path
