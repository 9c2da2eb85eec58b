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

from app.api.access.public_reads import readable
from app.api.editing.queue import require_open, spend
from app.api.http.pagination import LARGEST_BIGINT
from app.api.http.problems import Problem
from app.api.pages import answers
from app.api.pages.addresses import event_path
from app.edits import queue
from app.feeds.markup import escape
from app.language.server import translated
from app.language.words import Words
from core.config import settings
from storage.database.engine import transaction
from storage.database.read_only import reading
from storage.edits.plan import EditRefused, Refusal
from storage.events import detail

router = APIRouter(
    prefix="/submit", include_in_schema=False, dependencies=[Depends(readable)], route_class=answers.ExplainedRoute
)
FIELDS = (
    ("title", "fields.title", 'required maxlength="300"'),
    ("day", "submit.day", 'type="date" required'),
    ("from", "submit.from", 'type="time"'),
    ("until", "submit.until", 'type="time"'),
    ("repeat", "submit.repeat", 'maxlength="300"'),
    ("place", "fields.venue", 'maxlength="200"'),
    ("address", "submit.address", 'maxlength="300"'),
    ("price", "fields.price", 'maxlength="300"'),
    ("url", "submit.page", 'type="url" maxlength="2000"'),
    ("ticket_url", "submit.ticketsAt", 'type="url" maxlength="2000"'),
    ("organizer", "fields.organizer", 'maxlength="200"'),
)
"""The form's fields with the names of their labels in the language files."""
CONTACT = ("contact", "submit.contact", 'maxlength="200"')
NAMES = {"starts_at": "day", "ends_at": "until", "venue": "place", "categories": "category"}
"""The form's fields, by the API's."""
EventId = Annotated[int, Query(ge=1, le=LARGEST_BIGINT)]


@router.get("")
def event_form(request: Request) -> Response:
    require_open()
    return _event_page(request, {}, ())


@router.post("")
async def send_event(request: Request) -> Response:
    given = await _form(request)
    return await run_in_threadpool(_send_event, request, given)


@router.get("/tip")
def tip_form(request: Request, event: EventId) -> Response:
    require_open()
    return _tip_page(request, event, {}, ())


@router.post("/tip")
async def send_tip(request: Request, event: EventId) -> Response:
    given = await _form(request)
    return await run_in_threadpool(_send_tip, request, event, given)


async def _form(request: Request) -> dict[str, str]:
    """The form's fields. The size of bodies is limited (`app/api/http/body_limit.py`)."""
    body = (await request.body()).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(body, max_num_fields=50))
    except ValueError:
        return {}


def _send_event(request: Request, given: Mapping[str, str]) -> Response:
    require_open()
    try:
        if not given.get("website"):
            spend(request)
            with transaction() as connection:
                queue.submit(connection, _given(given), repeat=given.get("repeat"), contact=given.get("contact"))
    except EditRefused as error:
        return _event_page(request, given, error.refusals)
    return _thanks(request, "submit.thanks")


def _send_tip(request: Request, event_id: int, given: Mapping[str, str]) -> Response:
    require_open()
    try:
        if not given.get("website"):
            spend(request)
            with transaction() as connection:
                queue.tip(connection, event_id, given.get("text", ""), contact=given.get("contact"))
    except LookupError as error:
        raise Problem(HTTPStatus.NOT_FOUND, str(error)) from error
    except EditRefused as error:
        return _tip_page(request, event_id, given, error.refusals)
    return _thanks(request, "tip.thanks")


def _given(form: Mapping[str, str]) -> dict[str, object]:
    """The form's fields as the API has them. Times are local."""
    values: dict[str, object] = {
        name: form[name]
        for name in ("title", "description", "price", "url", "ticket_url", "organizer")
        if form.get(name)
    }
    values["starts_at"] = _moment(form.get("day", ""), form.get("from", ""))
    if form.get("until"):
        values["ends_at"] = _moment(form.get("day", ""), form["until"])
    if form.get("place") or form.get("address"):
        values["venue"] = {"name": form.get("place"), "address": form.get("address")}
    if form.get("category"):
        values["categories"] = [form["category"]]
    return values


