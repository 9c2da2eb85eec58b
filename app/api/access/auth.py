"""Authentication by a key in `Authorization: Bearer` or by the page's session cookie, and the check of scopes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import APIKeyCookie, HTTPBearer

from app.api.http.problems import Problem
from core.config import settings
from storage.access import credentials, keys, sessions
from storage.access.accounts import Scope
from storage.access.sessions import Session
from storage.database.engine import transaction

COOKIE = "marquee_session"
CSRF_HEADER = "X-CSRF-Token"
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="marquee"'}
ROLES = {Scope.READ: "read only", Scope.EDIT: "editor", Scope.ADMIN: "administrator"}
ABLE = {Scope.READ: "people with a login", Scope.EDIT: "editors and administrators", Scope.ADMIN: "administrators"}
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

BEARER = HTTPBearer(scheme_name="key", description="A key, as `python -m app keys add` prints it.", auto_error=False)
CSRF_NOTE = f"The page's session. Requests that change something also need `{CSRF_HEADER}` from GET /api/session."
SESSION = APIKeyCookie(name=COOKIE, scheme_name="session", description=CSRF_NOTE, auto_error=False)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who makes the request. `name`, as in the audit log: `account:ada`, `key:12 (nightly export)`, `API_KEY`.
    `session`: None for a key."""

    name: str
    scope: Scope
    session: Session | None = None


def require(scope: str) -> Callable[..., Actor]:
    """A dependency that returns the Actor. Raises Problem 401 without a valid key or cookie, and 403 if the actor's
    scope does not include this one or if a cookie comes without its CSRF token."""
    needed = Scope(scope)

    def allowed(
        request: Request, _key: Annotated[object, Security(BEARER)], _session: Annotated[object, Security(SESSION)]
    ) -> Actor:
        actor = identify(request)
        if actor is None:
            raise Problem(HTTPStatus.UNAUTHORIZED, "You need a key or a login for this.", headers=CHALLENGE)
        if not actor.scope.includes(needed):
            raise Problem(HTTPStatus.FORBIDDEN, _too_little(actor, needed))
        return actor

    return allowed


def _too_little(actor: Actor, needed: Scope) -> str:
    """People have a role, keys a scope."""
    if actor.session is None:
        return f"This needs a key with the scope {needed}. Yours has {actor.scope}."
    return f"Only {ABLE[needed]} can do this. Your role is “{ROLES[actor.scope]}”."


def identify(request: Request) -> Actor | None:
    """Returns who makes the request, or None if it has neither key nor cookie. A key takes precedence over a cookie.

    Raises Problem 401 for an invalid key or session, and 403 for a change by cookie without its CSRF token.
    """
    authorization = request.headers.get("authorization")
    if authorization is not None:
        return _by_key(authorization)
    token = request.cookies.get(COOKIE)
    return None if not token else _by_session(request, token)


def _by_key(authorization: str) -> Actor:
    scheme, _, key = authorization.partition(" ")
    key = key.strip()
    if scheme.lower() != "bearer" or not key:
        raise Problem(HTTPStatus.UNAUTHORIZED, "Send the key as `Authorization: Bearer KEY`.", headers=CHALLENGE)
    bootstrap = settings().api_key
    if bootstrap is not None and credentials.same(key, bootstrap.get_secret_value()):
        return Actor("API_KEY", Scope.ADMIN)
    with transaction() as connection:
        found = keys.use_key(connection, credentials.digest(key))
    if found is None:
        raise Problem(HTTPStatus.UNAUTHORIZED, "This key is unknown, revoked, or expired.", headers=CHALLENGE)
    return Actor(f"key:{found.id} ({found.label})", found.scope)


def _by_session(request: Request, token: str) -> Actor:
    with transaction() as connection:
        session = sessions.read_session(connection, credentials.digest(token))
    if session is None:
        raise Problem(HTTPStatus.UNAUTHORIZED, "Your session has ended. Log in again.", headers=CHALLENGE)
    if request.method not in SAFE_METHODS:
        given = request.headers.get(CSRF_HEADER, "")
        if not credentials.same(given, credentials.csrf_token(token)):
            raise Problem(HTTPStatus.FORBIDDEN, f"The header {CSRF_HEADER} is missing or belongs to another session.")
    return Actor(f"account:{session.name}", session.scope, session)


def _own_session(actor: Annotated[Actor, Depends(require("read"))]) -> Session:
    """Raises Problem 409 for a key."""
    if actor.session is None:
        raise Problem(HTTPStatus.CONFLICT, "A key has no account of its own. Log in with a name and a password.")
    return actor.session


Reader = Annotated[Actor, Depends(require("read"))]
Editor = Annotated[Actor, Depends(require("edit"))]
Admin = Annotated[Actor, Depends(require("admin"))]
Own = Annotated[Session, Depends(_own_session)]
"""The session of the person who makes the request."""
