"""Routes for administrators: who may log in, with which role, and from where they are logged in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Connection

from app.api.access.auth import Admin
from app.api.http.fields import BigId, Id
from app.api.http.problems import Problem, refusals
from app.people import roles
from storage.access import accounts, audit, invitations, second_factors, sessions
from storage.access.accounts import Account, Scope
from storage.access.sessions import Login
from storage.database.engine import transaction

router = APIRouter(prefix="/api/people", tags=["people"])
MISSING = refusals(HTTPStatus.NOT_FOUND)
LAST = refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)


class OpenLogin(BaseModel):
    """A session. `device`: null if the browser is unknown; `seen_at`: to the minute."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    device: str | None = Field(examples=["Firefox, Windows"])
    address: str | None = Field(examples=["203.0.113.7"])
    created_at: datetime
    seen_at: datetime
    expires_at: datetime


class Person(BaseModel):
    """An account with its sessions, the last used first. `two_step`: whether a login also needs a code."""

    id: int
    name: str = Field(examples=["ada"])
    email: str | None
    scope: Scope
    created_at: datetime
    last_login_at: datetime | None
    two_step: bool
    sessions: list[OpenLogin]


class ListedInvitation(BaseModel):
    """An invitation that nobody has used yet."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    email: str
    scope: Scope
    created_at: datetime
    created_by: str = Field(examples=["account:ada"])
    expires_at: datetime


class People(BaseModel):
    people: list[Person]
    invitations: list[ListedInvitation]


class Role(BaseModel):
    scope: Scope


@router.get("")
def list_people(_actor: Admin) -> People:
    """Lists the accounts by name, and the open invitations."""
    with transaction() as connection:
        logins = sessions.list_sessions(connection)
        return People(
            people=[
                _shown(one, [login for login in logins if login.account_id == one.id])
                for one in accounts.list_accounts(connection)
            ],
            invitations=[ListedInvitation.model_validate(one) for one in invitations.list_invitations(connection)],
        )


@router.patch("/{person_id}", responses=LAST)
def change_role(person_id: Id, role: Role, actor: Admin) -> Person:
    """Changes what a person may do, at once, and withdraws their invitations to higher roles. The last administrator
    stays one."""
    with transaction() as connection:
        found = _find(connection, person_id)
        with _keeping_an_admin(found):
            roles.change_role(connection, found, role.scope, by=actor.name)
        return _shown(_find(connection, person_id), sessions.list_sessions(connection, person_id))


@router.delete("/{person_id}", status_code=HTTPStatus.NO_CONTENT, responses=LAST)
def remove_person(person_id: Id, actor: Admin) -> None:
    """Removes an account, ends its sessions, and withdraws its invitations. What the person did stays in the audit log,
    and their keys stay."""
    with transaction() as connection:
        found = _find(connection, person_id)
        with _keeping_an_admin(found):
            roles.remove_person(connection, found, by=actor.name)


@router.delete("/{person_id}/sessions/{session_id}", status_code=HTTPStatus.NO_CONTENT, responses=MISSING)
def end_persons_session(person_id: Id, session_id: BigId, actor: Admin) -> None:
    """Ends one session of a person."""
    with transaction() as connection:
        found = _find(connection, person_id)
        if not sessions.end_session(connection, person_id, session_id):
            raise Problem(HTTPStatus.NOT_FOUND, "This session has ended.")
        audit.record(connection, actor=actor.name, action="end session", subject=f"account:{found.name}")


@router.delete("/{person_id}/sessions", status_code=HTTPStatus.NO_CONTENT, responses=MISSING)
def end_persons_sessions(person_id: Id, actor: Admin) -> None:
    """Ends all sessions of a person."""
    with transaction() as connection:
        found = _find(connection, person_id)
        sessions.end_sessions(connection, person_id)
        audit.record(connection, actor=actor.name, action="end sessions", subject=f"account:{found.name}")


@router.delete("/{person_id}/two-step", status_code=HTTPStatus.NO_CONTENT, responses=MISSING)
def end_persons_two_step(person_id: Id, actor: Admin) -> None:
    """Turns off the two-step login of a person who has lost the phone and the recovery codes."""
    with transaction() as connection:
        found = _find(connection, person_id)
        second_factors.remove(connection, person_id)
        subject = f"account:{found.name}"
        audit.record(connection, actor=actor.name, action="turn off two-step login", subject=subject)


def _find(connection: Connection, person_id: int) -> Account:
    found = accounts.find_account(connection, person_id)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no person {person_id}.")
    return found


@contextmanager
def _keeping_an_admin(person: Account) -> Iterator[None]:
    try:
        yield
    except roles.LastAdmin as error:
        detail = f"{person.name} is the last administrator. Make somebody else an administrator first."
        raise Problem(HTTPStatus.CONFLICT, detail) from error


def _shown(account: Account, logins: list[Login]) -> Person:
    return Person(
        id=account.id,
        name=account.name,
        email=account.email,
        scope=account.scope,
        created_at=account.created_at,
        last_login_at=account.last_login_at,
        two_step=account.two_step,
        sessions=[OpenLogin.model_validate(login) for login in logins],
    )
