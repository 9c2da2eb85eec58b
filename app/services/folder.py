"""A service's own folder: its password, its log, and the processes that still live in it."""

from __future__ import annotations

import os
import secrets
import time
from pathlib import Path

from app.services.errors import StartFailed

LOG_KEPT_BYTES = 1_000_000


def password(path: Path) -> str:
    """The password kept in `path`, made at the first call; only its owner can read the file."""
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        value = secrets.token_urlsafe(24)
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(value)
        draft.rename(path)
        return value


def shorten_log(path: Path) -> None:
    """Set an overgrown log aside at a start, keeping one older file, so that logs do not fill the disk."""
    if path.exists() and path.stat().st_size > LOG_KEPT_BYTES:
        path.replace(path.with_name(path.name + ".1"))


def last_lines(path: Path, count: int = 8) -> str:
    """The end of a log, indented for an error message."""
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - 8192))
            text = file.read().decode(errors="replace")
    except OSError:
        return "    (no log)"
    return "\n".join("    " + line for line in text.splitlines()[-count:]) or "    (the log is empty)"


def inhabitants(folder: Path) -> list[int]:
    """Processes whose working folder is this one, from proc(5): a server's, though its supervisor is gone."""
    found, resolved = [], str(folder.resolve())
    for link in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if os.readlink(link) == resolved:
                found.append(int(link.parent.name))
        except OSError:
            continue
    return found


def wait_until_empty(folder: Path, timeout_s: float = 20.0) -> None:
    """Wait for the servers of a killed run to end: two on the same files would ruin them."""
    deadline = time.monotonic() + timeout_s
    while pids := inhabitants(folder):
        if time.monotonic() >= deadline:
            names = ", ".join(map(str, pids))
            raise StartFailed(f"a server still runs in {folder} (pid {names}): end it, then start again")
        time.sleep(0.1)
