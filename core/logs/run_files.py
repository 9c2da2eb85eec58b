"""Writes each run's log to its own file in DATA_DIR/logs/runs, line by line, so that it survives a crash."""

from __future__ import annotations

import errno
import hashlib
import json
import logging
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.logs.formats import Json

LARGEST_BYTES = 10_000_000
"""A run that logs more than this has something wrong with it. The console still shows everything."""
PLAIN_NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}")
CUT = {"level": "WARNING", "logger": __name__, "message": f"the log of this run is longer than {LARGEST_BYTES} bytes"}


def folder(data_dir: Path) -> Path:
    return data_dir / "logs" / "runs"


def run_file(data_dir: Path, run_id: str) -> Path:
    """The path of a run's log. Hashes an id that is not a plain file name, because anyone may name a run."""
    plain = PLAIN_NAME.fullmatch(run_id) is not None
    return folder(data_dir) / f"{run_id if plain else hashlib.sha256(run_id.encode()).hexdigest()}.jsonl"


def runs_with_logs(data_dir: Path) -> list[Path]:
    """The files, newest first."""
    return sorted(folder(data_dir).glob("*.jsonl"), key=lambda path: path.stat().st_mtime, reverse=True)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a run's log, without one that a crash cut off."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            try:
                found = json.loads(line)
            except ValueError:
                continue
            if isinstance(found, dict):
                yield found


class RunFiles(logging.Handler):
    """Appends each record that is about a run to the run's file. Opens the file each time, because several processes
    write one run's log and a worker has many runs. A new run's first line deletes files older than `keep_days`."""

    def __init__(self, data_dir: Path, keep_days: int) -> None:
        super().__init__()
        self.setFormatter(Json())
        self.data_dir, self.keep_days = data_dir, keep_days

    def emit(self, record: logging.LogRecord) -> None:
        run_id = getattr(record, "about", {}).get("run")
        if run_id is None:
            return
        path = run_file(self.data_dir, str(run_id))
        try:
            self._append(path, self.format(record))
        except OSError as error:
            if error.errno != errno.ENOSPC:  # on a full disk, the lines are at least on the console
                self.handleError(record)

    def _append(self, path: Path, line: str) -> None:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._forget_old(path.parent)
        with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
            written = file.tell()
            if written < LARGEST_BYTES:
                file.write(line + "\n")
                if file.tell() >= LARGEST_BYTES:
                    file.write(json.dumps(CUT) + "\n")

    def _forget_old(self, where: Path) -> None:
        oldest = time.time() - self.keep_days * 86_400
        for path in where.glob("*.jsonl"):
            try:
                if path.stat().st_mtime < oldest:
                    path.unlink()
            except FileNotFoundError:
                continue
