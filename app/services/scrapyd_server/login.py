"""The login of the scrapyd that Marquee starts."""

from __future__ import annotations

from pathlib import Path

from app.services.embedded.folder import password
from core import scrapyd_nodes
from core.config import Settings


def login(settings: Settings) -> tuple[str, str]:
    """User name and password: SCRAPYD_USERNAME and SCRAPYD_PASSWORD, otherwise the random ones."""
    return scrapyd_nodes.credentials(settings) or own_login(settings.data_dir)


def own_login(data_dir: Path) -> tuple[str, str]:
    """The random login, created by the first call. Only the folder's owner can read its file."""
    file = scrapyd_nodes.password_file(data_dir)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return scrapyd_nodes.OWN_USERNAME, password(file)
