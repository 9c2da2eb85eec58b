"""Makes the issues of the letter: writes one in a language, and starts its sending."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from app.branding.site import current
from app.highlights.merit import Shown
from app.language.files import languages
from app.language.locales import words_in
from app.language.words import Words
from app.letter import content, html, plain
from app.letter.choose import Span, by_hand, by_rule, week_from
from app.letter.content import Content
from app.letter.footer import Footer
from core.config import settings
from storage.database.engine import transaction
from storage.letters import deliveries, issues
from storage.letters.issues import Edition, Issue, LetterState

EMPTY = "The letter has no events that still take place in its days."
SCHEDULE = "schedule"
"""Who makes an automatic issue."""

logger = logging.getLogger(__name__)


class CannotSend(ValueError):
    """The issue can't be sent. The message says why, for people."""


class WasSent(CannotSend):
    """Its sending began before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an issue would contain now. `left_out`: how many of the editors' events no longer take place in its days."""

    issue: Issue
    chosen: list[Shown]
    left_out: int


def site() -> str:
    """The service's public address, without a final slash; one that leads nowhere if PUBLIC_URL is not set."""
    return (settings().public_url or "https://public-url.invalid").rstrip("/")


def name_in(words: Words) -> str:
    """The letter's name, with the town's that the back office or TOWN_NAME sets."""
    return content.letter_name(words, current().town)


def language_words(language: str) -> Words:
    known = language if language in languages() else settings().language
    return words_in(known if known in languages() else "en")


def draft_of(connection: Connection, issue: Issue, now: datetime) -> Draft:
    """`now`: aware."""
    span, zone = Span(issue.first_day, issue.last_day), settings().timezone
    if issue.event_ids is None:
        return Draft(issue=issue, chosen=by_rule(connection, span, zone, now), left_out=0)
    chosen = by_hand(connection, issue.event_ids, span, zone, now)
    return Draft(issue=issue, chosen=chosen, left_out=max(0, len(set(issue.event_ids)) - len(chosen)))


def content_of(draft: Draft, language: str) -> Content:
    """Short enough for mail programs."""
    issue, look, words = draft.issue, current(), language_words(language)
    return html.fitted(
        content.write(
            words,
            draft.chosen,
            Span(issue.first_day, issue.last_day),
            town=look.town,
            site=site(),
            accent=look.palette.light.accent,
            by_day=issue.event_ids is None,
            subject=issue.subject_in(words.language),
            intro=issue.intro_in(words.language),
        )
    )


def footer_of(words: Words, letter_id: int | None, leave: str | None) -> Footer:
    """`letter_id`: None for a preview."""
    online = None if letter_id is None else f"{site()}/letter/{letter_id}"
    postal = settings().letter_postal_address
    return Footer(words=words, site=site(), leave=leave, online=online, postal=postal)


def this_week(connection: Connection, now: datetime, *, created_by: str) -> Issue | None:
    """The automatic issue of the week that begins today; None if it was made before. Commit, then `begin_automatic`."""
    span = week_from(now.astimezone(ZoneInfo(settings().timezone)).date())
    return issues.add_automatic(connection, first_day=span.first, last_day=span.last, created_by=created_by)


def begin(connection: Connection, letter_id: int, now: datetime | None = None) -> int:
    """Fixes what the issue says, makes a delivery for each subscriber, and returns how many there are. A worker sends
    them after the commit. Raises CannotSend."""
    require_mail()
    issue = issues.locked_issue(connection, letter_id)
    if issue is None:
        raise CannotSend(f"There is no letter {letter_id}.")
    if issue.state is not LetterState.DRAFT:
        raise WasSent(f"Letter {letter_id} was sent before.")
    draft = draft_of(connection, issue, now or datetime.now(UTC))
    if not draft.chosen:
        raise CannotSend(EMPTY)
    for language in languages():
        written = content_of(draft, language)
        issues.keep_edition(
            connection,
            Edition(
                letter_id=letter_id,
                language=language,
                subject=written.subject,
                html=html.top(written),
                plain=plain.top(written),
            ),
        )
    issues.start(connection, letter_id)
    return deliveries.open_all(connection, letter_id)


def begin_automatic(letter_id: int, now: datetime) -> int | None:
    """Begins what the schedule made. If that isn't possible, records why, for `begin_unmade`, and returns None."""
    try:
        with transaction() as connection:
            return begin(connection, letter_id, now)
    except WasSent:  # the schedule and the next minute's task may both begin it
        return None
    except CannotSend as error:
        logger.error("Couldn't send the weekly letter: %s", error)
        with transaction() as connection:
            issues.note_trouble(connection, letter_id, str(error))
        return None


def begin_unmade(now: datetime) -> None:
    """Begins the issues that the schedule couldn't begin, such as for a missing setting."""
    with transaction() as connection:
        unmade = issues.unmade_issues(connection, now.astimezone(ZoneInfo(settings().timezone)).date())
    for issue in unmade:
        begin_automatic(issue.id, now)


def missing_settings() -> list[str]:
    """The settings without which no mail can be sent, or its links would not work."""
    chosen = settings()
    needed = {"SMTP_HOST": chosen.smtp_host, "SMTP_FROM": chosen.smtp_from, "PUBLIC_URL": chosen.public_url}
    return [name for name, value in needed.items() if not value]


def require_mail() -> None:
    """Raises CannotSend unless mail can be sent and its links would work."""
    if missing := missing_settings():
        raise CannotSend(f"Not set: {', '.join(missing)}. The letter needs them (docs/letter.md).")
