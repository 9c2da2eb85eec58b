"""`python -m quality.town [FOLDER]`: harvest a recorded town into a database of its own, and print what people see.

The folder has `feeds.tar.gz`, `names.json`, and `serve`, a program that serves each feed on a loopback host of its own.
Everything runs at the moment of the recording, with the program `faketime` (Debian package faketime).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from quality.bench.environment.servers import Servers
from quality.places import RECORDED_TOWN
from quality.town.figures import figures, samples
from quality.town.harvest import harvest

RECORDED_AT = "2026-03-06T16:38:00+00:00"
"""Friday before noon in Durham."""
_CHILD = "MARQUEE_RECORDED_TOWN"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m quality.town", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=RECORDED_TOWN, help="default: %(default)s")
    parser.add_argument(
        "--samples", action="store_true", help="list the first duplicates and the words of “Other”, too"
    )
    options = parser.parse_args()
    if not (options.folder / "feeds.tar.gz").is_file():
        sys.stderr.write(f"There is no recorded town at {options.folder}: nothing to measure.\n")
        return 0
    if _CHILD not in os.environ:
        return _at_that_time()
    with tempfile.TemporaryDirectory(prefix="marquee-town-") as place:
        servers = Servers(Path(place))
        try:
            with servers.database():
                harvest(options.folder.resolve(), Path(place))
                for name, value in figures():
                    sys.stdout.write(f"town {name} {value}\n")
                if options.samples:
                    sys.stdout.writelines(f"{line}\n" for line in samples())
        finally:
            servers.stop()
    return 0


def _at_that_time() -> int:
    """Runs this program again with faketime's library, by an offset. Postgres sometimes crashes with it: then run this
    again."""
    program = shutil.which("faketime")
    if program is None:
        sys.stderr.write("Install faketime, on Debian: apt-get install faketime\n")
        return 1
    asked = subprocess.run(
        [program, "-f", "+0", "printenv", "LD_PRELOAD"], stdout=subprocess.PIPE, text=True, check=True
    )
    offset = datetime.fromisoformat(RECORDED_AT) - datetime.now(UTC)
    faked = {"LD_PRELOAD": asked.stdout.strip(), "FAKETIME": f"{offset.total_seconds():+.0f}s"}
    surroundings = {**os.environ, **faked, _CHILD: "1", "TZ": "UTC", "PRIVATE_SOURCES": "true"}
    command = [sys.executable, "-m", "quality.town", *sys.argv[1:]]
    return subprocess.run(command, env=surroundings, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
