"""`python -m app doctor`: what is up, what is down, and what to do, in plain words and without secrets."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import redis
from pydantic import SecretStr

from app.services import addresses, disk, probes, record
from app.services.probes import BEAT_LOCK, Unreachable, place
from app.services.record import Running
from core import database_url, redis_url, scrapyd_nodes
from core.config import Settings

START = "start it with `python -m app up`"
OLDEST_PYTHON = (3, 11)
DISK_FULL_BYTES, DISK_LOW_BYTES = 100 * 1024**2, 1024**3


@dataclass(frozen=True)
class Check:
    name: str
    ok: bool
    seen: str
    """A sentence about what was found."""
    advice: str = ""
    """What to do. A check that is ok may have advice too: it works, but may not for long, or is impolite to sites."""

    def __str__(self) -> str:
        mark = "FAIL" if not self.ok else "warn" if self.advice else "ok"
        return f"{mark:4}  {self.seen}{': ' + self.advice if self.advice else ''}"


def all_up(checks: Sequence[Check]) -> bool:
    return all(check.ok for check in checks)


def checks(
    settings: Settings,
    data_dir: Path,
    *,
    migrations_pending: Callable[[str], bool],
    ping_worker: Callable[[str], Sequence[str]],
    beat_lock: str = BEAT_LOCK,
) -> list[Check]:
    """Checks everything once. `migrations_pending` takes the database's address; `ping_worker` takes Redis's address
    and returns the names of the workers that answer. Neither raises if the server answers."""
    running = record.read(data_dir)
    env = running.env if running else {}
    database_url = addresses.given_database(settings, data_dir) or env.get("DATABASE_URL")
    redis_url = addresses.given_redis(settings, data_dir) or env.get("REDIS_URL")
    found = [_python(), _supervisor(running, data_dir, alone=not (database_url and redis_url)), *_left_down(running)]
    found += _postgres(database_url, migrations_pending)
    found += _queue(redis_url, ping_worker, beat_lock)
    found.append(_api(_address(env.get("API_PORT"), settings.api_internal_url, settings.api_port)))
    found.append(_flower(_address(env.get("FLOWER_PORT"), settings.flower_internal_url, settings.flower_port)))
    found += _scrapyd(_with_login(settings, env, data_dir), env.get("SCRAPYD_URL"))
    found += [_disk(data_dir), _contact(settings)]
    return found


def _python() -> Check:
    seen = f"Python is {platform.python_version()}"
    wanted = ".".join(map(str, OLDEST_PYTHON))
    ok = sys.version_info >= OLDEST_PYTHON
    return Check("python", ok, seen, "" if ok else f"Marquee needs {wanted} or newer: install it, then `make setup`")


def _supervisor(running: Running | None, data_dir: Path, *, alone: bool) -> Check:
    """`alone`: no server is named, so nothing can run unless Marquee starts it."""
    if running is None:
        return Check("marquee", True, f"Marquee was not started on {data_dir}", START if alone else "")
    own = " and ".join(running.embedded) or "no servers"
    return Check("marquee", True, f"Marquee runs on {data_dir} as process {running.pid} and started {own}")


def _left_down(running: Running | None) -> Iterator[Check]:
    advice = "`up` printed its last lines: fix the cause, then stop Marquee and start it again"
    for name, why in (running.left_down if running else {}).items():
        yield Check(f"{name} left down", False, f"{name} died too often and is left down ({why})", advice)


def _postgres(url: str | None, migrations_pending: Callable[[str], bool]) -> Iterator[Check]:
    if url is None:
        yield Check("postgres", False, "Postgres is not running", f"{START}, or set DATABASE_URL")
        return
    try:
        version = probes.postgres(url)
    except Unreachable as error:
        seen = f"Postgres is not reachable at {database_url.place(url)} ({error})"
        yield Check("postgres", False, seen, f"{START}, or set DATABASE_URL to a running server")
        return
    yield Check("postgres", True, f"Postgres is up at {database_url.place(url)} ({version})")
    if migrations_pending(url):
        advice = "run `python -m app migrate`, or `python -m app up`, which migrates it too"
        yield Check("migrations", False, "The database schema is older than this version", advice)
    else:
        yield Check("migrations", True, "The database schema is current")


def _queue(url: str | None, ping_worker: Callable[[str], Sequence[str]], beat_lock: str) -> Iterator[Check]:
    """Redis, and the worker and Beat, which only answer through it."""
    if url is None:
        yield Check("redis", False, "Redis is not running", f"{START}, or set REDIS_URL")
    else:
        try:
            state = probes.redis_server(url)
        except Unreachable as error:
            seen = f"Redis is not reachable at {redis_url.place(url)} ({error})"
            yield Check("redis", False, seen, f"{START}, or set REDIS_URL to a running server")
        else:
            yield _redis(redis_url.place(url), state)
            yield _worker(ping_worker(url))
            yield _beat(url, beat_lock)
            return
    for name in ("worker", "beat"):
        yield Check(name, False, f"Can't check the {name} without Redis", START)


def _redis(where: str, state: probes.RedisState) -> Check:
    if state.refusal:
        seen = f"Redis at {where} takes no writes, so no task runs ({state.refusal})"
        return Check("redis", False, seen, "give it memory (maxmemory) or disk space; all continues without a restart")
    lossy = "" if state.append_only else "it keeps no append-only file, so a crash loses queued tasks; turn it on"
    return Check("redis", True, f"Redis is up at {where} ({state.version})", lossy)


def _worker(names: Sequence[str]) -> Check:
    if not names:
        return Check("worker", False, "No worker answers", f"{START}, or `celery -A celery_app worker`")
    return Check("worker", True, f"The worker answers ({', '.join(sorted(names))})")


def _beat(url: str, beat_lock: str) -> Check:
    try:
        with probes.redis_client(url) as client:
            alive = bool(client.exists(beat_lock))
    except redis.RedisError as error:
        return Check("beat", False, f"Can't check Beat: {type(error).__name__}", START)
    if not alive:
        return Check("beat", False, "Beat is not running: nothing is harvested on schedule", START)
    return Check("beat", True, "Beat holds its lock, so the schedule runs")


def _address(running: str | None, given: str | None, port: int) -> str:
    """The address of a service: that of the running `up`, or else the setting, or else its port on this machine."""
    return probes.local(running) if running else given or probes.local(port)


def _api(url: str) -> Check:
    try:
        probes.api(url)
    except Unreachable as error:
        return Check("api", False, f"The API is not ready at {place(url)} ({error})", START)
    return Check("api", True, f"The API is ready, and the page is at http://{place(url)}/")


def _flower(url: str) -> Check:
    try:
        probes.flower(url)
    except Unreachable as error:
        return Check("flower", False, f"Flower is not reachable at {place(url)} ({error})", START)
    return Check("flower", True, f"Flower is up at {place(url)}")


def _scrapyd(settings: Settings, listed: str | None) -> Iterator[Check]:
    """Checks each node. Crawls skip a dead one, so nothing else would report it."""
    try:
        nodes = scrapyd_nodes.addresses(settings, listed)
    except ValueError as error:
        yield Check("scrapyd", False, str(error), "set SCRAPYD_URL=http://host:6800, or several separated by commas")
        return
    for node in nodes:
        name = "scrapyd" if len(nodes) == 1 else f"scrapyd at {place(node.url)}"
        try:
            jobs = probes.scrapyd(node.url, node.auth)
        except Unreachable as error:
            yield Check(name, False, f"scrapyd is not reachable at {place(node.url)} ({error})", START)
        else:
            counts = ", ".join(f"{count} {state}" for state, count in jobs.items())
            stuck = jobs["pending"] and not jobs["running"]
            advice = "jobs wait but none runs; if that stays so, restart scrapyd and read its output" if stuck else ""
            yield Check(name, True, f"scrapyd is up at {place(node.url)} ({counts})", advice)


def _with_login(settings: Settings, env: Mapping[str, str], data_dir: Path) -> Settings:
    """The settings with the login of the running scrapyd, and with the data folder that has its random password."""
    login: dict[str, object] = {"data_dir": data_dir}
    if "SCRAPYD_PASSWORD" in env:
        login["scrapyd_username"] = env["SCRAPYD_USERNAME"]
        login["scrapyd_password"] = SecretStr(env["SCRAPYD_PASSWORD"])
    return settings.model_copy(update=login)


def _disk(data_dir: Path) -> Check:
    trouble = disk.trouble(data_dir.resolve(), DISK_FULL_BYTES)
    if trouble is not None:
        return Check("disk", False, trouble)
    free = shutil.disk_usage(next(path for path in (data_dir.resolve(), *data_dir.resolve().parents) if path.exists()))
    seen = f"{free.free / 1024**3:.1f} GiB are free on the disk of {data_dir}"
    advice = "free some space: Postgres stops when the disk is full" if free.free < DISK_LOW_BYTES else ""
    return Check("disk", True, seen, advice)


def _contact(settings: Settings) -> Check:
    if "contact_url" in settings.model_fields_set:
        return Check("contact", True, f"Sites see {settings.contact_url} as the contact")
    seen = f"Sites see the project's own {settings.contact_url} as the contact"
    return Check("contact", True, seen, "set CONTACT_URL to your own page before crawling live sites")
