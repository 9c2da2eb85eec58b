"""Repeats a write while Postgres restarts."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from sqlalchemy.exc import InterfaceError, OperationalError

P = ParamSpec("P")
T = TypeVar("T")

logger = logging.getLogger(__name__)

PAUSES_S = (1, 2, 4, 8, 15, 15, 15, 15)
"""More than a minute in all, enough to restart a server."""


async def retry_when_down(write: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs `write` in a thread, again after each pause while the connection is lost. It must be one transaction that
    can be repeated. Raises what the last attempt raised."""
    for pause in PAUSES_S:
        try:
            return await asyncio.to_thread(write, *args, **kwargs)
        except (OperationalError, InterfaceError) as error:
            logger.warning("Postgres is down; trying again in %s s: %s", pause, error)
            await asyncio.sleep(pause)
    return await asyncio.to_thread(write, *args, **kwargs)
