"""The report about a source for the owner of its site, as JSON and as a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from http import HTTPStatus
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field

from app.api.access.auth import CHALLENGE, identify
from app.api.http.fields import Id
from app.api.http.problems import Problem, refusals
from app.api.pages import answers
from app.feeds.markup import escape
from app.owners import wording
from app.owners.report import OwnerReport, write_report
from core.config import settings
from scrapers.reading.lint.findings import Level
from storage.database.engine import transaction
from storage.health.judge import SourceState
from storage.sources import records


async def may_read(request: Request) -> None:
    """Raises Problem 401 if reports are not public and the request has no valid key or session."""
    if not settings().public_reports and await run_in_threadpool(identify, request) is None:
        raise Problem(HTTPStatus.UNAUTHORIZED, "You need a key or a login to read reports.", headers=CHALLENGE)


router = APIRouter(prefix="/api/sources", tags=["sources"], dependencies=[Depends(may_read)])
page = APIRouter(prefix="/sources", include_in_schema=False, dependencies=[Depends(may_read)])


class LintFinding(BaseModel):
    """`line`: of the answer. `clause`: of RFC 5545 or schema.org. `times`: how many records have it."""

    model_config = ConfigDict(from_attributes=True)

    level: Level
    line: int
    clause: str = Field(examples=["RFC 5545, 3.8.4.7"])
    what: str
    fix: str
    about: str
    times: int


class CheckedAnswer(BaseModel):
    url: str
    fetched_at: datetime
    events: int
    findings: list[LintFinding]


class SourceReport(BaseModel):
    """`shares`: of the last run's events, those that have a field. `wishes`: what would make the feed better."""

    source_id: int
    title: str
    url: str
    state: SourceState
    reason: str | None
    means: str
    upcoming: int
    next_title: str | None
    next_at: datetime | None
    confirmed_at: datetime | None
    changed_at: datetime | None
    shares: dict[str, float]
    wishes: list[str]
    answers: list[CheckedAnswer]


@router.get("/{source_id}/report", responses=refusals(HTTPStatus.NOT_FOUND))
def show_report(source_id: Id) -> SourceReport:
    """What is read from a source, how fresh it is, what is wrong in it, and how its owner can fix it. Needs a key or a
    login unless PUBLIC_REPORTS is true."""
    return SourceReport.model_validate(asdict(_report(source_id)))


@page.get("/{source_id}")
def report_page(request: Request, source_id: Id) -> Response:
    found = _report(source_id)
    body = "\n".join(_body(found, ZoneInfo(settings().timezone)))
    title = f"{found.title}: what we read from you"
    return answers.form(request, answers.view_of(request), title, f'<div class="stack" lang="en">{body}</div>')


def _report(source_id: int) -> OwnerReport:
    with transaction() as connection:
        source = records.find_source(connection, source_id)
        if source is None:
            raise Problem(HTTPStatus.NOT_FOUND, f"There is no source {source_id}.")
        return write_report(connection, settings(), source)


def _body(found: OwnerReport, zone: ZoneInfo) -> Iterator[str]:
    yield f"<p>{escape(found.url)}</p>"
    yield from (f"<p>{escape(one)}</p>" for one in wording.summary(found, zone))
    for answer in found.answers:
        yield f"<h2>{escape(answer.url)}</h2>"
        yield f"<p>Read {escape(wording.moment(answer.fetched_at, zone))}, {answer.events} events.</p>"
        items = "".join(f"<li>{escape(wording.finding(one))}</li>" for one in answer.findings)
        yield f"<ul>{items}</ul>" if items else "<p>Nothing is wrong here.</p>"
    if found.wishes:
        yield "<h2>What would make it better</h2>"
        yield f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in found.wishes)}</ul>"
