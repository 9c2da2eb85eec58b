"""Routes for the letter's editors: choose, order, preview, test, send, and see the deliveries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query, Response
from limits import RateLimitItemPerHour
from sqlalchemy import Connection

from app.api.access.auth import Editor, Reader
from app.api.http.fields import Id
from app.api.http.pagination import Limit
from app.api.http.problems import Problem, refusals
from app.api.http.shared_counts import shared_counts
from app.api.letter.online import MAIL_HEADERS
from app.api.letter.schemas import (
    DeliveryTrouble,
    Letter,
    LetterChange,
    LetterDetail,
    LetterItem,
    Letters,
    NewLetter,
    Sending,
    Trial,
    TrialResult,
)
from app.letter import issue as making
from app.letter.choose import week_from
from app.letter.exports import Export, exported
from app.letter.mails import masked
from app.letter.trial import send_trial
from core.config import settings
from storage.access import audit
from storage.database.engine import transaction
from storage.letters import deliveries, issues, subscribers
from storage.letters.issues import Issue

router = APIRouter(prefix="/api/letters", tags=["letter"])
MISSING = refusals(HTTPStatus.NOT_FOUND)
SENT = refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
TROUBLES = 100
TESTS = RateLimitItemPerHour(20, namespace="letter-tests")
"""For each account and key."""
Language = Annotated[str, Query(pattern="^[a-z]{2}$", examples=["en"])]
FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The letter.", "content": {"text/html": {"schema": {"type": "string"}}}},
    **SENT,
}


@router.get("")
def list_letters(_actor: Reader, limit: Limit = 50) -> Letters:
    """Lists the letters, the newest first, and how many subscribers there are."""
    with transaction() as connection:
        found = issues.list_issues(connection, limit=limit)
        return Letters(
            letters=[Letter(**_fields(connection, one)) for one in found],
            subscribers=subscribers.counts(connection),
            missing=making.missing_settings(),
            open=settings().letter,
        )


@router.post("", status_code=HTTPStatus.CREATED)
def add_letter(given: NewLetter, actor: Editor) -> LetterDetail:
    """Makes a draft. Nothing is sent."""
    today = datetime.now(ZoneInfo(settings().timezone)).date()
    span = week_from(given.first_day or today)
    with transaction() as connection:
        made = issues.add_issue(
            connection,
            first_day=span.first,
            last_day=span.last,
            subject=given.subject,
            intro=given.intro,
            translations=given.model_dump(include={"translations"}, exclude_none=True)["translations"],
            event_ids=given.event_ids,
            created_by=actor.name,
        )
        audit.record(connection, actor=actor.name, action="add letter", subject=f"letter:{made.id}")
        return _detail(connection, made)


@router.get("/{letter_id}", responses=MISSING)
def read_letter(letter_id: Id, _actor: Reader) -> LetterDetail:
    """What a letter contains, and how its sending goes."""
    with transaction() as connection:
        return _detail(connection, _found(connection, letter_id))


@router.patch("/{letter_id}", responses=SENT)
def change_letter(letter_id: Id, given: LetterChange, actor: Editor) -> LetterDetail:
    """Changes a draft. 409 if it was sent."""
    values = given.model_dump(include=given.model_fields_set)
    if "translations" in values:
        values |= given.model_dump(include={"translations"}, exclude_none=True)
    if (first := values.pop("first_day", None)) is not None:
        values |= {"first_day": first, "last_day": week_from(first).last}
    with transaction() as connection:
        before = _found(connection, letter_id)
        changed = issues.change_issue(connection, letter_id, values) if values else before
        if changed is None:
            raise Problem(HTTPStatus.CONFLICT, f"Letter {letter_id} was sent and can't be changed.")
        audit.record(connection, actor=actor.name, action="change letter", subject=f"letter:{letter_id}")
        return _detail(connection, changed)


@router.delete("/{letter_id}", status_code=HTTPStatus.NO_CONTENT, responses=SENT)
def remove_letter(letter_id: Id, actor: Editor) -> None:
    """Deletes a draft. 409 if it was sent."""
    with transaction() as connection:
        _found(connection, letter_id)
        if not issues.remove_draft(connection, letter_id):
            raise Problem(HTTPStatus.CONFLICT, f"Letter {letter_id} was sent and can't be deleted.")
        audit.record(connection, actor=actor.name, action="remove letter", subject=f"letter:{letter_id}")


@router.get("/{letter_id}/export", responses=FILE, response_class=Response)
def export_letter(
    letter_id: Id,
    _actor: Editor,
    form: Annotated[
        Export, Query(alias="format", description="tagged, icml, and columns are for print.")
    ] = Export.HTML,
    language: Language = "en",
    unsubscribe: Annotated[
        str | None, Query(max_length=200, pattern=r"^[^\x00]*$", description="A mail tool's mark, such as *|UNSUB|*.")
    ] = None,
) -> Response:
    """Returns the letter as it would be now: to look at, for a mail tool, or for print. 409 if it has no events."""
    with transaction() as connection:
        draft = making.draft_of(connection, _found(connection, letter_id), datetime.now(UTC))
    if not draft.chosen:
        raise Problem(HTTPStatus.CONFLICT, making.EMPTY)
    content = making.content_of(draft, language)
    body = exported(form, content, making.footer_of(content.words, None, unsubscribe))
    headers = {
        **MAIL_HEADERS,
        "Cache-Control": "no-store",
        "Content-Disposition": f'inline; filename="{form.file_name}"',
    }
    return Response(body, media_type=form.media_type, headers=headers)


@router.post("/{letter_id}/test", responses=refusals(HTTPStatus.NOT_FOUND, HTTPStatus.TOO_MANY_REQUESTS))
def try_letter(letter_id: Id, given: Trial, actor: Editor) -> TrialResult:
    """Sends the letter to one address as a test, and says whether that worked. At most 20 an hour."""
    with transaction() as connection:
        draft = making.draft_of(connection, _found(connection, letter_id), datetime.now(UTC))
        if wait_s := shared_counts().hit(TESTS, actor.name):
            detail = f"You have sent enough tests for now. Try again in {-(-wait_s // 60)} minutes."
            raise Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(wait_s)})
        after = {"address": masked(given.address), "language": given.language}
        audit.record(connection, actor=actor.name, action="test letter", subject=f"letter:{letter_id}", after=after)
    try:
        send_trial(draft, given.language, given.address)
    except making.CannotSend as error:
        return TrialResult(sent=False, error=str(error))
    return TrialResult(sent=True)


@router.post("/{letter_id}/send", status_code=HTTPStatus.ACCEPTED, responses=SENT)
def send_letter(letter_id: Id, actor: Editor) -> Sending:
    """Starts the sending to all confirmed subscribers. A worker begins within a minute. 409 if it was sent before, or
    can't be sent."""
    with transaction() as connection:
        _found(connection, letter_id)
        try:
            recipients = making.begin(connection, letter_id)
        except making.CannotSend as error:
            raise Problem(HTTPStatus.CONFLICT, str(error)) from error
        after = {"recipients": recipients}
        audit.record(connection, actor=actor.name, action="send letter", subject=f"letter:{letter_id}", after=after)
    return Sending(recipients=recipients)


