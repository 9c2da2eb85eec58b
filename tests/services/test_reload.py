"""A developer's change starts what runs again; its end ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from app.services.reload import snapshot
from tests.services.conftest import REPOSITORY, until

DRIVER = """
import sys
from pathlib import Path
from app.services.reload import run
sys.exit(run(sys.argv[2:], Path(sys.argv[1])))
"""


def test_snapshot_sees_new_changed_and_gone(tmp_path):
    (tmp_path / "app").mkdir()
    module = tmp_path / "app" / "one.py"
    empty = snapshot(tmp_path)
    module.write_text("")
    first = snapshot(tmp_path)
    os.utime(module, ns=(1, 1))
    changed = snapshot(tmp_path)
    module.unlink()
    assert (empty, set(first), changed[module], snapshot(tmp_path)) == ({}, {module}, 1, {})


def test_command_is_started_again_and_stopped(tmp_path):
    (tmp_path / "app").mkdir()
    started = tmp_path / "started"
    command = ["/bin/sh", "-c", f"echo . >> {started}; exec sleep 300"]
    process = subprocess.Popen(
        [sys.executable, "-c", DRIVER, str(tmp_path), *command], cwd=REPOSITORY, stderr=subprocess.DEVNULL
    )
    try:
        until(lambda: _lines(started) == 1, "it is started")
        (tmp_path / "app" / "one.py").write_text("")
        until(lambda: _lines(started) == 2, "it is started again")
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == -signal.SIGTERM % 256
    finally:
        process.kill()
        process.wait()


def _lines(file: Path) -> int:
    return len(file.read_text().splitlines()) if file.exists() else 0
