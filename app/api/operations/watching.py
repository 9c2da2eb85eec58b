"""Runs the watchdog in a thread of the API's process, for as long as the process serves."""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from app.alerts.watchdog import Watchdog
from storage.database.engine import DATABASE_UNUSABLE

LOOK_EVERY_S = 60.0
"""At least ten times in STOPPED_AFTER_S."""

logger = logging.getLogger(__name__)


@asynccontextmanager
async def watching(_app: FastAPI) -> AsyncIterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=_watch, args=(Watchdog(), stop), name="watchdog", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()


def _watch(watchdog: Watchdog, stop: threading.Event) -> None:
    while not stop.wait(min(LOOK_EVERY_S, watchdog.patience / 10)):
        try:
            watchdog.check()
        except DATABASE_UNUSABLE as error:
            logger.warning("Couldn't check whether Marquee still harvests: %s", error)
