"""Routes for the page's session: log in, log out, and who is logged in."""

from __future__ import annotations

from datetime import datetime, timedelta
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field, SecretStr
from sqlalchemy import Connection

from app.api.access import login_limit
from app.api.access.auth import CHALLENGE, COOKIE, Reader
from app.api.access.codes import LONGEST_CODE, own_secret, refused_code
from app.api.access.devices import device_of
from app.api.http.clients import address_of
from app.api.http.fields import Line
from app.api.http.problems import Problem
from app.people.names import find_login, folded
from core.config import settings
from storage.access import accounts, audit, credentials, sessions
from storage.access.accounts import Scope, Secrets
from storage.database.engine import transaction

router = APIRouter(prefix="/api/session", tags=["session"])


class Credentials(BaseModel):
    name: Line = Field(examples=["ada"])
    password: SecretStr = Field(min_length=1, max_length=credentials.LONGEST_PASSWORD)
    code: SecretStr | None = Field(
        default=None, max_length=LONGEST_CODE, description="With two-step login: from the app, or a recovery code."
    )


class LoggedIn(BaseModel):
    """Who is logged in. Send `csrf_token` in the header `X-CSRF-Token` of every request that changes something. It is
    null for a key, which needs none."""

    name: str = Field(examples=["account:ada"])
    scope: Scope
    csrf_token: str | None = None
    expires_at: datetime | None = None
    timezone: str = Field(default_factory=lambda: settings().timezone, description="The town's zone, an IANA name.")


@router.post("", status_code=HTTPStatus.CREATED)
def log_in(given: Credentials, request: Request, response: Response) -> LoggedIn:
    """Starts a new session and ends the one that the browser had, if any. With two-step login, a right password without
    a code gets 401 with `code_needed`: send all three again."""
    name, address = folded(given.name), address_of(request)
    with transaction() as connection:
        found = find_login(connection, given.name)
    login_limit.count(address, name)
    password = given.password.get_secret_value()
    if not credentials.check_password(found.password_hash if found else None, password) or found is None:
        raise Problem(HTTPStatus.UNAUTHORIZED, "The name or the password is wrong.", headers=CHALLENGE)
    login_limit.succeeded(address, name)
    account = found.account
    secret = own_secret(found, password, HTTPStatus.UNAUTHORIZED)
    if secret is not None:
        with transaction() as connection:
            refused = refused_code(connection, found, secret, given.code, HTTPStatus.UNAUTHORIZED)
        if refused is not None:
            raise refused
    token, lifetime = credentials.new_session(), timedelta(hours=settings().session_hours)
    with transaction() as connection:
        if not _is_unchanged(found, accounts.lock_login(connection, account.id), password):
            detail = "Your account changed during this login. Log in again."
            raise Problem(HTTPStatus.UNAUTHORIZED, detail, headers=CHALLENGE)
        if credentials.is_outdated(found.password_hash):
            accounts.rehash(connection, account.id, credentials.hash_password(password))
        _end(connection, request)
        expires_at = sessions.open_session(
            connection,
            digest=credentials.digest(token),
            account_id=account.id,
            lasts=lifetime,
            device=device_of(request.headers.get("user-agent", "")),
            address=address,
        )
        audit.record(connection, actor=f"account:{account.name}", action="log in", subject=f"account:{account.name}")
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(lifetime.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
    )
    response.headers["Cache-Control"] = "no-store"
    return LoggedIn(
        name=f"account:{account.name}",
        scope=account.scope,
        csrf_token=credentials.csrf_token(token),
        expires_at=expires_at,
    )


def _is_unchanged(found: Secrets, now: Secrets | None, password: str) -> bool:
    """Whether the password and the code that were right still are. Another login may have stored a new hash."""
    if now is None or now.totp_secret != found.totp_secret:
        return False
    return now.password_hash == found.password_hash or credentials.check_password(now.password_hash, password)


@router.get("")
def who_am_i(request: Request, response: Response, actor: Reader) -> LoggedIn:
    """Shows whose session or key this request has, and the CSRF token."""
    response.headers["Cache-Control"] = "no-store"
    token = request.cookies.get(COOKIE)
    if token is None or "authorization" in request.headers:
        return LoggedIn(name=actor.name, scope=actor.scope)
    with transaction() as connection:
        session = sessions.read_session(connection, credentials.digest(token))
    return LoggedIn(
        name=actor.name,
        scope=actor.scope,
        csrf_token=credentials.csrf_token(token),
        expires_at=None if session is None else session.expires_at,
    )


@router.delete("", status_code=HTTPStatus.NO_CONTENT)
def log_out(request: Request, response: Response, _actor: Reader) -> None:
    """Ends the session. Does nothing for a key."""
    with transaction() as connection:
        _end(connection, request)
    response.delete_cookie(COOKIE, httponly=True, samesite="strict", secure=request.url.scheme == "https")


def _end(connection: Connection, request: Request) -> None:
    token = request.cookies.get(COOKIE)
    if token:
        sessions.close_session(connection, credentials.digest(token))
