"""Tasks that do not run because of the workers: none, none for a queue, one that knows other tasks, no memory left."""

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
from core.config import settings

ANSWER_S = 2.0
START = "start one: `celery -A celery_app worker`, or `python -m app up`"
NEVER_S = 10**9
"""To look must change nothing: whoever listens by kombu gives back what has been held for longer than the time-out."""
PROC, CGROUP = Path("/proc"), Path("/sys/fs/cgroup")
OURS = "app.tasks."


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """What a worker tells of itself. `pids`: its main process and its pool's."""

    name: str
    queues: frozenset[str]
    tasks: frozenset[str]
    pids: tuple[int, ...]

    @property
    def is_here(self) -> bool:
        return self.name.partition("@")[2] == socket.gethostname()


def listen() -> list[Worker]:
    """Those that answer. Raises OSError while the broker is away."""
    probe = Celery(broker=settings().redis_url, set_as_current=False)
    probe.conf.broker_transport_options = {"visibility_timeout": NEVER_S}
    try:
        asked = probe.control.inspect(timeout=ANSWER_S)
        told: dict[str, dict[str, Any]] = asked.stats() or {}
        queues: dict[str, Any] = asked.active_queues() or {} if told else {}
        tasks: dict[str, Any] = asked.registered() or {} if told else {}
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
        for name, stats in sorted(told.items())
    ]


def checks(client: redis.Redis, known: list[Worker], bounds: Bounds) -> list[Check]:
    return [*_no_worker_for(client, known), *_other_tasks(known), *_memory(known, bounds)]


def _no_worker_for(client: redis.Redis, known: list[Worker]) -> Iterator[Check]:
    served = {queue for worker in known for queue in worker.queues}
    idle = []
    for queue in (queue.name for queue in app.conf.task_queues):
        waiting = int(client.llen(queue))
        if queue in served or not waiting:
            idle.append(queue)
            continue
        seen = f"{waiting} tasks wait in the queue {queue}, from which no worker takes"
        yield Check("tasks not running", False, seen, f"`celery -A celery_app worker -Q {queue}`, or {START}")
    if len(idle) == len(app.conf.task_queues):
        yield Check("tasks not running", True, f"Every queue with tasks has a worker ({len(known)} answer)")


def _other_tasks(known: list[Worker]) -> Iterator[Check]:
    """A worker of another version, or started without `-A celery_app`, throws away what it does not know."""
    app.loader.import_default_modules()
    ours = {name for name in app.tasks if name.startswith(OURS)}
    for worker in known:
        if missing := sorted(ours - worker.tasks):
            seen = f"{worker.name} does not know {', '.join(missing[:3])}{' …' if len(missing) > 3 else ''}"
            advice = "it runs other code: stop it, and start it here with `celery -A celery_app worker`"
            yield Check("unregistered tasks", False, seen, advice)


def _memory(known: list[Worker], bounds: Bounds) -> Iterator[Check]:
    killed = oom_kills(CGROUP)
    if killed:
        seen = f"The kernel has killed {killed} processes here because their memory was used up"
        advice = "give the workers more memory, or run fewer crawls at once: `--concurrency`, `--max-memory-per-child`"
        yield Check("worker out of memory", False, seen, advice)
    limit = memory_limit(PROC, CGROUP)
    for worker in known:
        used = resident(worker.pids, PROC) if worker.is_here else 0
        if not used:
            continue
        share = used / limit
        seen = f"{worker.name} uses {used / 1024**2:.0f} MiB, {share:.0%} of what it may"
        ok = share < bounds.memory_share
        advice = "restart it with `--max-memory-per-child=400000` or a smaller `--concurrency`"
        yield Check("worker memory", ok, seen, "" if ok else advice)


def resident(pids: tuple[int, ...], proc: Path) -> int:
    """Bytes of memory that these processes hold together; pages that they share count for each."""
    total = 0
    for pid in pids:
        try:
            status = (proc / str(pid) / "status").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS:"))
    return total


def memory_limit(proc: Path, cgroup: Path) -> int:
    """Bytes that processes here may use: the container's limit where it has one, else the machine's memory."""
    memory = next(line for line in (proc / "meminfo").read_text().splitlines() if line.startswith("MemTotal:"))
    machine = int(memory.split()[1]) * 1024
    try:
        told = (cgroup / "memory.max").read_text().strip()
    except OSError:
        return machine
    return min(int(told), machine) if told.isdigit() else machine


def oom_kills(cgroup: Path) -> int:
    """Processes of this container that the kernel has killed for memory since it began."""
    try:
        lines = (cgroup / "memory.events").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("oom_kill "))
