"""`python -m app up`: runs the stack until someone stops it, and starts parts again that die."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from app.services.errors import ServiceError
from app.services.interrupts import Stopped, interruptible
from app.services.output import Console
from app.services.stack import PROCFILE, WORKERS, Stack
from core import database_url, redis_url
from core.config import Settings


def up(
    data_dir: Path,
    settings: Settings,
    *,
    migrate: Callable[[str], None],
    seed: Callable[[str], None],
    extra_env: Mapping[str, str] | None = None,
    procfile: Path = PROCFILE,
    ready: Callable[[Stack], None] | None = None,
    ping_worker: Callable[[str], Sequence[str]] | None = None,
) -> int:
    """Runs until Ctrl-C or SIGTERM, and returns 0; or 1 if the start fails, after one sentence on stderr.

    Calls `ready` once, when Flower and scrapyd answer and `ping_worker`, given Redis's address, returns as many workers
    as the Procfile has.
    """
    console = Console(sys.stdout, ["marquee", "scrapyd"])
    stack = Stack(data_dir, settings, migrate=migrate, seed=seed, sink=console, procfile=procfile, extra_env=extra_env)
    with interruptible(stack):
        try:
            stack.start()
            _announce_servers(stack, console)
            _run(stack, console, ready, ping_worker)
        except Stopped:
            console("marquee", "stopping; press Ctrl-C again to stop without waiting for running tasks")
        except ServiceError as error:
            sys.stderr.write(f"{error}\n")
            return 1
        finally:
            stack.stop()
    console("marquee", "stopped; your data is kept")
    return 0


def _run(
    stack: Stack,
    console: Console,
    ready: Callable[[Stack], None] | None,
    ping_worker: Callable[[str], Sequence[str]] | None,
) -> NoReturn:
    announced = False
    while True:
        stack.tend()
        if not announced and stack.answers() and (ping_worker is None or _workers_answer(stack, ping_worker)):
            announced = True
            _announce_children(stack, console)
            if ready is not None:
                ready(stack)
        time.sleep(0.2)


def _workers_answer(stack: Stack, ping_worker: Callable[[str], Sequence[str]]) -> bool:
    started = sum(name in stack.commands for name in WORKERS)
    return len(ping_worker(stack.env["REDIS_URL"])) >= max(1, started)


def _announce_servers(stack: Stack, console: Console) -> None:
    for name, part, variable, place in (
        ("Postgres", "postgres", "DATABASE_URL", database_url.place),
        ("Redis", "redis", "REDIS_URL", redis_url.place),
    ):
        whose = "started by Marquee" if part in stack.embedded else f"set in {variable}"
        console("marquee", f"{name} is up at {place(stack.env[variable])} ({whose})")


def _announce_children(stack: Stack, console: Console) -> None:
    for name, variable in (("flower", "FLOWER_PORT"), ("scrapyd", "SCRAPYD_PORT"), ("api", "API_PORT")):
        if name in stack.commands:
            console("marquee", f"{name} is up at http://127.0.0.1:{stack.env[variable]}/")
    console("marquee", "ready; press Ctrl-C to stop everything")
