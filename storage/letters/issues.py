"""Stores the issues of the letter and what each said when it was sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select, text
from sqlalchemy.dialects.postgresql import insert

from storage.letters.deliveries import DeliveryState
from storage.tables.letters import letter_deliveries, letter_editions, letters, subscribers

LONGEST_PAUSE_MIN = 60
TRIES = 3
"""A trouble of the mail server that may pass is reported after so many tries in a row."""


Translations = Mapping[str, Mapping[str, str]]
"""`subject` and `intro` by language, where it has its own."""


class LetterState(StrEnum):
    DRAFT = "draft"
    SENDING = "sending"
    SENT = "sent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A row of `letters`. It covers the local days from `first_day` to `last_day`. `subject`, `intro`: for languages
    without their own in `translations`; null for the usual ones."""

    id: int
    state: LetterState
    first_day: date
    last_day: date
    subject: str | None
    intro: str | None
    translations: Translations
    event_ids: tuple[int, ...] | None
    automatic: bool
    created_at: datetime
    created_by: str
    started_at: datetime | None
    sent_at: datetime | None
    failures: int
    retry_at: datetime | None
    error: str | None

    def subject_in(self, language: str) -> str | None:
        return self.translations.get(language, {}).get("subject") or self.subject

    def intro_in(self, language: str) -> str | None:
        return self.translations.get(language, {}).get("intro") or self.intro


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """A row of `letter_editions`. `html`, `plain`: everything between the mail's frame and its footer."""

    letter_id: int
    language: str
    subject: str
    html: str
    plain: str


def unsaved(
    first_day: date,
    last_day: date,
    *,
    subject: str | None,
    intro: str | None,
    event_ids: Sequence[int] | None,
    at: datetime,
) -> Issue:
    """A draft that is in no table, for previews."""
    return Issue(
        id=0,
        state=LetterState.DRAFT,
        first_day=first_day,
        last_day=last_day,
        subject=subject,
        intro=intro,
        translations={},
        event_ids=None if event_ids is None else tuple(event_ids),
        automatic=False,
        created_at=at,
        created_by="",
        started_at=None,
        sent_at=None,
        failures=0,
        retry_at=None,
        error=None,
    )


def add_issue(
    connection: Connection,
    *,
    first_day: date,
    last_day: date,
    subject: str | None = None,
    intro: str | None = None,
    translations: Translations | None = None,
    event_ids: Sequence[int] | None = None,
    created_by: str,
) -> Issue:
    statement = letters.insert().values(
        first_day=first_day,
        last_day=last_day,
        subject=subject,
        intro=intro,
        translations=dict(translations or {}),
        event_ids=None if event_ids is None else list(event_ids),
        created_by=created_by,
    )
    return _issue(connection.execute(statement.returning(letters)).mappings().one())


def add_automatic(connection: Connection, *, first_day: date, last_day: date, created_by: str) -> Issue | None:
    """None if the schedule already made the issue of this day."""
    statement = (
        insert(letters)
        .values(first_day=first_day, last_day=last_day, automatic=True, created_by=created_by)
        .on_conflict_do_nothing(index_elements=["first_day"], index_where=text("automatic"))
        .returning(letters)
    )
    row = connection.execute(statement).mappings().one_or_none()
    return None if row is None else _issue(row)


def change_issue(connection: Connection, letter_id: int, values: Mapping[str, Any]) -> Issue | None:
    """Changes a draft. None if there is no draft with this id."""
    changed = letters.update().where(letters.c.id == letter_id, letters.c.state == LetterState.DRAFT)
    row = connection.execute(changed.values(**values).returning(letters)).mappings().one_or_none()
    return None if row is None else _issue(row)


def remove_draft(connection: Connection, letter_id: int) -> bool:
    gone = letters.delete().where(letters.c.id == letter_id, letters.c.state == LetterState.DRAFT)
    return connection.execute(gone).rowcount > 0


def find_issue(connection: Connection, letter_id: int) -> Issue | None:
    row = connection.execute(select(letters).where(letters.c.id == letter_id)).mappings().one_or_none()
    return None if row is None else _issue(row)


def locked_issue(connection: Connection, letter_id: int) -> Issue | None:
    """Locks the issue until the end of the transaction."""
    row = (
        connection.execute(select(letters).where(letters.c.id == letter_id).with_for_update()).mappings().one_or_none()
    )
    return None if row is None else _issue(row)


def list_issues(connection: Connection, *, limit: int, state: LetterState | None = None) -> list[Issue]:
    """The newest first."""
    found = select(letters).order_by(letters.c.id.desc()).limit(limit)
    if state is not None:
        found = found.where(letters.c.state == state)
    return [_issue(row) for row in connection.execute(found).mappings()]


