"""The scrapyd nodes that SCRAPYD_URL lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from core.config import Settings

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
OWN_USERNAME = "marquee"


@dataclass(frozen=True, slots=True)
class Address:
    """A node. `url` is shown in messages and links and stored in the database, so credentials are kept apart."""

    url: str
    auth: tuple[str, str] | None = field(default=None, repr=False)


def credentials(settings: Settings) -> tuple[str, str] | None:
    """The login in SCRAPYD_USERNAME and SCRAPYD_PASSWORD, if both are set."""
    if settings.scrapyd_username and settings.scrapyd_password:
        return settings.scrapyd_username, settings.scrapyd_password.get_secret_value()
    return None


def password_file(data_dir: Path) -> Path:
    """Where Marquee keeps the random password of the scrapyd that it starts."""
    return data_dir / "scrapyd" / "password"


def local_login(settings: Settings) -> tuple[str, str] | None:
    """The login of this machine's scrapyd: the one that is set, otherwise the random one in the data folder. None if
    there is no such file, or if it belongs to another user."""
    login = credentials(settings)
    if login is not None:
        return login
    try:
        return OWN_USERNAME, password_file(settings.data_dir).read_text().strip()
    except (FileNotFoundError, PermissionError):
        return None


def addresses(settings: Settings, listed: str | None = None) -> list[Address]:
    """The nodes in SCRAPYD_URL, or in `listed`, separated by commas; each once, in the given order.

    A node with its own login has it in its address; the others use SCRAPYD_USERNAME and SCRAPYD_PASSWORD. Without
    these, nodes on this machine use the random login, which is never sent to another machine. Raises ValueError if an
    entry is not an http(s) address, and does not quote the entry: it may contain a password.
    """
    found: dict[str, Address] = {}
    for number, text in enumerate(filter(None, map(str.strip, (listed or settings.scrapyd_url).split(","))), start=1):
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"entry {number} of SCRAPYD_URL is not an http:// or https:// address")
        own = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        shared = local_login(settings) if parts.hostname in LOOPBACK_NAMES else credentials(settings)
        bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="")).rstrip("/")
        found.setdefault(bare, Address(bare, own or shared))
    if not found:
        raise ValueError("SCRAPYD_URL lists no node")
    return list(found.values())
