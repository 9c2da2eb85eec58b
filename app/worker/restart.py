"""Restarts every process of a worker's pool, for Flower's "Restart pool" and `celery control pool_restart`."""

from __future__ import annotations

from typing import Any

from celery.concurrency.prefork import TaskPool
from celery.utils.functional import noop
from celery.worker import control


@control.control_command(name="pool_restart", signature="")
def pool_restart(state: Any, **options: Any) -> dict[str, str]:
    """Restart the pool's processes; running tasks end first."""
    answer: dict[str, str] = control.pool_restart(state, **options)
    # A process restarts after its next task. Celery sends an empty task to wake one idle process (celery#2075).
    pool = state.consumer.pool
    if isinstance(pool, TaskPool):
        for _ in range(pool.num_processes - 1):
            pool.apply_async(noop)
    return answer
