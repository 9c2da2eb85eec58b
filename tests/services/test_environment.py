"""`env` gives other shells correct values, or none."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from app.services import environment, record
from app.services.errors import NotRunning

AWKWARD = {"PLAIN": "postgresql://a:b@h:1/d", "SPACES": "a  b", "QUOTES": 'it\'s "x"', "DOLLARS": "$HOME `id` ;\nend"}


def test_any_value_survives_the_shell(tmp_path: Path) -> None:
    record.write(tmp_path, ("redis",), AWKWARD)
    (tmp_path / "exports").write_text(environment.exports(tmp_path))
    script = f'eval "$(cat {tmp_path}/exports)"; env -0'
    raw = subprocess.run(["/bin/sh", "-c", script], capture_output=True, check=True).stdout.decode()
    seen = dict(entry.split("=", 1) for entry in raw.split("\0") if entry)
    assert AWKWARD.items() <= seen.items()


def test_the_record_is_for_its_owner_only(tmp_path: Path) -> None:
    record.write(tmp_path, (), AWKWARD)
    assert (tmp_path / record.NAME).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("change", [{"pid": 2**22 - 1}, {"began": "1"}, {"pid": 1}])
def test_the_record_of_a_dead_process_does_not_count(tmp_path: Path, change: dict[str, object]) -> None:
    record.write(tmp_path, (), AWKWARD)
    path = tmp_path / record.NAME
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    assert record.read(tmp_path) is None
    with pytest.raises(NotRunning, match="python -m app up"):
        environment.exports(tmp_path)


def test_the_record_of_this_process_counts(tmp_path: Path) -> None:
    record.write(tmp_path, ("postgres", "redis"), AWKWARD)
    running = record.read(tmp_path)
    assert running is not None
    assert (running.pid, running.embedded, running.env) == (os.getpid(), ("postgres", "redis"), AWKWARD)
    record.remove(tmp_path)
    assert record.read(tmp_path) is None
