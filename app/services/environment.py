"""`python -m app env`: shell lines by which another shell reaches the running services."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

from app.services import record
from app.services.errors import NotRunning, ServiceError


def exports(data_dir: Path) -> str:
    """One `export NAME=value` a line, quoted for `eval`. Raises NotRunning."""
    running = record.read(data_dir)
    if running is None:
        raise NotRunning(f"nothing runs on {data_dir}: start it with `python -m app up`")
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in running.env.items())


def show(data_dir: Path) -> int:
    """Write the lines to stdout; or nothing there, the reason to stderr, and 1, so that `eval` changes nothing."""
    try:
        sys.stdout.write(exports(data_dir))
    except ServiceError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0
