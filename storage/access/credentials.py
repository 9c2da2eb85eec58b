"""Makes, hashes, and compares passwords, API keys, and session tokens, without a database."""

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
"""`mq_` and six characters: enough to distinguish keys, and no help in guessing the other 37."""
_HASHINGS = threading.BoundedSemaphore(4)
"""A hash takes 64 MiB for a twentieth of a second; simultaneous logins wait for each other."""


class WeakPassword(ValueError):
    """The password is too short or too long."""


@cache
def _hasher() -> PasswordHasher:
    """argon2id with the second recommended parameters of RFC 9106, which are the library's defaults."""
    return PasswordHasher()


def hash_password(password: str) -> str:
    """Raises WeakPassword."""
    if not _has_whole_characters(password):
        raise WeakPassword("a password has only whole characters")
    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise WeakPassword(f"a password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters")
    with _HASHINGS:
        return _hasher().hash(password)


def _has_whole_characters(text: str) -> bool:
    """False with a lone surrogate, which has no bytes in UTF-8."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


@cache
def _nobody() -> str:
    return _hasher().hash(secrets.token_urlsafe())


def check_password(password_hash: str | None, password: str) -> bool:
    """`password_hash` None: there is no such account. Takes as long as for one that exists, to not reveal which do."""
    with _HASHINGS:
        try:
            _hasher().verify(password_hash or _nobody(), password)
        except UnicodeEncodeError:
            return False
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
    """The value of a session's cookie: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> bytes:
    """SHA-256, which is stored instead of a key or a session token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def same(given: str, expected: str) -> bool:
    """Compares in constant time."""
    return hmac.compare_digest(digest(given), digest(expected))


def csrf_token(session: str) -> str:
    """The token that a page must send with each change in this session. Only a reader of the cookie can know it."""
    return hmac.new(session.encode(), b"csrf", hashlib.sha256).hexdigest()