def _moment(day: str, clock: str) -> str:
    """A day, or a local time with its offset; what can't be read stays, and is refused."""
    if not clock:
        return day
    try:
        local = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZoneInfo(settings().timezone))
    except ValueError:
        return f"{day} {clock}"
    return local.isoformat()


def _event_page(request: Request, given: Mapping[str, str], refused: Sequence[Refusal]) -> Response:
    with reading() as connection:
        view = answers.view_of(request, connection)
    words = view.words
    inputs = "\n".join(_input(words, field, given) for field in FIELDS)
    options = "".join(
        f'<option value="{escape(slug)}"{" selected" if given.get("category") == slug else ""}>{escape(name)}</option>'
        for slug, name in view.kinds.items()
        if slug != "other"
    )
    body = f"""{_errors(words, refused)}
<p class="soft">{escape(words("submit.about"))}</p>
<form class="sheet" method="post" action="/submit">
{inputs}
<label class="field">{_label(words("filters.category"))} <select class="input" name="category">
<option value="">{escape(words("submit.choose"))}</option>{options}</select></label>
<label class="field sheet__wide">{_label(words("fields.description"))}
<textarea class="input" name="description" rows="6">{escape(given.get("description", ""))}</textarea></label>
{_input(words, CONTACT, given)}
{_trap(words)}
<p class="sheet__wide"><button class="button button--primary">{escape(words("submit.send"))}</button></p>
</form>"""
    return answers.form(request, view, words("submit.title"), body, _status(refused))


def _tip_page(request: Request, event_id: int, given: Mapping[str, str], refused: Sequence[Refusal]) -> Response:
    with reading() as connection:
        view = answers.view_of(request, connection)
        event = detail.read_event(connection, event_id)
    words = view.words
    if event is None:
        raise Problem(HTTPStatus.NOT_FOUND, words("submit.noEvent", id=str(event_id)))
    title = f'<a href="{event_path(event_id, event.title)}">{escape(event.title)}</a>'
    before, _, after = words("submit.tipAsk", title="\0").partition("\0")
    body = f"""{_errors(words, refused)}
<p>{escape(before)}{title}{escape(after)}</p>
<form class="sheet" method="post" action="/submit/tip?event={event_id}">
<label class="field sheet__wide">{_label(words("tip.text"))}
<textarea class="input" name="text" rows="5" required>{escape(given.get("text", ""))}</textarea></label>
{_input(words, CONTACT, given)}
{_trap(words)}
<p class="sheet__wide"><button class="button button--primary">{escape(words("tip.send"))}</button></p>
</form>"""
    return answers.form(request, view, words("submit.tipTitle"), body, _status(refused))


def _status(refused: Sequence[Refusal]) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK


def _label(text: str) -> str:
    return f'<span class="field__label">{escape(text)}</span>'


def _input(words: Words, field: tuple[str, str, str], given: Mapping[str, str]) -> str:
    name, label, attributes = field
    value = escape(given.get(name, ""))
    return (
        f'<label class="field">{_label(words(label))} <input class="input" name="{name}" value="{value}" {attributes}>'
        "</label>"
    )


def _trap(words: Words) -> str:
    """A field that only programs fill in."""
    label = escape(words("tip.trap"))
    return f'<p hidden><label>{label} <input name="website" tabindex="-1" autocomplete="off"></label></p>'


def _errors(words: Words, refused: Sequence[Refusal]) -> str:
    if not refused:
        return ""
    items = "".join(f"<li>{escape(_said(words, one))}</li>" for one in refused)
    return f'<ul class="notice" role="alert">{items}</ul>'


def _said(words: Words, refused: Refusal) -> str:
    labels = {name: words(label) for name, label, _ in (*FIELDS, CONTACT)}
    label = labels.get(NAMES.get(refused.field, refused.field), refused.field.capitalize())
    return f"{label}: {translated(refused.message, words.language)}"


def _thanks(request: Request, text: str) -> Response:
    view = answers.view_of(request)
    link = escape(view.words("list.seeAll"))
    body = f'<p>{escape(view.words(text))}</p>\n<p><a class="button" href="/">{link}</a></p>'
    return answers.form(request, view, view.words("submit.sent"), body)
