"""Routes for invitations: administrators make them, and a person uses one to make an account."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Request, Response
from limits import RateLimitItemPerHour
from pydantic import BaseModel, Field, SecretStr, StringConstraints

from app.api.access.auth import Admin
from app.api.access.people import ListedInvitation
from app.api.feeds.links import base
from app.api.http.fields import Id, Line
from app.api.http.problems import Problem, refusals
from app.api.http.shared_counts import shared_counts
from app.letter.mails import BadAddress, clean_address
from app.people.invite import HasAccount, invite, send_invitation
from app.people.names import BadName, clean_name, is_taken
from core.config import settings
from storage.access import accounts, audit, credentials, invitations
from storage.access.accounts import Scope
from storage.database.engine import transaction

router = APIRouter(prefix="/api/invitations", tags=["people"])
PER_INVITER = RateLimitItemPerHour(60, namespace="invitations")
USED = "This invitation was used, withdrawn, or is too old. Ask for a new one."
GONE = refusals(HTTPStatus.GONE)
Token = Annotated[str, StringConstraints(min_length=20, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")]
Password = Annotated[
    SecretStr, Field(min_length=credentials.SHORTEST_PASSWORD, max_length=credentials.LONGEST_PASSWORD)
]


class NewInvitation(BaseModel):
    email: Line = Field(examples=["bob@paper.example"])
    scope: Scope = Scope.EDIT
    language: str | None = Field(default=None, pattern="^[a-z]{2}$", description="Of the mail; null: LANGUAGE.")


class MadeInvitation(ListedInvitation):
    """`link`: to hand over; null if it was sent by mail. `trouble`: why it was not sent."""

    link: str | None
    trouble: str | None = Field(examples=["No mail can be sent: SMTP_HOST, SMTP_FROM not set."])


class GivenInvitation(BaseModel):
    token: Token


class Offer(BaseModel):
    """What an invitation is for."""

    email: str
    scope: Scope
    expires_at: datetime


class NewAccount(BaseModel):
    token: Token
    name: Line = Field(examples=["bob"])
    password: Password


class MadeAccount(BaseModel):
    name: str = Field(examples=["bob"])


@router.post("", status_code=HTTPStatus.CREATED, responses=refusals(HTTPStatus.CONFLICT))
def make_invitation(wanted: NewInvitation, request: Request, response: Response, actor: Admin) -> MadeInvitation:
    """Invites a person by mail, or returns the link if no mail can be sent. A new invitation replaces the old one."""
    try:
        email = clean_address(wanted.email)
    except BadAddress as error:
        errors = [{"where": ["body", "email"], "message": "This is not an email address."}]
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Some fields are invalid.", errors=errors) from error
    if wait_s := shared_counts().hit(PER_INVITER, actor.name):
        detail = f"Too many invitations. Try again in {-(-wait_s // 60)} minutes."
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(wait_s)})
    with transaction() as connection:
        try:
            made, path = invite(connection, email, wanted.scope, by=actor.name)
        except HasAccount as error:
            raise Problem(HTTPStatus.CONFLICT, str(error)) from error
    link = base(request) + path
    trouble = send_invitation(made, link, wanted.language or settings().language)
    response.headers["Cache-Control"] = "no-store"
    shown = ListedInvitation.model_validate(made)
    return MadeInvitation(**shown.model_dump(), link=link if trouble else None, trouble=trouble)


@router.delete("/{invitation_id}", status_code=HTTPStatus.NO_CONTENT, responses=refusals(HTTPStatus.NOT_FOUND))
def withdraw_invitation(invitation_id: Id, actor: Admin) -> None:
    """Makes an invitation's link worthless."""
    with transaction() as connection:
        withdrawn = invitations.withdraw_invitation(connection, invitation_id)
        if withdrawn is None:
            raise Problem(HTTPStatus.NOT_FOUND, f"There is no invitation {invitation_id}.")
        subject = f"invitation:{withdrawn.email}"
        audit.record(connection, actor=actor.name, action="withdraw invitation", subject=subject)


@router.post("/read", responses=GONE)
def read_invitation(given: GivenInvitation, response: Response) -> Offer:
    """What the invitation in a link is for. It stays valid."""
    response.headers["Cache-Control"] = "no-store"
    with transaction() as connection:
        found = invitations.find_invitation(connection, credentials.digest(given.token))
    if found is None:
        raise Problem(HTTPStatus.GONE, USED)
    return Offer(email=found.email, scope=found.scope, expires_at=found.expires_at)


@router.post("/accept", status_code=HTTPStatus.CREATED, responses=refusals(HTTPStatus.GONE, HTTPStatus.CONFLICT))
def accept_invitation(given: NewAccount) -> MadeAccount:
    """Makes the account that an invitation allows. It works once; then log in."""
    digest = credentials.digest(given.token)
    try:
        name = clean_name(given.name)
    except BadName as error:
        errors = [{"where": ["body", "name"], "message": str(error)}]
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "Some fields are invalid.", errors=errors) from error
    with transaction() as connection:
        found = invitations.find_invitation(connection, digest)
    if found is None:  # before the password is hashed, which takes long
        raise Problem(HTTPStatus.GONE, USED)
    hashed = credentials.hash_password(given.password.get_secret_value())
    with transaction() as connection:
        used = invitations.use_invitation(connection, digest)
        if used is None:
            raise Problem(HTTPStatus.GONE, USED)
        made = None
        if not is_taken(connection, name):
            made = accounts.add_account(connection, name=name, password_hash=hashed, scope=used.scope, email=used.email)
        if made is None:
            raise Problem(HTTPStatus.CONFLICT, f"The name {name} is taken. Choose another one.")
        subject = f"account:{name}"
        after = {"scope": used.scope, "email": used.email}
        audit.record(connection, actor=subject, action="accept invitation", subject=subject, after=after)
    return MadeAccount(name=name)
