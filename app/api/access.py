"""Who may read: everybody by default, only those with a key where PUBLIC_READS is false."""

from __future__ import annotations

from http import HTTPStatus

from app.api.problems import Problem
from app.config import settings


def readable() -> None:
    """A dependency of every reading router. Raises Problem 401 where reads are closed."""
    if not settings().public_reads:
        raise Problem(
            HTTPStatus.UNAUTHORIZED, "Reading needs a key here.", headers={"WWW-Authenticate": 'Bearer realm="marquee"'}
        )
