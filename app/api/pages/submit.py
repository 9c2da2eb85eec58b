"""Plain HTML forms for the public: send an event, or say what is wrong with one. They need no JavaScript."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Annotated
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse

from app.api.access.public_reads import readable
from app.api.editing.queue import require_open, spend
from app.api.http.pagination import LARGEST_BIGINT
from app.api.http.problems import Problem
from app.api.pages import frame
from app.edits import queue
from app.feeds.markup import escape
from core.config import settings
from storage.categories.rules import list_categories
from storage.database.engine import transaction
from storage.database.read_only import reading
from storage.edits.plan import EditRefused, Refusal
from storage.events import detail

router = APIRouter(prefix="/submit", include_in_schema=False, dependencies=[Depends(readable)])
HEADERS = {"Cache-Control": "no-store", "Content-Security-Policy": frame.POLICY}
FIELDS = (
    ("title", "Title", 'required maxlength="300"'),
    ("day", "Day", 'type="date" required'),
    ("from", "Begins at", 'type="time"'),
    ("until", "Ends at", 'type="time"'),
    ("repeat", "Repeats, such as “every Tuesday until Dec 22”", 'maxlength="300"'),
    ("place", "Place", 'maxlength="200"'),
    ("address", "Address", 'maxlength="300"'),
    ("price", "Price", 'maxlength="300"'),
    ("url", "Web page", 'type="url" maxlength="2000"'),
    ("ticket_url", "Tickets at", 'type="url" maxlength="2000"'),
    ("organizer", "Organizer", 'maxlength="200"'),
)
CONTACT = ("contact", "Your email or telephone, for questions (never shown)", 'maxlength="200"')
HONEYPOT = '<p hidden><label>Leave this empty <input name="website" tabindex="-1" autocomplete="off"></label></p>'
NAMES = {"starts_at": "day", "ends_at": "until", "venue": "place", "categories": "category"}
"""The form's fields, by the API's."""


@router.get("")
def event_form() -> Response:
    try:
        require_open()
    except Problem as problem:
        return _page("Not found", f"<p>{escape(problem.detail)}</p>", problem.status)
    return _event_page({}, ())


@router.post("")
async def send_event(request: Request) -> Response:
    form = await _form(request)
    return await run_in_threadpool(_send_event, request, form)


@router.get("/tip")
def tip_form(event: Annotated[int, Query(ge=1, le=LARGEST_BIGINT)]) -> Response:
    try:
        require_open()
    except Problem as problem:
        return _page("Not found", f"<p>{escape(problem.detail)}</p>", problem.status)
    return _tip_page(event, {}, ())


@router.post("/tip")
async def send_tip(request: Request, event: Annotated[int, Query(ge=1, le=LARGEST_BIGINT)]) -> Response:
    form = await _form(request)
    return await run_in_threadpool(_send_tip, request, event, form)


async def _form(request: Request) -> dict[str, str]:
    """The form's fields. The size of bodies is limited (`app/api/http/body_limit.py`)."""
    body = (await request.body()).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(body, max_num_fields=50))
    except ValueError:
        return {}


def _send_event(request: Request, form: Mapping[str, str]) -> Response:
    try:
        require_open()
        if not form.get("website"):
            spend(request)
            with transaction() as connection:
                queue.submit(connection, _given(form), repeat=form.get("repeat"), contact=form.get("contact"))
    except Problem as problem:
        return _page("Not sent", f"<p>{escape(problem.detail)}</p>", problem.status)
    except EditRefused as error:
        return _event_page(form, error.refusals)
    return _thanks("Your event was sent. An editor will look at it before it is listed.")


