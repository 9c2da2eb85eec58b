"""Routes for API keys: create, list, revoke."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from http import HTTPStatus

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from app.api.access.auth import Admin
from app.api.http.fields import Id, Line
from app.api.http.problems import Problem
from storage.access import audit, credentials, keys
from storage.access.accounts import Scope
from storage.database.engine import transaction

router = APIRouter(prefix="/api/keys", tags=["keys"])
LONGEST_DAYS = 3650


class NewKey(BaseModel):
    label: Line = Field(description="What it is for.", examples=["nightly export"])
    scope: Scope = Scope.READ
    days: int | None = Field(default=None, ge=1, le=LONGEST_DAYS, description="Days until it expires; null: never.")


class Key(BaseModel):
    """A key without its secret. `prefix`: its first characters."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    label: str
    prefix: str = Field(examples=["mq_4fT9xA"])
    scope: Scope
    created_at: datetime
    created_by: str
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class MadeKey(Key):
    """A new key with its secret, which is shown only once."""

    key: str


class Keys(BaseModel):
    keys: list[Key]


@router.get("")
def list_keys(_actor: Admin) -> Keys:
    """Lists all keys, the newest first, including revoked ones."""
    with transaction() as connection:
        return Keys(keys=[Key.model_validate(key) for key in keys.list_keys(connection)])


@router.post("", status_code=HTTPStatus.CREATED)
def make_key(wanted: NewKey, response: Response, actor: Admin) -> MadeKey:
    """Creates a key. Only this answer has it: Marquee stores just a hash."""
    token = credentials.new_key()
    with transaction() as connection:
        made = keys.add_key(
            connection,
            label=wanted.label,
            prefix=credentials.prefix(token),
            digest=credentials.digest(token),
            scope=wanted.scope,
            created_by=actor.name,
            expires_at=None if wanted.days is None else datetime.now(UTC) + timedelta(days=wanted.days),
        )
        key = Key.model_validate(made)
        after = key.model_dump(mode="json")
        audit.record(connection, actor=actor.name, action="make key", subject=f"key:{made.id}", after=after)
    response.headers["Cache-Control"] = "no-store"
    return MadeKey(**key.model_dump(), key=token)


@router.delete("/{key_id}")
def revoke_key(key_id: Id, actor: Admin) -> Key:
    """Revokes a key. It stays in the list, for the audit log."""
    with transaction() as connection:
        revoked = keys.revoke_key(connection, key_id)
        if revoked is None:
            raise Problem(HTTPStatus.NOT_FOUND, f"There is no key {key_id}.")
        key = Key.model_validate(revoked)
        after = key.model_dump(mode="json")
        audit.record(connection, actor=actor.name, action="revoke key", subject=f"key:{key_id}", after=after)
    return key
