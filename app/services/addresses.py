"""Which servers the settings name, so that Marquee starts only the others."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from app.services.embedded.folder import APPLICATION_PASSWORD, OWNER_PASSWORD
from app.services.embedded.postgres import USER
from app.services.errors import ServiceError
from app.services.ports import LOOPBACK
from app.services.probes import Unreachable
from core import database_url, redis_url
from core.config import Settings

POSTGRES, REDIS = "postgres", "redis"
"""The servers' folders in the data folder."""

PATIENCE_S = 30.0


def given_database(settings: Settings, data_dir: Path) -> str | None:
    """DATABASE_URL, or None if Marquee must start its own Postgres."""
    url = settings.database_url
    return url if url and not _is_own(database_url.parameters(url).get("password"), data_dir / POSTGRES) else None


def owner(settings: Settings, data_dir: Path, url: str) -> str:
    """The address with which the database at `url` is migrated: that of the embedded server's owner if `url` is of the
    embedded server in `data_dir`, else DATABASE_OWNER_URL, else `url`."""
    named = database_url.parameters(url)
    application = _kept(data_dir / POSTGRES / APPLICATION_PASSWORD)
    if application is not None and named.get("password") == application:
        secret = _kept(data_dir / POSTGRES / OWNER_PASSWORD) or ""
        return f"postgresql://{USER}:{quote(secret, safe='')}@{named['host']}:{named['port']}/{named['dbname']}"
    return settings.database_owner_url or url


def given_redis(settings: Settings, data_dir: Path) -> str | None:
    """REDIS_URL, or None if Marquee must start its own Redis."""
    url = settings.redis_url if settings.redis_is_set else None
    return url if url and not _is_own(redis_url.parse(url).password, data_dir / REDIS) else None


def given_scrapyd(settings: Settings) -> str | None:
    """SCRAPYD_URL, or None if crawls go to the scrapyd that Marquee starts: the address is not set, or it is the local
    one at SCRAPYD_PORT, because `env` exports both."""
    own = f"http://{LOOPBACK}:{settings.scrapyd_port}"
    named = "scrapyd_url" in settings.model_fields_set and settings.scrapyd_url.rstrip("/") != own
    return settings.scrapyd_url if named else None


def _is_own(password: str | None, folder: Path) -> bool:
    """Whether this is the password of the embedded server in `folder`.

    A shell that ran `eval "$(python -m app env)"` still has that address when the next `up` must start the server.
    """
    return password is not None and password in (_kept(folder / OWNER_PASSWORD), _kept(folder / APPLICATION_PASSWORD))


def _kept(file: Path) -> str | None:
    try:
        return file.read_text().strip()
    except OSError:
        return None


def wait_for(name: str, url: str, place: str, probe: Callable[[str], object], patience_s: float = PATIENCE_S) -> None:
    """Waits for a server that may be starting at the same time, as under Docker Compose. Raises ServiceError."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            probe(url)
        except Unreachable as error:
            if time.monotonic() >= deadline:
                advice = f"start that server, or unset {name} and Marquee starts its own"
                raise ServiceError(f"{name} is set, but nothing answers at {place} ({error}): {advice}") from error
            time.sleep(0.5)
        else:
            return
