"""Routes for everybody's own account: the password and the sessions."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field, SecretStr
from sqlalchemy import Connection

from app.api.access import login_limit
from app.api.access.auth import Own
from app.api.access.codes import own_secret
from app.api.access.invitations import Password
from app.api.access.people import OpenLogin
from app.api.http.clients import address_of
from app.api.http.fields import BigId
from app.api.http.problems import Problem, refusals
from app.people.second_factor import sealed
from storage.access import accounts, audit, credentials, second_factors, sessions
from storage.access.accounts import Scope, Secrets
from storage.access.sessions import Session
from storage.database.engine import transaction

OWN = refusals(HTTPStatus.CONFLICT)
"""For a key, which has no account, and for a wrong password."""
router = APIRouter(prefix="/api/account", tags=["people"], responses=OWN)


class OwnLogin(OpenLogin):
    """`current`: the session of this request."""

    current: bool


class OwnAccount(BaseModel):
    name: str = Field(examples=["ada"])
    email: str | None
    scope: Scope
    two_step: bool
    recovery_codes: int = Field(description="How many are left.")
    sessions: list[OwnLogin]


class PasswordChange(BaseModel):
    current: SecretStr = Field(min_length=1, max_length=credentials.LONGEST_PASSWORD)
    new: Password


@router.get("")
def read_own_account(own: Own) -> OwnAccount:
    """Shows the account of the person who is logged in."""
    with transaction() as connection:
        account = accounts.find_account(connection, own.account_id)
        codes = second_factors.count_recovery_codes(connection, own.account_id)
        logins = sessions.list_sessions(connection, own.account_id)
    return OwnAccount(
        name=own.name,
        email=account.email if account else None,
        scope=own.scope,
        two_step=account is not None and account.two_step,
        recovery_codes=codes,
        sessions=[
            OwnLogin(**OpenLogin.model_validate(login).model_dump(), current=login.id == own.id) for login in logins
        ],
    )


@router.put("/password", status_code=HTTPStatus.NO_CONTENT)
def change_own_password(change: PasswordChange, request: Request, own: Own) -> None:
    """Changes the password and ends all other sessions."""
    current, new = change.current.get_secret_value(), change.new.get_secret_value()
    hashed = credentials.hash_password(new)
    with transaction() as connection:
        secret = own_secret(check_own_password(connection, request, own, current), current, HTTPStatus.CONFLICT)
        resealed = None if secret is None else sealed(secret, new)
        accounts.set_password(connection, own.name, hashed, totp_secret=resealed, keep_session=own.id)
        record_own(connection, own, "change password")


@router.delete("/sessions/{session_id}", status_code=HTTPStatus.NO_CONTENT, responses=refusals(HTTPStatus.NOT_FOUND))
def end_own_session(session_id: BigId, own: Own) -> None:
    """Ends one of your own sessions."""
    with transaction() as connection:
        if not sessions.end_session(connection, own.account_id, session_id):
            raise Problem(HTTPStatus.NOT_FOUND, "This session has ended.")
        record_own(connection, own, "end session")


def record_own(connection: Connection, own: Session, action: str) -> None:
    subject = f"account:{own.name}"
    audit.record(connection, actor=subject, action=action, subject=subject)


def check_own_password(connection: Connection, request: Request, own: Session, password: str) -> Secrets:
    """Locks the account, so that what the caller then writes belongs to this password. Counts as a login, so that
    nobody can guess at an open screen. Raises Problem 409 if it is wrong, and 429."""
    address = address_of(request)
    login_limit.count(address, own.name)
    found = accounts.lock_login(connection, own.account_id)
    if not credentials.check_password(found.password_hash if found else None, password) or found is None:
        raise Problem(HTTPStatus.CONFLICT, "Your password is wrong.")
    login_limit.succeeded(address, own.name)
    return found