def _send_tip(request: Request, event_id: int, form: Mapping[str, str]) -> Response:
    try:
        require_open()
        if not form.get("website"):
            spend(request)
            with transaction() as connection:
                queue.tip(connection, event_id, form.get("text", ""), contact=form.get("contact"))
    except Problem as problem:
        return _page("Not sent", f"<p>{escape(problem.detail)}</p>", problem.status)
    except LookupError as error:
        return _page("Not found", f"<p>{escape(str(error))}</p>", HTTPStatus.NOT_FOUND)
    except EditRefused as error:
        return _tip_page(event_id, form, error.refusals)
    return _thanks("Thank you. An editor will look at it.")


def _given(form: Mapping[str, str]) -> dict[str, object]:
    """The form's fields as the API has them. Times are local."""
    given: dict[str, object] = {
        name: form[name]
        for name in ("title", "description", "price", "url", "ticket_url", "organizer")
        if form.get(name)
    }
    given["starts_at"] = _moment(form.get("day", ""), form.get("from", ""))
    if form.get("until"):
        given["ends_at"] = _moment(form.get("day", ""), form["until"])
    if form.get("place") or form.get("address"):
        given["venue"] = {"name": form.get("place"), "address": form.get("address")}
    if form.get("category"):
        given["categories"] = [form["category"]]
    return given


def _moment(day: str, clock: str) -> str:
    """A day, or a local time with its offset; what can't be read stays, and is refused."""
    if not clock:
        return day
    try:
        local = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(settings().timezone))
    except ValueError:
        return f"{day} {clock}"
    return local.isoformat()


def _event_page(form: Mapping[str, str], refused: Sequence[Refusal]) -> Response:
    inputs = "\n".join(_input(field, form) for field in FIELDS)
    with reading() as connection:
        categories = list_categories(connection)
    options = "".join(
        f'<option value="{escape(one.slug)}"{" selected" if form.get("category") == one.slug else ""}>'
        f"{escape(one.name)}</option>"
        for one in categories
        if one.slug != "other"
    )
    body = f"""{_errors(refused)}
<p>An editor looks at every event before it is listed. You need no account.</p>
<form method="post" action="/submit">
{inputs}
<label>Category <select name="category"><option value="">Choose one</option>{options}</select></label>
<label>Description
<textarea name="description" rows="6" cols="60">{escape(form.get("description", ""))}</textarea></label>
{_input(CONTACT, form)}
{HONEYPOT}
<button>Send the event</button>
</form>"""
    return _page("Add an event", body, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK)


def _tip_page(event_id: int, form: Mapping[str, str], refused: Sequence[Refusal]) -> Response:
    with reading() as connection:
        event = detail.read_event(connection, event_id)
    if event is None:
        return _page("Not found", f"<p>There is no event {event_id}.</p>", HTTPStatus.NOT_FOUND)
    body = f"""{_errors(refused)}
<p>What is wrong with <a href="/events/{event_id}">{escape(event.title)}</a>?</p>
<form method="post" action="/submit/tip?event={event_id}">
<label>What is wrong <textarea name="text" rows="5" cols="60" required>{escape(form.get("text", ""))}</textarea></label>
{_input(CONTACT, form)}
{HONEYPOT}
<button>Send</button>
</form>"""
    return _page("Something is wrong", body, HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK)


def _input(field: tuple[str, str, str], form: Mapping[str, str]) -> str:
    name, label, attributes = field
    return f'<label>{label} <input name="{name}" value="{escape(form.get(name, ""))}" {attributes}></label>'


def _errors(refused: Sequence[Refusal]) -> str:
    if not refused:
        return ""
    labels = {name: label for name, label, _ in (*FIELDS, CONTACT)}
    items = "".join(
        f"<li>{escape(labels.get(NAMES.get(one.field, one.field), one.field.capitalize()))}: {escape(one.message)}</li>"
        for one in refused
    )
    return f'<ul role="alert">{items}</ul>'


def _thanks(words: str) -> Response:
    return _page("Sent", f'<p>{escape(words)}</p>\n<p><a href="/">All events</a></p>', HTTPStatus.OK)


def _page(title: str, body: str, status: HTTPStatus) -> Response:
    return HTMLResponse(frame.simple(title, body), status, HEADERS)
