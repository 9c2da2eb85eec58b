"""The letters that were sent, on the web: an archive, each as it came by mail, and a feed of them."""

from __future__ import annotations

from email.utils import format_datetime
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Connection

from app.api.access.public_reads import PUBLIC
from app.api.feeds.links import base, vary
from app.api.http.caching import conditional, with_etag
from app.api.http.fields import Id
from app.api.pages import answers
from app.api.pages.language.choice import words_for
from app.feeds.markup import element, escape
from app.letter import html
from app.letter.issue import footer_of, name_in
from core.config import settings
from storage.database.read_only import reading
from storage.letters import issues
from storage.letters.issues import Edition, Issue, LetterState

router = APIRouter(prefix="/letter", include_in_schema=False, dependencies=PUBLIC, route_class=answers.ExplainedRoute)
MOST = 52
"""A year of letters."""
CACHED_S = 300
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
"""For a letter as mail programs get it: inline styles, nothing else. The back office shows it in a frame."""
MAIL_HEADERS = {"Content-Security-Policy": MAIL_POLICY, "X-Frame-Options": "SAMEORIGIN"}


@router.get("/archive")
def archive(request: Request) -> Response:
    view = answers.view_of(request)
    words = view.words
    with reading() as connection:
        found = _sent(connection, words.language)
    rows = "".join(f'<li><a href="/letter/{issue.id}">{escape(edition.subject)}</a></li>\n' for issue, edition in found)
    links = f'<a href="/letter/feed.rss">RSS</a> <a href="/letter">{escape(words("letter.signUp"))}</a>'
    listed = f"<ul>\n{rows}</ul>" if found else f"<p>{escape(words('letter.noneYet'))}</p>"
    body = f"{listed}\n<p>{links}</p>"
    return answers.form(request, view, words("letter.archive"), body)


@router.get("/feed.rss")
def feed(request: Request) -> Response:
    """The letters as RSS 2.0, each with its whole HTML, for tools that send a feed by mail."""
    words = words_for(request)
    with reading() as connection:
        found = _sent(connection, words.language)
    name, here = name_in(words), base(request)
    items = "".join(
        "<item>\n"
        + element("title", edition.subject)
        + element("link", f"{here}/letter/{issue.id}")
        + element("guid", f"{here}/letter/{issue.id}", isPermaLink="true")
        + (element("pubDate", format_datetime(issue.sent_at)) if issue.sent_at else "")
        + element("description", html.whole(edition.html, footer_of(words, issue.id, None)))
        + "</item>\n"
        for issue, edition in found
    )
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        + element("title", name)
        + element("link", f"{here}/letter/archive")
        + element("description", words("letter.signUpAbout"))
        + element("language", words.tag)
        + element("atom:link", None, href=f"{here}/letter/feed.rss", rel="self", type="application/rss+xml")
        + items
        + "</channel>\n</rss>\n"
    )
    varying = ", ".join(("Accept-Language", "Cookie", *vary().values()))
    answer = Response(text, media_type="application/rss+xml", headers={"Vary": varying})
    audience = "public" if settings().public_reads else "private"
    return conditional(request, with_etag(answer, f"{audience}, max-age={CACHED_S}"))


@router.get("/{letter_id}")
def online(request: Request, letter_id: Id) -> Response:
    """A letter as it came by mail, without a link to unsubscribe."""
    words = words_for(request)
    with reading() as connection:
        found = issues.find_issue(connection, letter_id)
        editions = issues.editions(connection, letter_id)
    if found is None or found.state is LetterState.DRAFT or not editions:
        return answers.missing(request, "title", "here", HTTPStatus.NOT_FOUND)
    edition = editions.get(words.language) or next(iter(editions.values()))
    text = html.whole(edition.html, footer_of(words, letter_id, None))
    return HTMLResponse(text, headers={**MAIL_HEADERS, "Vary": "Accept-Language, Cookie"})


def _sent(connection: Connection, language: str) -> list[tuple[Issue, Edition]]:
    """The newest first, in a language or else in any."""
    return [
        (issue, editions.get(language) or next(iter(editions.values())))
        for issue in issues.list_issues(connection, limit=MOST, state=LetterState.SENT)
        if (editions := issues.editions(connection, issue.id))
    ]
