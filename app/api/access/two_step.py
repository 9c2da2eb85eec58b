"""Routes for everybody's own two-step login: set it up with an authenticator app, and turn it off."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field, SecretStr, StringConstraints
from sqlalchemy import Connection

from app.api.access.account import OWN, check_own_password, record_own
from app.api.access.auth import Own
from app.api.access.codes import LONGEST_CODE, own_secret, refused_code
from app.api.http.problems import Problem
from app.people import second_factor
from storage.access import credentials, second_factors
from storage.access.sessions import Session
from storage.database.engine import transaction

router = APIRouter(prefix="/api/account/two-step", tags=["people"], responses=OWN)
Secret = Annotated[str, StringConstraints(pattern=r"^[A-Z2-7]{32}$")]
OwnPassword = Annotated[SecretStr, Field(min_length=1, max_length=credentials.LONGEST_PASSWORD)]

OwnCode = Annotated[SecretStr | None, Field(max_length=LONGEST_CODE)]


class Proposal(BaseModel):
    """A secret for an authenticator app. `qr_code`: an SVG as a `data:` address."""

    secret: str
    address: str = Field(examples=["otpauth://totp/Marquee:ada?secret=…&issuer=Marquee"])
    qr_code: str


class Confirmation(BaseModel):
    """`secret`: as proposed; `code`: what the app shows for it."""

    secret: Secret
    code: str = Field(min_length=6, max_length=10, examples=["123456"])
    password: OwnPassword
    current_code: OwnCode = Field(
        default=None, description="To replace an earlier secret: its code, or a recovery code."
    )


class RecoveryCodes(BaseModel):
    """Each replaces the app's code once. They are shown only here."""

    codes: list[str]


class TurningOff(BaseModel):
    password: OwnPassword
    code: OwnCode = Field(default=None, description="From the app, or a recovery code.")


@router.post("/proposal")
def propose_two_step(response: Response, own: Own) -> Proposal:
    """A new secret. Nothing changes before it is confirmed."""
    response.headers["Cache-Control"] = "no-store"
    secret = second_factor.new_secret()
    address = second_factor.app_address(secret, own.name)
    return Proposal(secret=secret, address=address, qr_code=second_factor.qr_code(address))


@router.put("")
def turn_on_two_step(given: Confirmation, request: Request, response: Response, own: Own) -> RecoveryCodes:
    """From now on, a login also needs a code. Replaces an earlier secret and its recovery codes; this needs a code of
    the earlier secret."""
    response.headers["Cache-Control"] = "no-store"
    password = given.password.get_secret_value()
    step = second_factor.step_of(given.secret, given.code, datetime.now(UTC))
    if step is None:
        detail = "This is not the code for this secret. Check the clock of your phone, and enter the newest code."
        raise Problem(HTTPStatus.CONFLICT, detail)
    codes = second_factor.new_recovery_codes()
    sealed = second_factor.sealed(given.secret, password)
    with transaction() as connection:
        refused = _refused(connection, request, own, password, given.current_code)
        if refused is None:
            second_factors.add(connection, own.account_id, sealed, step, map(second_factor.digest_of, codes))
            record_own(connection, own, "turn on two-step login")
    if refused is not None:
        raise refused
    return RecoveryCodes(codes=codes)


@router.post("/off", status_code=HTTPStatus.NO_CONTENT)
def turn_off_two_step(given: TurningOff, request: Request, own: Own) -> None:
    """From now on, a login needs only the password. If two-step login is on, this needs a code."""
    with transaction() as connection:
        refused = _refused(connection, request, own, given.password.get_secret_value(), given.code)
        if refused is None:
            second_factors.remove(connection, own.account_id)
            record_own(connection, own, "turn off two-step login")
    if refused is not None:
        raise refused


def _refused(
    connection: Connection, request: Request, own: Session, password: str, code: SecretStr | None
) -> Problem | None:
    """Locks the account. The Problem to raise after the transaction if two-step login is on and the code isn't right.
    Raises Problem 409 and 429."""
    found = check_own_password(connection, request, own, password)
    secret = own_secret(found, password, HTTPStatus.CONFLICT)
    return None if secret is None else refused_code(connection, found, secret, code, HTTPStatus.CONFLICT)
