"""Whether the disk of the data folder takes data."""

from __future__ import annotations

import os
from pathlib import Path

FULL_BYTES = 32 * 1024**2
"""Less than this counts as full: Postgres writes its log in files of 16 MB and stops when it can't create one."""
FIRST_START_BYTES = 100 * 1024**2
"""What a new data folder needs: an empty database takes 60 MB."""
FEW_INODES = 100


def trouble(folder: Path, needed_bytes: int = FULL_BYTES) -> str | None:
    """A sentence on why the folder takes no data, and what to do; None if it does. The folder may not exist yet."""
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    state = os.statvfs(existing)
    if state.f_flag & os.ST_RDONLY:
        return f"{folder} is on a read-only disk: make it writable, or choose another --data-dir"
    free = state.f_bavail * state.f_frsize
    if free < needed_bytes:
        room = f"{free >> 20} MB are free, {needed_bytes >> 20} MB are needed"
        return f"the disk of {folder} is full ({room}): free some space, or choose another --data-dir"
    if state.f_files and state.f_favail < FEW_INODES:
        return f"the disk of {folder} takes no more files (no free inodes): delete some, or choose another --data-dir"
    return None
