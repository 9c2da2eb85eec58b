"""`python -m quality.town` on a made-up town: two calendars that share a concert, and one whose events are over."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from app.services.embedded.process import ROOT
from tests.plugins.memory import temporary_folder

pytestmark = pytest.mark.timeout(300)

SERVER = """
import argparse, http.server, json, tarfile, threading
from pathlib import Path
arguments = argparse.ArgumentParser()
arguments.add_argument("--port", type=int)
arguments.add_argument("--folder", type=Path)
options = arguments.parse_args()
here = Path(__file__).parent
names = json.loads((here / "names.json").read_text())
with tarfile.open(here / "feeds.tar.gz") as archive:
    archive.extractall(options.folder, filter="data")
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        number = int(self.connection.getsockname()[0].split(".")[3]) - 1
        found = self.path == "/feed.ics"
        body = (options.folder / f"{names[number]}.ics").read_bytes() if found else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/calendar")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *_):
        return
servers = [http.server.ThreadingHTTPServer((f"127.7.1.{n + 1}", options.port), Handler) for n in range(len(names))]
for server in servers[1:]:
    threading.Thread(target=server.serve_forever, daemon=True).start()
servers[0].serve_forever()
"""
HALL = ("Gray Heron Hall", "12 Harbor Street, Durham, NC")
FEEDS = {
    "hall": [
        ("a", "Marlowe Quartet: Ballads", "20260310T200000", HALL),
        ("b", "Harbor Choir", "20260312T190000", HALL),
    ],
    "city": [("c", "Marlowe Quartet: Ballads", "20260310T200000", HALL), ("d", "Flower Show", "20260320T100000", None)],
    "past": [("e", "Winter Ball", "20260101T200000", HALL)],
}


def _calendar(events: list[tuple[str, str, str, tuple[str, str] | None]]) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//town//EN"]
    for uid, title, start, place in events:
        lines += ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", f"DTSTART;TZID=America/New_York:{start}"]
        lines += [] if place is None else [f"LOCATION:{', '.join(place)}".replace(",", "\\,")]
        lines += ["END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def _record(folder: Path) -> None:
    with tarfile.open(folder / "feeds.tar.gz", "w:gz") as archive:
        for name, events in FEEDS.items():
            file = folder / f"{name}.ics"
            file.write_text(_calendar(events))
            archive.add(file, file.name)
    (folder / "names.json").write_text(json.dumps(list(FEEDS)))
    (folder / "serve").write_text(SERVER)


def _measured(*arguments: str) -> subprocess.CompletedProcess[str]:
    surroundings = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    command = [sys.executable, "-m", "quality.town", *arguments]
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)


@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is missing: install Debian's package faketime")
def test_what_people_see_of_a_recorded_town():
    with temporary_folder() as folder:
        _record(folder)
        ran = _measured(str(folder), "--samples")
    assert ran.returncode == 0, ran.stderr
    lines = ran.stdout.splitlines()
    assert "town runs ok=2 suspect=1" in lines
    assert "town occurrences given=4 shown=3" in lines
    assert "town venues given=1 shown=1" in lines
    assert "town duplicates-given exact=1 titles=1 near=0 titles=0" in lines
    assert "town duplicates-shown exact=0 titles=0 near=0 titles=0" in lines
    assert [line for line in lines if line.startswith("run: past | suspect | ")]


def test_without_a_recorded_town(tmp_path):
    ran = _measured(str(tmp_path))
    assert (ran.returncode, ran.stdout) == (0, "")
    assert "There is no recorded town" in ran.stderr
