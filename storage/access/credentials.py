"""Passwords, keys and session tokens: made, hashed, compared. Knows no database."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 1024
PREFIX_LENGTH = 9
"""`mq_` and six characters: enough to tell keys apart, nothing to guess the other 37 by."""
_HASHINGS = threading.BoundedSemaphore(4)
"""A hash takes 64 MiB for a twentieth of a second; those who log in at once wait for each other."""


class WeakPassword(ValueError):
    """The password is too short to be one, or too long."""


@cache
def _hasher() -> PasswordHasher:
    """argon2id with RFC 9106's second recommended parameters, which are the library's own."""
    return PasswordHasher()


def hash_password(password: str) -> str:
    """Raises WeakPassword."""
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise WeakPassword(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
    with _HASHINGS:
        return _hasher().hash(password)


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_urlsafe())


def check_password(password_hash: str | None, password: str) -> bool:
    """None: there is no such account; takes as long as for one that there is, so that time does not tell."""
    with _HASHINGS:
        try:
            _hasher().verify(password_hash or _nobody(), password)
        except (VerificationError, InvalidHashError):
            return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    return _hasher().check_needs_rehash(password_hash)


def new_key() -> str:
    """A key for programs: 256 random bits."""
    return f"mq_{secrets.token_urlsafe(32)}"


def prefix(key: str) -> str:
    return key[:PREFIX_LENGTH]


def new_session() -> str:
    """What a session's cookie holds: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """SHA-256: what is kept of a key or of a session's token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def same(given: str, expected: str) -> bool:
    """Compared in constant time."""
    return hmac.compare_digest(digest(given), digest(expected))


def csrf_token(session: str) -> str:
    """What a page must send along with each act of this session. Who cannot read the cookie cannot know it."""
    return hmac.new(session.encode(), b"csrf", hashlib.sha256).hexdigest()
