"""Checks one service's health from inside its container: `python -m app.services.healthcheck NAME`."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable

import redis
from celery import Celery
from kombu.exceptions import OperationalError

from app.services import probes
from app.services.errors import ServiceError
from app.services.probes import BEAT_LOCK, Unreachable
from core import scrapyd_nodes
from core.broker import celery_options
from core.config import Settings, settings

PING_S = 5.0


def api(settings: Settings) -> None:
    probes.api(probes.local(settings.api_port))


def flower(settings: Settings) -> None:
    probes.flower(probes.local(settings.flower_port))


def scrapyd(settings: Settings) -> None:
    probes.scrapyd(probes.local(settings.scrapyd_port), scrapyd_nodes.local_login(settings))


def beat(settings: Settings) -> None:
    """One of two Beats waits for the other's lock, so both are healthy while either holds it."""
    with probes.redis_client(settings.redis_url) as client:
        if not client.exists(BEAT_LOCK):
            raise Unreachable("nobody holds Beat's lock")


def worker(settings: Settings) -> None:
    """Checks the worker on this host, by the end of its default name: `celery@host`, `crawler@host`."""
    probe = Celery(changes=celery_options(settings.redis_url), set_as_current=False)
    try:
        answers = probe.control.ping(timeout=PING_S)
    finally:
        probe.close()
    here = f"@{socket.gethostname()}"
    if not any(name.endswith(here) for answer in answers for name in answer):
        raise Unreachable(f"no worker {here} answers")


CHECKS: dict[str, Callable[[Settings], None]] = {
    check.__name__: check for check in (api, flower, scrapyd, beat, worker)
}


def main(arguments: list[str]) -> int:
    """Returns 0 if healthy, 1 with a line that says why if not, and 2 for an unknown name."""
    if len(arguments) != 1 or arguments[0] not in CHECKS:
        sys.stderr.write(f"usage: python -m app.services.healthcheck {'|'.join(CHECKS)}\n")
        return 2
    try:
        CHECKS[arguments[0]](settings())
    except (ServiceError, redis.RedisError, OperationalError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
