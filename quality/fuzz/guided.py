"""Has libFuzzer search a kind for a bounded time, guided by what the reader's code does with its input (atheris)."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from quality.fuzz.mutations import SCRAPS
from quality.fuzz.targets import Target
from quality.places import REPOSITORY

LONGEST_CASE = 10
"""Seconds for one input; more is a hang. Watching makes a reader several times slower."""

MOST_MEMORY_MB = 2048
_START_AND_STOP = 90
_RUNS = re.compile(r"Done (\d+) runs")
_COVERAGE = re.compile(r"cov: (\d+)")


@dataclass(frozen=True, slots=True)
class Search:
    """What came of one kind. `coverage`: edges of the readers' code seen. `crash`: trace, and where the input is."""

    kind: str
    runs: int
    coverage: int
    crash: str = ""


def search(target: Target, seed: int, seconds: float, found: Path) -> Search:
    """Crashing inputs are saved in `found`, what it learnt in `found/corpus/KIND`, from where the next one goes on."""
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
    """The pieces that parsers trip over, as libFuzzer reads them."""
    path = found / "dictionary"
    quoted = ("".join(f"\\x{byte:02x}" for byte in scrap) for scrap in SCRAPS)
    path.write_text("".join(f'"{scrap}"\n' for scrap in quoted), encoding="ascii")
    return path
