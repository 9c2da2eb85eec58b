"""A running Marquee that has crawled two replica sites, for the guides' commands."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PATIENCE_S = 150
WHOLE = "Every event that the sites publish"


@dataclass(frozen=True)
class Running:
    """`environment`: what `eval "$(python -m app env)"` gives; `sites`: the replicas' addresses."""

    environment: dict[str, str]
    sites: dict[str, str]
    run_id: str


def python(*arguments: str, env: dict[str, str]) -> str:
    return subprocess.run(
        [sys.executable, *arguments], cwd=REPOSITORY, env=env, capture_output=True, text=True, check=True
    ).stdout


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """`make demo`, in its own folder."""
    folder = tmp_path_factory.mktemp("demo")
    bare = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
    bare |= {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "DATA_DIR": str(folder), "COLUMNS": "200"}
    log = folder / "shown.log"
    with log.open("wb") as shown:
        demo = subprocess.Popen(
            [sys.executable, "-m", "app", "demo"], cwd=REPOSITORY, env=bare, stdout=shown, stderr=subprocess.STDOUT
        )
    try:
        give_up = time.monotonic() + PATIENCE_S
        while WHOLE not in log.read_text():
            assert demo.poll() is None, log.read_text()[-2000:]
            assert time.monotonic() < give_up, log.read_text()[-2000:]
            time.sleep(0.2)
        exports = python("-m", "app", "env", "--data-dir", str(folder / "demo"), env=bare)
        exported = dict(
            shlex.split(line)[1].split("=", 1) for line in exports.splitlines() if line.startswith("export")
        )
        environment = bare | exported
        key = python("-m", "app", "keys", "add", "guides", "--scope", "admin", "--json", env=environment)
        environment["KEY"] = json.loads(key)["key"]
        run_id = re.findall(r'"id": "([^"]+)"', python("-m", "app", "runs", "--json", env=environment))[0]
        yield Running(environment, dict(re.findall(r"sandbox: (\w+) at (\S+)", log.read_text())), run_id)
    finally:
        demo.terminate()
        try:
            demo.wait(60)
        except subprocess.TimeoutExpired:
            demo.kill()
            demo.wait()
