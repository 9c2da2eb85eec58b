"""What a running supervisor records for other shells: `services.json` in the data folder, readable by its owner."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from app.services.errors import ServiceError

NAME = "services.json"


@dataclass(frozen=True)
class Running:
    pid: int
    began: str
    """When the process started, in kernel ticks: distinguishes it from a later process with the same id."""
    embedded: tuple[str, ...]
    """Which servers it started: "postgres", "redis"."""
    env: Mapping[str, str]
    """The environment variables with its services' addresses, which contain passwords."""
    left_down: Mapping[str, str] = field(default_factory=dict)
    """The parts that died too often to be started again, and how they ended."""


def write(
    data_dir: Path, embedded: tuple[str, ...], env: Mapping[str, str], left_down: Mapping[str, str] | None = None
) -> None:
    """Records that the current process runs on this data folder."""
    running = Running(os.getpid(), _began(os.getpid()), embedded, dict(env), dict(left_down or {}))
    draft = data_dir / f"{NAME}.new"
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(asdict(running), file, indent=1)
    draft.replace(data_dir / NAME)


def remove(data_dir: Path) -> None:
    (data_dir / NAME).unlink(missing_ok=True)


def read(data_dir: Path) -> Running | None:
    """What runs on the data folder. None if nothing does, or if the process that wrote the record is dead."""
    try:
        found = json.loads((data_dir / NAME).read_text())
    except FileNotFoundError:
        return None
    except NotADirectoryError as error:
        raise ServiceError(f"{data_dir} is a file, not a folder") from error
    except PermissionError as error:
        raise ServiceError(f"{data_dir / NAME} belongs to another user, who runs Marquee there") from error
    running = Running(
        int(found["pid"]),
        str(found["began"]),
        tuple(found["embedded"]),
        dict(found["env"]),
        dict(found.get("left_down", {})),
    )
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
    """Field 22 of proc(5)'s stat. Empty without /proc, where only the process id is compared."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[19]
    except OSError:
        return ""
