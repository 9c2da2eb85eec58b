"""Hides passwords and keys in what is logged: a site's address may contain its key, and errors quote addresses."""

from __future__ import annotations

from urllib.parse import quote, quote_plus

from pydantic import SecretStr

from core.config import settings

HIDDEN = "…hidden…"
SHORTEST = 6
"""A shorter secret would hide parts of ordinary words."""


def without_keys(text: str) -> str:
    """The text without the values of the settings that are secret, also as they are written in an address."""
    for _, value in settings():
        if isinstance(value, SecretStr) and len(secret := value.get_secret_value()) >= SHORTEST:
            for written in (secret, quote(secret, safe=""), quote_plus(secret)):
                text = text.replace(written, HIDDEN)
    return text
