"""Coverage-guided fuzzing of one reader, where atheris is installed: `python -m fuzz.atheris_readers KIND …`."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec

from fuzz.targets import Target, targets
from scrapers.errors import SourceError

MISSING = "atheris is not installed: `uv pip install atheris` (Linux, Python 3.11 to 3.13), or use `make fuzz`"


def main(arguments: list[str]) -> int:
    """The first argument names the kind; the others are libFuzzer's: `-max_total_time=60`, a corpus folder."""
    if find_spec("atheris") is None:
        sys.stderr.write(f"{MISSING}\n")
        return 2
    known = {one.name: one for one in targets(None)}
    if len(arguments) < 2 or arguments[1] not in known:
        sys.stderr.write(f"which kind? {', '.join(known)}\n")
        return 2
    _fuzz(known[arguments[1]], [arguments[0], *arguments[2:]])
    return 0


def _fuzz(target: Target, arguments: list[str]) -> None:
    atheris = import_module("atheris")
    context = target.seeds[0].context

    def one_input(body: bytes) -> None:
        try:
            target.run(body, context)
        except SourceError:
            return

    atheris.instrument_all()
    atheris.Setup(arguments, one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv))
