"""`python -m quality.bench [NAME…] [--quick]`: run the benches, a line for each. A missed goal isn't an error."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

from quality.bench.environment.servers import Servers
from quality.bench.figures import BenchFailed, Place, line
from quality.bench.table import BENCHES


def main() -> int:
    """Exit status 0 if every bench gave its figure, 1 if one failed."""
    parser = argparse.ArgumentParser(prog="python -m quality.bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"{', '.join(BENCHES)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="tiny sizes, to see whether it runs")
    options = parser.parse_args()
    if unknown := set(options.names) - set(BENCHES):
        parser.error(f"no bench {', '.join(sorted(unknown))}; choose from {', '.join(BENCHES)}")
    signal.signal(signal.SIGTERM, _stop)
    return run(options.names or list(BENCHES), quick=options.quick)


def run(names: list[str], *, quick: bool) -> int:
    failed = 0
    with tempfile.TemporaryDirectory(prefix="marquee-bench-") as folder:
        servers = Servers(Path(folder))
        try:
            for number, name in enumerate(names, 1):
                _report(f"[{number}/{len(names)}] {name} …")
                own = Path(folder) / name
                own.mkdir()
                started = time.monotonic()
                try:
                    figure = BENCHES[name].measure(Place(servers, own, quick))
                except BenchFailed as error:
                    failed += 1
                    _report(f"{name} could not be measured: {error}")
                    continue
                _report(f"    took {time.monotonic() - started:.0f} s")
                sys.stdout.write(line(name, figure, BENCHES[name].goal) + "\n")
                sys.stdout.flush()
        finally:
            servers.stop()
    return 1 if failed else 0


def _report(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _stop(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
