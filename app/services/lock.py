"""Allows one supervisor per data folder."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from app.services import record
from app.services.errors import AlreadyRunning, ServiceError

LEFTOVER_S = 30.0


class Lock:
    """An exclusive lock on the data folder, held until `release`, and by every reaper that inherits its descriptor, so
    that the folder stays locked after kill -9 of the supervisor only until its servers have ended.
    """

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self.descriptor = -1

    @property
    def held(self) -> bool:
        return self.descriptor >= 0

    def acquire(self) -> None:
        """Raises AlreadyRunning, naming the process that runs there."""
        try:
            self._data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.descriptor = os.open(self._data_dir / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            reason = error.strerror or error
            raise ServiceError(f"cannot write to {self._data_dir} ({reason}): choose another --data-dir") from error
        deadline = time.monotonic() + LEFTOVER_S
        while not self._try():
            running = record.read(self._data_dir)
            if running is not None or time.monotonic() >= deadline:
                self.release()
                who = f"process {running.pid}" if running else "the servers of a killed run"
                raise AlreadyRunning(f"{who} already runs on {self._data_dir}: stop it, or choose another --data-dir")
            time.sleep(0.1)

    def _try(self) -> bool:
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1
