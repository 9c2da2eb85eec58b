"""Limits how often a client may try to log in."""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus

from limits import RateLimitItemPerHour, RateLimitItemPerMinute

from app.api.http.problems import Problem
from app.api.http.shared_counts import shared_counts

WINDOW_MIN = 15
PER_ADDRESS = RateLimitItemPerMinute(30, WINDOW_MIN, namespace="login-address")
"""Failures with any names."""
PER_NAME = RateLimitItemPerMinute(10, WINDOW_MIN, namespace="login-name")
"""Failures with one name. Other addresses may still log in to that account."""

PER_CODE = RateLimitItemPerHour(10, namespace="login-code")
"""Wrong codes of one account from anywhere, after a right password. Three of a million codes are right at any time, so
guessing for a year succeeds with a chance of one in four."""


def count(address: str, name: str) -> None:
    """Counts an attempt as failed before the password is checked, so that parallel attempts cannot pass the limit.

    Raises Problem 429, whether the account exists or not. A refused attempt with one name does not count against the
    address: a person who keeps trying does not lock out the office.
    """
    counts = shared_counts()
    _refuse_for(counts.hit(PER_NAME, _address_and_name(address, name)) or counts.hit(PER_ADDRESS, address))


def count_code(name: str) -> None:
    """Counts a code as wrong before it is checked. Raises Problem 429."""
    _refuse_for(shared_counts().hit(PER_CODE, name))


def code_succeeded(name: str) -> None:
    shared_counts().clear(PER_CODE, name)


def succeeded(address: str, name: str) -> None:
    """Takes the attempt back and forgets the failures with this name. The address keeps its other failures: otherwise
    an attacker with an account could buy more guesses by logging in to it."""
    counts = shared_counts()
    counts.clear(PER_NAME, _address_and_name(address, name))
    counts.give_back(PER_ADDRESS, address)


def _refuse_for(wait_s: int) -> None:
    if wait_s:
        raise Problem(
            HTTPStatus.TOO_MANY_REQUESTS,
            f"Too many failed logins. Try again in {-(-wait_s // 60)} minutes.",
            headers={"Retry-After": str(wait_s)},
        )


def _address_and_name(address: str, name: str) -> str:
    """Hashes the name: people sometimes type their password there."""
    return f"{address} {sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()}"
