"""`python -m app env`: shell lines that let another shell reach the running services."""

from __future__ import annotations

import shlex
from pathlib import Path

from app.services import record
from app.services.errors import NotRunning


def exports(data_dir: Path) -> str:
    """One `export NAME=value` per line, quoted for `eval`. Raises NotRunning; ServiceError if another user runs it."""
    running = record.read(data_dir)
    if running is None:
        raise NotRunning(f"nothing runs on {data_dir}: start it with `python -m app up`")
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in running.env.items())
