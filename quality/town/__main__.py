"""`python -m quality.town [FOLDER]`: harvest a recorded town into a database of its own, and print what people see.

The folder has `feeds.tar.gz`, `names.json`, and `serve`, a program that serves each feed on a loopback host of its own.
It is the moment of the recording: for the crawls by the program `faketime` (Debian package faketime), and for Postgres
by a function `now()` of the database. Under `faketime`, Postgres crashes in half of all runs.
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

from app.services.embedded.postgres import PostgresServer
from app.services.embedded.start import started
from quality.places import RECORDED_TOWN
from quality.town.clock import set_clock
from quality.town.figures import figures, samples
from quality.town.harvest import harvest
from storage.database import migrate

RECORDED_AT = "2026-03-06T16:38:00+00:00"
"""Friday before noon in Durham."""
_CHILD = "MARQUEE_RECORDED_TOWN"
"""The folder of the program that runs with faketime's library."""


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
    if _CHILD in os.environ:
        _measure(options.folder.resolve(), Path(os.environ[_CHILD]), samples_too=options.samples)
        return 0
    faketime = shutil.which("faketime")
    if faketime is None:
        sys.stderr.write("Install faketime, on Debian: apt-get install faketime\n")
        return 1
    return _at_that_time(faketime)


def _at_that_time(faketime: str) -> int:
    """Starts Postgres, and runs this program again with faketime's library, by an offset."""
    offset = datetime.fromisoformat(RECORDED_AT) - datetime.now(UTC)
    with tempfile.TemporaryDirectory(prefix="marquee-town-") as place:
        server = started(lambda port: PostgresServer(Path(place) / "postgres", port))
        try:
            set_clock(server.url, offset)
            migrate.upgrade(server.url)
            asked = subprocess.run(
                [faketime, "-f", "+0", "printenv", "LD_PRELOAD"], stdout=subprocess.PIPE, text=True, check=True
            )
            surroundings = {
                **os.environ,
                "LD_PRELOAD": asked.stdout.strip(),
                "FAKETIME": f"{offset.total_seconds():+.0f}s",
                "TZ": "UTC",
                "DATABASE_URL": server.url,
                "PRIVATE_SOURCES": "true",
                _CHILD: place,
            }
            command = [sys.executable, "-m", "quality.town", *sys.argv[1:]]
            return subprocess.run(command, env=surroundings, check=False).returncode
        finally:
            server.stop()


def _measure(folder: Path, place: Path, *, samples_too: bool) -> None:
    harvest(folder, place)
    for name, value in figures():
        sys.stdout.write(f"town {name} {value}\n")
    if samples_too:
        sys.stdout.writelines(f"{line}\n" for line in samples())


if __name__ == "__main__":
    sys.exit(main())
