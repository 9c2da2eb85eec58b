"""Plain HTML pages to sign up for the letter, to confirm, and to leave. They need no JavaScript and no account."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import APIRouter, Path, Request, Response
from fastapi.concurrency import run_in_threadpool
from limits import RateLimitItemPerHour

from app.api.http.clients import address_of
from app.api.http.problems import Problem
from app.api.http.shared_counts import shared_counts
from app.api.pages import answers
from app.feeds.markup import escape
from app.letter.mails import BadAddress, clean_address
from core.config import settings
from storage.access.credentials import digest
from storage.database.engine import transaction
from storage.letters import subscribers

router = APIRouter(prefix="/letter", include_in_schema=False, route_class=answers.ExplainedRoute)
Token = Annotated[str, Path(min_length=1, max_length=100)]


@router.get("")
def sign_up_form(request: Request) -> Response:
    return _form_page(request)


@router.post("")
async def sign_up(request: Request) -> Response:
    """Answers the same whether the address is known or not."""
    given = dict(_fields(await request.body()))
    return await run_in_threadpool(_sign_up, request, given)


@router.get("/confirm/{token}")
def confirm_form(request: Request, token: Token) -> Response:
    """A page with a button: mail scanners open links, and only a person may confirm."""
    view = answers.view_of(request)
    with transaction() as connection:
        found = subscribers.find_pending(connection, digest(token))
    if found is None:
        return _bad_link(request)
    words = view.words
    return answers.form(
        request,
        view,
        words("letter.confirmTitle"),
        _button(words("letter.confirmText", address=found.address), words("letter.confirmLink")),
    )


@router.post("/confirm/{token}")
def confirm(request: Request, token: Token) -> Response:
    view = answers.view_of(request)
    with transaction() as connection:
        confirmed = subscribers.confirm(connection, digest(token))
        found = subscribers.find_pending(connection, digest(token))
    if not confirmed or found is None:
        return _bad_link(request)
    words = view.words
    body = f"<p>{escape(words('letter.confirmed', address=found.address))}</p>{_back(words('list.seeAll'))}"
    return answers.form(request, view, words("letter.confirmedTitle"), body)


@router.get("/unsubscribe/{token}")
def leave_form(request: Request, token: Token) -> Response:
    """A page with a button, because mail scanners open links. Mail programs use POST, without a page (RFC 8058)."""
    view = answers.view_of(request)
    with transaction() as connection:
        found = subscribers.find_by_delivery(connection, digest(token))
    if found is None:
        return _bad_link(request)
    words = view.words
    return answers.form(
        request,
        view,
        words("letter.leaveTitle"),
        _button(words("letter.leaveText", address=found.address), words("letter.leave")),
    )


@router.post("/unsubscribe/{token}")
def leave(request: Request, token: Token) -> Response:
    """Deletes the subscriber. A second request, and one with an unknown token, get the same answer. No key, no cookie,
    and no setting is needed: people can always leave."""
    view = answers.view_of(request)
    with transaction() as connection:
        found = subscribers.find_by_delivery(connection, digest(token))
        if found is not None:
            subscribers.remove(connection, found.id)
    words = view.words
    body = f"<p>{escape(words('letter.left'))}</p>{_back(words('list.seeAll'))}"
    return answers.form(request, view, words("letter.leftTitle"), body)


def _sign_up(request: Request, given: dict[str, str]) -> Response:
    if not settings().letter:
        return _form_page(request)
    view = answers.view_of(request)
    if not given.get("website"):
        try:
            address = clean_address(given.get("address", ""))
        except BadAddress:
            return _form_page(request, given.get("address", ""), refused=True)
        spend(request)
        with transaction() as connection:
            subscribers.sign_up(connection, address, view.words.language)
    words = view.words
    body = f"<p>{escape(words('letter.check'))}</p>{_back(words('list.seeAll'))}"
    return answers.form(request, view, words("letter.checkTitle"), body)


def spend(request: Request) -> None:
    """Counts the sign-ups of a client. Raises Problem 429."""
    limit = RateLimitItemPerHour(settings().letter_sign_ups_per_hour, namespace="letter-sign-ups")
    wait_s = shared_counts().hit(limit, address_of(request))
    if wait_s:
        detail = f"Too many sign-ups from here. Try again in {-(-wait_s // 60)} minutes."
        raise Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(wait_s)})


def _form_page(request: Request, given: str = "", *, refused: bool = False) -> Response:
    view = answers.view_of(request)
    words = view.words
    if not settings().letter:
        body = f"<p>{escape(words('letter.closed'))}</p>{_back(words('list.seeAll'))}"
        return answers.form(request, view, words("letter.signUpTitle"), body, HTTPStatus.NOT_FOUND)
    notice = f'<p class="notice" role="alert">{escape(words("letter.badAddress"))}</p>' if refused else ""
    body = f"""{notice}<p class="soft">{escape(words("letter.signUpAbout"))}</p>
<form class="sheet" method="post" action="/letter">
<label class="field"><span class="field__label">{escape(words("letter.address"))}</span>
<input class="input" name="address" type="email" required maxlength="254" autocomplete="email"
value="{escape(given[:300])}"></label>
<p hidden><label>{escape(words("letter.trap"))} <input name="website" tabindex="-1" autocomplete="off"></label></p>
<p class="sheet__wide"><button class="button button--primary">{escape(words("letter.signUp"))}</button></p>
</form>
<p><a href="/letter/archive">{escape(words("letter.archive"))}</a></p>"""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return answers.form(request, view, words("letter.signUpTitle"), body, status)


def _button(question: str, label: str) -> str:
    """A form that posts to its own address."""
    return (
        f'<p>{escape(question)}</p>\n<form method="post"><p><button class="button button--primary">{escape(label)}'
        "</button></p></form>"
    )


def _back(label: str) -> str:
    return f'\n<p><a class="button" href="/">{escape(label)}</a></p>'


def _bad_link(request: Request) -> Response:
    view = answers.view_of(request)
    words = view.words
    body = f"<p>{escape(words('letter.badLinkText'))}</p>{_back(words('list.seeAll'))}"
    return answers.form(request, view, words("letter.badLink"), body, HTTPStatus.NOT_FOUND)


def _fields(body: bytes) -> list[tuple[str, str]]:
    """A form's fields. The size of bodies is limited (`app/api/http/body_limit.py`)."""
    try:
        return parse_qsl(body.decode("utf-8", "replace"), max_num_fields=20)
    except ValueError:
        return []