def _found(connection: Connection, letter_id: int) -> Issue:
    found = issues.find_issue(connection, letter_id)
    if found is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no letter {letter_id}.")
    return found


def _fields(connection: Connection, issue: Issue) -> Mapping[str, Any]:
    names = Letter.model_fields.keys() - {"deliveries"}
    return {**{name: getattr(issue, name) for name in names}, "deliveries": deliveries.counts(connection, issue.id)}


def _detail(connection: Connection, issue: Issue) -> LetterDetail:
    draft = making.draft_of(connection, issue, datetime.now(UTC))
    content = making.content_of(draft, settings().language)
    days = {item.event_id: section.heading for section in content.sections for item in section.items}
    return LetterDetail(
        **_fields(connection, issue),
        language=content.words.language,
        shown_subject=content.subject,
        items=[
            LetterItem(
                event_id=item.event_id,
                title=item.title,
                when=", ".join(filter(None, (days[item.event_id], item.when))),
                place=item.place,
            )
            for item in content.items
        ],
        left_out=draft.left_out,
        troubles=[
            DeliveryTrouble(
                id=one.id,
                address=None if one.address is None else masked(one.address),
                state=one.state,
                attempts=one.attempts,
                error=one.error,
            )
            for one in deliveries.troubles(connection, issue.id, TROUBLES)
        ],
    )
