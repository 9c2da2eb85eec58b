"""Checks the code of two-step login, behind the right password."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

from pydantic import SecretStr
from sqlalchemy import Connection

from app.api.access import login_limit
from app.api.access.auth import CHALLENGE
from app.api.http.problems import Problem
from app.people.second_factor import SealBroken, unsealed, use_code
from storage.access import audit
from storage.access.accounts import Secrets

LONGEST_CODE = 40


def own_secret(found: Secrets, password: str, status: HTTPStatus) -> str | None:
    """The app's secret; None without two-step login. `status`: of the Problem, if the secret can't be read."""
    if found.totp_secret is None:
        return None
    try:
        return unsealed(found.totp_secret, password)
    except SealBroken as error:
        detail = "Your two-step login can't be read. Ask an administrator to turn it off."
        raise Problem(status, detail, headers=CHALLENGE if status is HTTPStatus.UNAUTHORIZED else None) from error


def refused_code(
    connection: Connection, found: Secrets, secret: str, code: SecretStr | None, status: HTTPStatus
) -> Problem | None:
    """None for a right code; else the Problem to raise after the transaction, which records it. Raises Problem 429."""
    headers = CHALLENGE if status is HTTPStatus.UNAUTHORIZED else None
    if code is None or not code.get_secret_value().strip():
        detail = "Enter the code from your authenticator app, or a recovery code."
        return Problem(status, detail, headers=headers, code_needed=True)
    account = found.account
    login_limit.count_code(account.name)
    if use_code(connection, account.id, secret, code.get_secret_value(), datetime.now(UTC)):
        login_limit.code_succeeded(account.name)
        return None
    subject = f"account:{account.name}"
    audit.record(connection, actor=subject, action="enter wrong code", subject=subject)
    return Problem(status, "This code is wrong, or it was used already.", headers=headers, code_needed=True)
