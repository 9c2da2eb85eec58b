"""Finds reasons in the workers why tasks don't run: a queue without a worker, unknown tasks, or no memory left."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import redis
from celery import Celery
from kombu.exceptions import OperationalError

from app.diagnosis.bounds import Bounds
from app.services.doctor import Check
from celery_app import app
from core.broker import celery_options, depth
from core.config import settings

ANSWER_S = 2.0
NEVER_S = 10**9
"""Looking must not change anything, but a kombu client redelivers messages that were held longer than its timeout."""
PROC, CGROUP = Path("/proc"), Path("/sys/fs/cgroup")
OURS = "app.tasks."


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A worker as it describes itself. `pids`: its main process and its pool's processes."""

    name: str
    queues: frozenset[str]
    tasks: frozenset[str]
    pids: tuple[int, ...]

    @property
    def is_here(self) -> bool:
        return self.name.partition("@")[2] == socket.gethostname()


def listen() -> list[Worker]:
    """The workers that answer. Raises OSError while the broker is down."""
    probe = Celery(changes=celery_options(settings().redis_url, visibility_timeout=NEVER_S), set_as_current=False)
    try:
        inspect = probe.control.inspect(timeout=ANSWER_S)
        answers: dict[str, dict[str, Any]] = inspect.stats() or {}
        queues: dict[str, Any] = inspect.active_queues() or {} if answers else {}
        tasks: dict[str, Any] = inspect.registered() or {} if answers else {}
    except OperationalError as error:
        raise OSError(str(error)) from error
    finally:
        probe.close()
    return [
        Worker(
            name=name,
            queues=frozenset(queue["name"] for queue in queues.get(name) or ()),
            tasks=frozenset(task.partition(" ")[0] for task in tasks.get(name) or ()),
            pids=(stats["pid"], *(pid for pid in stats["pool"].get("processes") or () if pid != stats["pid"])),
        )
        for name, stats in sorted(answers.items())
    ]


def checks(client: redis.Redis, known: list[Worker], bounds: Bounds) -> list[Check]:
    return [*_no_worker_for(client, known), *_other_tasks(known), *_memory(known, bounds)]


def _no_worker_for(client: redis.Redis, known: list[Worker]) -> Iterator[Check]:
    served = {queue for worker in known for queue in worker.queues}
    idle = []
    for queue in (queue.name for queue in app.conf.task_queues):
        waiting = depth(client, queue)
        if queue in served or not waiting:
            idle.append(queue)
            continue
        seen = f"{waiting} tasks are waiting in the queue {queue}, which no worker serves"
        advice = f"start one with `celery -A celery_app worker -Q {queue}` or `python -m app up`"
        yield Check("tasks not running", False, seen, advice)
    if len(idle) == len(app.conf.task_queues):
        yield Check("tasks not running", True, f"Every queue with tasks has a worker ({len(known)} answered)")


def _other_tasks(known: list[Worker]) -> Iterator[Check]:
    """A worker of another version, or one started without `-A celery_app`, discards tasks that it doesn't know."""
    app.loader.import_default_modules()
    ours = {name for name in app.tasks if name.startswith(OURS)}
    for worker in known:
        if missing := sorted(ours - worker.tasks):
            seen = f"{worker.name} does not know {', '.join(missing[:3])}{' …' if len(missing) > 3 else ''}"
            advice = "it runs other code: stop it and start it here with `celery -A celery_app worker`"
            yield Check("unregistered tasks", False, seen, advice)


def _memory(known: list[Worker], bounds: Bounds) -> Iterator[Check]:
    killed = oom_kills(CGROUP)
    if killed:
        seen = f"The kernel has killed {killed} processes here because they ran out of memory"
        advice = "give the workers more memory, or lower `--concurrency` or `--max-memory-per-child`"
        yield Check("worker out of memory", False, seen, advice)
    limit = memory_limit(PROC, CGROUP)
    for worker in known:
        used = resident(worker.pids, PROC) if worker.is_here else 0
        if not used:
            continue
        share = used / limit
        seen = f"{worker.name} uses {used / 1024**2:.0f} MiB, {share:.0%} of its limit"
        ok = share < bounds.memory_share
        advice = "restart it with `--max-memory-per-child=400000` or a smaller `--concurrency`"
        yield Check("worker memory", ok, seen, "" if ok else advice)


def resident(pids: tuple[int, ...], proc: Path) -> int:
    """How many bytes of memory these processes hold in total. Shared pages count for each."""
    total = 0
    for pid in pids:
        try:
            status = (proc / str(pid) / "status").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS:"))
    return total


def memory_limit(proc: Path, cgroup: Path) -> int:
    """How many bytes processes here may use: the container's limit if it has one, else the machine's memory."""
    memory = next(line for line in (proc / "meminfo").read_text().splitlines() if line.startswith("MemTotal:"))
    machine = int(memory.split()[1]) * 1024
    try:
        limit = (cgroup / "memory.max").read_text().strip()
    except OSError:
        return machine
    return min(int(limit), machine) if limit.isdigit() else machine


def oom_kills(cgroup: Path) -> int:
    """How many of this container's processes the kernel has killed for lack of memory since the container started."""
    try:
        lines = (cgroup / "memory.events").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("oom_kill "))
