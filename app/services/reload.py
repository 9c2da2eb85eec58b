"""Start a command again whenever a Python file changes, for development: `python -m app.services.reload COMMAND …`."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from app.services.embedded.process import ROOT

WATCHED = ("app", "scrapers", "spiders", "pipelines", "celery_app.py")
LOOK_EVERY_S = 1.0
GRACE_S = 40.0
"""A worker ends its crawls at a safe point before it leaves."""


def snapshot(root: Path) -> dict[Path, int]:
    """When each watched file was changed last. One that goes while we look is simply not there."""
    found = {}
    for place in WATCHED:
        path = root / place
        for file in path.rglob("*.py") if path.is_dir() else [path]:
            try:
                found[file] = file.stat().st_mtime_ns
            except FileNotFoundError:
                continue
    return found


def run(command: Sequence[str], root: Path = ROOT) -> int:
    """The command's exit status once SIGTERM or SIGINT ended it. One that ends by itself is started at the next change:
    it may have found an error that is being mended."""
    ending = False

    def end(number: int, frame: FrameType | None) -> None:
        nonlocal ending
        ending = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    child, known = subprocess.Popen(command), snapshot(root)
    while not ending:
        time.sleep(LOOK_EVERY_S)
        if (now := snapshot(root)) != known:
            known = now
            sys.stderr.write(f"code changed: starting {command[0]} again\n")
            _stop(child)
            child = subprocess.Popen(command)
    return _stop(child)


def _stop(child: subprocess.Popen[bytes]) -> int:
    child.terminate()
    try:
        return child.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
