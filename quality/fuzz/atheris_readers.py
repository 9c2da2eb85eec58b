"""One reader driven by libFuzzer, through atheris: `python -m quality.fuzz.atheris_readers KIND …`."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from pkgutil import walk_packages
from typing import TYPE_CHECKING

from core.errors import SourceError

if TYPE_CHECKING:
    from quality.fuzz.targets import Target

MISSING = "atheris is not installed: `uv pip install atheris` (Linux, Python 3.11 to 3.13), or use --engine hypothesis"


def main(arguments: list[str]) -> int:
    """The first argument names the reader; the others are libFuzzer's: `-max_total_time=60`, a corpus folder.

    The process ends when the time is up, with status 0, or libFuzzer's for a crash.
    """
    if find_spec("atheris") is None:
        sys.stderr.write(f"{MISSING}\n")
        return 2
    atheris = import_module("atheris")
    with atheris.instrument_imports(include=["scrapers.reading", "scrapers.platforms"]):
        for name in ("scrapers.reading", "scrapers.platforms"):
            for module in walk_packages(import_module(name).__path__, f"{name}."):
                if not module.name.endswith((".spider", ".base")):
                    import_module(module.name)
        targets = import_module("quality.fuzz.targets")
    known: dict[str, Target] = {one.name: one for one in targets.targets(None)}
    if len(arguments) < 2 or arguments[1] not in known:
        sys.stderr.write(f"name one of: {', '.join(known)}\n")
        return 2
    target = known[arguments[1]]
    context = target.seeds[0].context

    def one_input(body: bytes) -> None:
        try:
            target.run(body, context)
        except SourceError:
            return

    atheris.Setup([arguments[0], *arguments[2:]], one_input)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv))
