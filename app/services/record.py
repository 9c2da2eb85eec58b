"""What a running supervisor tells other shells: `services.json` in the data folder, readable by its owner only."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from app.services.errors import ServiceError

NAME = "services.json"


@dataclass(frozen=True)
class Running:
    pid: int
    began: str
    """When the process began, in the kernel's own ticks: tells it from a later process of the same number."""
    embedded: tuple[str, ...]
    """Which servers are its own: "postgres", "redis"."""
    env: Mapping[str, str]
    """The variables by which others reach its services; addresses hold passwords."""


def write(data_dir: Path, embedded: tuple[str, ...], env: Mapping[str, str]) -> None:
    """Record the present process as the one that runs on this data folder."""
    running = Running(os.getpid(), _began(os.getpid()), embedded, dict(env))
    draft = data_dir / f"{NAME}.new"
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(asdict(running), file, indent=1)
    draft.replace(data_dir / NAME)


def remove(data_dir: Path) -> None:
    (data_dir / NAME).unlink(missing_ok=True)


def read(data_dir: Path) -> Running | None:
    """What runs on the data folder, or None: also when the process that wrote the record has died."""
    try:
        found = json.loads((data_dir / NAME).read_text())
    except FileNotFoundError:
        return None
    except PermissionError as error:
        raise ServiceError(f"{data_dir / NAME} belongs to another user, who runs Marquee there") from error
    running = Running(int(found["pid"]), str(found["began"]), tuple(found["embedded"]), dict(found["env"]))
    return running if _alive(running) else None


def _alive(running: Running) -> bool:
    try:
        os.kill(running.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return _began(running.pid) == running.began


def _began(pid: int) -> str:
    """Field 22 of proc(5)'s stat; empty where there is no /proc, so that only the process number counts there."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[19]
    except OSError:
        return ""
