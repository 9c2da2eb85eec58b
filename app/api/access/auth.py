"""Who asks, and whether they may: by a key in `Authorization: Bearer`, or by the page's session cookie."""

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
from storage.database.engine import transaction

COOKIE = "marquee_session"
CSRF_HEADER = "X-CSRF-Token"
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="marquee"'}
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")

BEARER = HTTPBearer(scheme_name="key", description="A key, as `python -m app keys add` prints it.", auto_error=False)
CSRF_NOTE = f"The page's session. Acts also need `{CSRF_HEADER}`, which GET /api/session tells."
SESSION = APIKeyCookie(name=COOKIE, scheme_name="session", description=CSRF_NOTE, auto_error=False)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `name` is what the audit log says: `account:ada`, `key:12 (nightly export)`, `API_KEY`."""

    name: str
    scope: Scope


def require(scope: str) -> Callable[..., Actor]:
    """A dependency that gives the Actor. Raises Problem: 401 for nobody, or a key or cookie that is not valid; 403 for
    one whose scope does not include this, and for a cookie without its CSRF token."""
    needed = Scope(scope)

    def allowed(
        request: Request, _key: Annotated[object, Security(BEARER)], _session: Annotated[object, Security(SESSION)]
    ) -> Actor:
        actor = identify(request)
        if actor is None:
            raise Problem(HTTPStatus.UNAUTHORIZED, "This needs a key or a log-in.", headers=CHALLENGE)
        if not actor.scope.includes(needed):
            detail = f"This needs the scope {needed}; you have {actor.scope}."
            raise Problem(HTTPStatus.FORBIDDEN, detail)
        return actor

    return allowed


def identify(request: Request) -> Actor | None:
    """Who asks; None: nobody says who. A key counts before a cookie. Raises Problem 401 for a key or a session that is
    not valid, 403 for an act by cookie without its CSRF token."""
    authorization = request.headers.get("authorization")
    if authorization is not None:
        return _by_key(authorization)
    token = request.cookies.get(COOKIE)
    return None if not token else _by_session(request, token)


def _by_key(authorization: str) -> Actor:
    scheme, _, key = authorization.partition(" ")
    key = key.strip()
    if scheme.lower() != "bearer" or not key:
        raise Problem(HTTPStatus.UNAUTHORIZED, "Keys are sent as `Authorization: Bearer KEY`.", headers=CHALLENGE)
    bootstrap = settings().api_key
    if bootstrap is not None and credentials.same(key, bootstrap.get_secret_value()):
        return Actor("API_KEY", Scope.ADMIN)
    with transaction() as connection:
        found = keys.use_key(connection, credentials.digest(key))
    if found is None:
        raise Problem(HTTPStatus.UNAUTHORIZED, "This key is unknown, revoked or expired.", headers=CHALLENGE)
    return Actor(f"key:{found.id} ({found.label})", found.scope)


def _by_session(request: Request, token: str) -> Actor:
    with transaction() as connection:
        session = sessions.read_session(connection, credentials.digest(token))
    if session is None:
        raise Problem(HTTPStatus.UNAUTHORIZED, "This log-in has ended: log in again.", headers=CHALLENGE)
    if request.method not in SAFE_METHODS:
        given = request.headers.get(CSRF_HEADER, "")
        if not credentials.same(given, credentials.csrf_token(token)):
            raise Problem(HTTPStatus.FORBIDDEN, f"The header {CSRF_HEADER} is missing, or of another session.")
    return Actor(f"account:{session.name}", session.scope)


Reader = Annotated[Actor, Depends(require("read"))]
Editor = Annotated[Actor, Depends(require("edit"))]
Admin = Annotated[Actor, Depends(require("admin"))]