def start(connection: Connection, letter_id: int) -> None:
    connection.execute(
        letters.update()
        .where(letters.c.id == letter_id)
        .values(state=LetterState.SENDING, started_at=func.now(), failures=0, retry_at=None, error=None)
    )


def due_issues(connection: Connection) -> list[Issue]:
    """Those that are being sent, the oldest first, without those whose mail server gets a pause."""
    found = (
        select(letters)
        .where(letters.c.state == LetterState.SENDING)
        .where((letters.c.retry_at.is_(None)) | (letters.c.retry_at <= func.now()))
        .order_by(letters.c.started_at)
    )
    return [_issue(row) for row in connection.execute(found).mappings()]


def note_trouble(connection: Connection, letter_id: int, error: str) -> None:
    """The next try is in 1, 2, 4, … up to LONGEST_PAUSE_MIN minutes."""
    pause = func.least(LONGEST_PAUSE_MIN, func.power(2, func.least(letters.c.failures, 10)))
    connection.execute(
        letters.update()
        .where(letters.c.id == letter_id)
        .values(failures=letters.c.failures + 1, retry_at=func.now() + pause * timedelta(minutes=1), error=error)
    )


def unmade_issues(connection: Connection, today: date) -> list[Issue]:
    """The schedule's issues that were not made yet, whose days aren't over, and whose next try is due."""
    found = (
        select(letters)
        .where(letters.c.state == LetterState.DRAFT, letters.c.automatic, letters.c.last_day >= today)
        .where((letters.c.retry_at.is_(None)) | (letters.c.retry_at <= func.now()))
        .order_by(letters.c.id)
    )
    return [_issue(row) for row in connection.execute(found).mappings()]


def waiting_issue(connection: Connection) -> Issue | None:
    """The oldest one that the mail server hasn't taken in TRIES tries, or that the schedule couldn't make, unless a
    later one was started."""
    later = letters.alias()
    unmade = and_(
        letters.c.state == LetterState.DRAFT,
        letters.c.automatic,
        letters.c.failures > 0,
        ~select(later.c.id).where(later.c.started_at > letters.c.created_at).exists(),
    )
    untaken = and_(letters.c.state == LetterState.SENDING, letters.c.failures >= TRIES)
    found = select(letters).where(or_(untaken, unmade)).order_by(letters.c.id).limit(1)
    row = connection.execute(found).mappings().one_or_none()
    return None if row is None else _issue(row)


def note_success(connection: Connection, letter_id: int) -> None:
    connection.execute(
        letters.update()
        .where(letters.c.id == letter_id, letters.c.failures > 0)
        .values(failures=0, retry_at=None, error=None)
    )


def finish(connection: Connection, letter_id: int) -> bool:
    """Marks an issue as sent once all its deliveries are done. Whether they are. Drops what is due to people who left
    while their mail was tried, because nobody claims it anymore."""
    columns = letter_deliveries.c
    confirmed = select(subscribers.c.id).where(
        subscribers.c.id == columns.subscriber_id, subscribers.c.state == "confirmed"
    )
    connection.execute(
        letter_deliveries.update()
        .where(columns.letter_id == letter_id, columns.state == DeliveryState.DUE, ~confirmed.exists())
        .values(state=DeliveryState.DROPPED, done_at=func.now())
    )
    still = columns.state.in_((DeliveryState.DUE, DeliveryState.CLAIMED))
    open_ones = select(columns.id).where(columns.letter_id == letter_id, still)
    statement = letters.update().where(
        letters.c.id == letter_id, letters.c.state == LetterState.SENDING, ~open_ones.exists()
    )
    return connection.execute(statement.values(state=LetterState.SENT, sent_at=func.now())).rowcount > 0


def keep_edition(connection: Connection, edition: Edition) -> None:
    connection.execute(
        letter_editions.insert().values(
            letter_id=edition.letter_id,
            language=edition.language,
            subject=edition.subject,
            html=edition.html,
            plain=edition.plain,
        )
    )


def editions(connection: Connection, letter_id: int) -> dict[str, Edition]:
    """By language; empty for a draft."""
    rows = connection.execute(select(letter_editions).where(letter_editions.c.letter_id == letter_id)).mappings()
    return {row["language"]: Edition(**row) for row in rows}


def _issue(row: Mapping[Any, Any]) -> Issue:
    chosen = row["event_ids"]
    return Issue(**{**row, "state": LetterState(row["state"]), "event_ids": None if chosen is None else tuple(chosen)})
