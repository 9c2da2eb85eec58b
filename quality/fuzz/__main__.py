"""`python -m quality.fuzz`: damaged input for every reader for a limited time. Exit status 1 for a crash."""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from quality.fuzz.atheris_readers import MISSING
from quality.fuzz.cases import Crash, Tally, run_cases
from quality.fuzz.growth import Growth, measure
from quality.fuzz.guided import search
from quality.fuzz.targets import Target, targets
from quality.places import RECORDED, REPOSITORY

SHARE_OF_CASES = 0.6
"""The share of a target's time for damaged bodies; the rest measures how its time grows."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _options(arguments)
    real: Path = options.real
    known = targets(real if real.is_dir() else None)
    chosen = [one for one in known if options.kind in (None, one.name)]
    if not chosen:
        sys.stderr.write(f"no such reader; the readers are {', '.join(one.name for one in known)}\n")
        return 2
    if options.engine == "atheris" and find_spec("atheris") is None:
        sys.stderr.write(f"{MISSING}\n")
        return 2
    sys.stdout.write(f"fuzz seed={options.seed} seconds={options.seconds:g} kinds={len(chosen)}\n")
    share = options.seconds / len(chosen)
    fuzz = _fuzz if options.engine == "hypothesis" else _search
    return max(fuzz(target, options.seed, share, options.found) for target in chosen)


def _fuzz(target: Target, seed: int, seconds: float, found: Path) -> int:
    tally = run_cases(target, seed, seconds * SHARE_OF_CASES)
    growth = measure(target, seed, seconds * (1 - SHARE_OF_CASES))
    if growth.crash is not None:
        tally.crashes.setdefault(growth.crash.mark, growth.crash)
    sys.stdout.write(f"{_line(target.name, tally, growth)}\n")
    for crash in tally.crashes.values():
        sys.stdout.write(f"  {crash.mark}: {_save(crash, found)}\n{crash.trace}\n")
    if not growth.is_linear:
        sys.stdout.write(f"  slower than linear on {growth.what}: {growth.seconds:.2f} s for the largest\n")
    sys.stdout.flush()
    return int(bool(tally.crashes) or not growth.is_linear)


def _search(target: Target, seed: int, seconds: float, found: Path) -> int:
    result = search(target, seed, seconds, found)
    crashes = int(bool(result.crash))
    sys.stdout.write(
        f"fuzz {result.kind} runs={result.runs} crashes={crashes} coverage={result.coverage}\n{result.crash}"
    )
    sys.stdout.flush()
    return crashes


def _line(name: str, tally: Tally, growth: Growth) -> str:
    exponent = "-" if growth.exponent is None else f"{growth.exponent:.2f}"
    slowest = f"slowest_s={tally.slowest:.3f}"
    return f"fuzz {name} cases={tally.cases} crashes={len(tally.crashes)} {slowest} exponent={exponent}"


def _save(crash: Crash, folder: Path) -> Path:
    """Names the file by its content, so that the same crash has one file."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{crash.target}-{hashlib.blake2s(crash.body, digest_size=6).hexdigest()}.bin"
    path.write_bytes(crash.body)
    return path


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fuzz", description="Feed damaged input to every reader for a limited time.")
    parser.add_argument("--seconds", type=float, default=60.0, help="for all readers together (default: %(default)g)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same cases")
    parser.add_argument(
        "--engine",
        choices=("hypothesis", "atheris"),
        default="hypothesis",
        help="hypothesis: damaged seeds, and how the time grows; atheris: guided by coverage, where it is installed",
    )
    parser.add_argument("--kind", help="only this reader")
    parser.add_argument("--real", type=Path, default=RECORDED, help="recorded pages as seeds (default: %(default)s)")
    parser.add_argument(
        "--found",
        type=Path,
        default=REPOSITORY / ".data" / "fuzz",
        help="folder for crashing inputs (default: %(default)s)",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    raise SystemExit(main())
