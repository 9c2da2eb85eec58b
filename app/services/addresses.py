"""Which servers the settings name, so that Marquee starts only the others."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from app.services.errors import ServiceError
from app.services.ports import LOOPBACK
from app.services.probes import Unreachable, place
from core.config import Settings

POSTGRES, REDIS = "postgres", "redis"
"""The servers' folders in the data folder."""

PATIENCE_S = 30.0


def given_database(settings: Settings, data_dir: Path) -> str | None:
    """DATABASE_URL, or None if Marquee must start its own Postgres."""
    return _unless_own(settings.database_url, data_dir / POSTGRES)


def given_redis(settings: Settings, data_dir: Path) -> str | None:
    """REDIS_URL, or None if Marquee must start its own Redis."""
    return _unless_own(settings.redis_url if "redis_url" in settings.model_fields_set else None, data_dir / REDIS)


def given_scrapyd(settings: Settings) -> str | None:
    """SCRAPYD_URL, or None if crawls go to the scrapyd that Marquee starts: the address is not set, or it is the local
    one at SCRAPYD_PORT, because `env` exports both."""
    own = f"http://{LOOPBACK}:{settings.scrapyd_port}"
    named = "scrapyd_url" in settings.model_fields_set and settings.scrapyd_url.rstrip("/") != own
    return settings.scrapyd_url if named else None


def _unless_own(url: str | None, folder: Path) -> str | None:
    """The address, unless it is that of the embedded server in `folder`.

    A shell that ran `eval "$(python -m app env)"` still has that address when the next `up` must start the server.
    """
    if not url:
        return None
    try:
        own = (folder / "password").read_text().strip()
    except OSError:
        return url
    return None if unquote(urlsplit(url).password or "") == own else url


def wait_for(name: str, url: str, probe: Callable[[str], object], patience_s: float = PATIENCE_S) -> None:
    """Waits for a server that may be starting at the same time, as under Docker Compose. Raises ServiceError."""
    deadline = time.monotonic() + patience_s
    while True:
        try:
            probe(url)
        except Unreachable as error:
            if time.monotonic() >= deadline:
                advice = f"start that server, or unset {name} and Marquee starts its own"
                raise ServiceError(f"{name} is set, but nothing answers at {place(url)} ({error}): {advice}") from error
            time.sleep(0.5)
        else:
            return
