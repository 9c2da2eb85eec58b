"""Stores who gets the letter. A token is stored as its SHA-256; leaving deletes the row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, func, select, text

from storage.letters.deliveries import DeliveryState
from storage.tables.letters import letter_deliveries, subscribers

ASK_AGAIN = timedelta(hours=1)
"""The shortest pause after a confirmation mail. It is twice the time from the sign-up to this mail if that is longer.
So an address gets mails 0, 1, 3, 9, 27, 81, and 243 hours after the sign-up at the earliest, and nobody can be flooded
through the form."""
PENDING = timedelta(days=7)
"""A confirmation link is valid this long. Then the row is deleted."""
DEAD = timedelta(days=90)
"""The row of an address that refused mail is deleted after this time."""
MOST_TRIES = 8
SERVER_PAUSE = timedelta(minutes=5)
"""Until a confirmation mail is tried again after the mail server's own trouble."""


class SubscriberState(StrEnum):
    """pending: has not confirmed. confirmed: gets the letter. dead: mail to the address comes back."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    DEAD = "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    id: int
    address: str
    language: str
    state: SubscriberState
    created_at: datetime
    confirmed_at: datetime | None
    dead_at: datetime | None
    dead_because: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A confirmation mail to send."""

    id: int
    address: str
    language: str


def sign_up(connection: Connection, address: str, language: str) -> None:
    """Queues a confirmation mail, unless the address is confirmed or got one lately (ASK_AGAIN). The sign-up of a dead
    address, or of one whose link isn't valid anymore, counts as new."""
    values = {"address": address, "language": language, "pause": ASK_AGAIN, "pending": PENDING}
    connection.execute(text(_SIGN_UP), values)


def add_confirmed(connection: Connection, address: str, language: str) -> bool:
    """For addresses that agreed elsewhere, as an editor says. False if the address was already confirmed."""
    return connection.execute(text(_ADD), {"address": address, "language": language}).rowcount > 0


def claim_confirmation(connection: Connection, digest: bytes) -> Asked | None:
    """The next confirmation mail that is due, with the digest of its new token. None: none is. Commit before sending.
    If the sender dies, it is due again after ten minutes."""
    row = connection.execute(text(_CLAIM), {"digest": digest}).mappings().one_or_none()
    return None if row is None else Asked(**row)


def confirmation_sent(connection: Connection, subscriber_id: int) -> None:
    connection.execute(subscribers.update().where(subscribers.c.id == subscriber_id).values(confirm_due_at=None))


def confirmation_failed(connection: Connection, subscriber_id: int, *, forever: bool, counts: bool = True) -> None:
    """Tries again later; deletes the row if the address is refused (`forever`) or the tries are used up. `counts`:
    false for the mail server's own trouble, which uses up no try."""
    if forever:
        connection.execute(subscribers.delete().where(_waits(subscribers.c.id == subscriber_id)))
        return
    tries = subscribers.c.confirm_tries
    wait = func.power(2, tries - 1) * timedelta(minutes=1) if counts else SERVER_PAUSE
    connection.execute(
        subscribers.update()
        .where(_waits(subscribers.c.id == subscriber_id))
        .values(confirm_due_at=func.now() + wait, confirm_digest=None, confirm_tries=tries if counts else tries - 1)
    )
    connection.execute(subscribers.delete().where(_waits(subscribers.c.id == subscriber_id), tries >= MOST_TRIES))


def find_pending(connection: Connection, digest: bytes) -> Subscriber | None:
    """Who has this confirmation token, also if they already confirmed."""
    return _one(connection, subscribers.c.confirm_digest == digest)


def confirm(connection: Connection, digest: bytes) -> bool:
    """Whether the token is someone's. Confirming again changes nothing."""
    return (
        connection.execute(
            subscribers.update()
            .where(subscribers.c.confirm_digest == digest)
            .where(subscribers.c.state != SubscriberState.DEAD)
            .values(
                state=SubscriberState.CONFIRMED,
                confirmed_at=func.coalesce(subscribers.c.confirmed_at, func.now()),
                confirm_due_at=None,
            )
        ).rowcount
        > 0
    )


def find_by_delivery(connection: Connection, digest: bytes) -> Subscriber | None:
    """Who got the mail with this token."""
    mail = select(letter_deliveries.c.subscriber_id).where(letter_deliveries.c.token_digest == digest)
    return _one(connection, subscribers.c.id == mail.scalar_subquery())


def remove(connection: Connection, subscriber_id: int) -> bool:
    """Deletes the subscriber; what was not sent yet is dropped."""
    connection.execute(
        letter_deliveries.update()
        .where(letter_deliveries.c.subscriber_id == subscriber_id, letter_deliveries.c.state == DeliveryState.DUE)
        .values(state=DeliveryState.DROPPED, done_at=func.now())
    )
    return connection.execute(subscribers.delete().where(subscribers.c.id == subscriber_id)).rowcount > 0


def mark_dead(connection: Connection, subscriber_id: int, because: str) -> None:
    """No further letter goes to the address; what waits for it is dropped."""
    connection.execute(
        subscribers.update()
        .where(subscribers.c.id == subscriber_id)
        .values(state=SubscriberState.DEAD, dead_at=func.now(), dead_because=because)
    )
    connection.execute(
        letter_deliveries.update()
        .where(letter_deliveries.c.subscriber_id == subscriber_id, letter_deliveries.c.state == DeliveryState.DUE)
        .values(state=DeliveryState.DROPPED, done_at=func.now())
    )


def find_address(connection: Connection, address: str) -> Subscriber | None:
    return _one(connection, func.lower(subscribers.c.address) == address.lower())


def list_subscribers(
    connection: Connection, *, state: SubscriberState | None = None, after: int = 0, limit: int
) -> list[Subscriber]:
    """By id, beginning behind the id `after`."""
    found = select(*_COLUMNS).where(subscribers.c.id > after).order_by(subscribers.c.id).limit(limit)
    if state is not None:
        found = found.where(subscribers.c.state == state)
    return list(_all(connection.execute(found).mappings()))


def counts(connection: Connection) -> dict[SubscriberState, int]:
    found = select(subscribers.c.state, func.count().label("number")).group_by(subscribers.c.state)
    by_state = {row.state: row.number for row in connection.execute(found)}
    return {state: by_state.get(state, 0) for state in SubscriberState}


def languages(connection: Connection) -> set[str]:
    """Of those who get the letter."""
    found = select(subscribers.c.language).where(subscribers.c.state == SubscriberState.CONFIRMED).distinct()
    return set(connection.execute(found).scalars())


def forget_old(connection: Connection) -> int:
    """Deletes addresses that never confirmed, and dead ones, after their time. Returns how many."""
    old = text(
        """(state = 'pending' AND greatest(created_at, confirm_asked_at) < now() - :pending)
           OR (state = 'dead' AND dead_at < now() - :dead)"""
    ).bindparams(pending=PENDING, dead=DEAD)
    return connection.execute(subscribers.delete().where(old)).rowcount


def _waits(condition: Any) -> Any:
    return condition & (subscribers.c.state == SubscriberState.PENDING)


def _one(connection: Connection, condition: Any) -> Subscriber | None:
    return next(_all(connection.execute(select(*_COLUMNS).where(condition)).mappings()), None)


def _all(rows: Any) -> Iterator[Subscriber]:
    return (Subscriber(**{**row, "state": SubscriberState(row["state"])}) for row in rows)


_COLUMNS = [subscribers.c[name] for name in Subscriber.__dataclass_fields__]

_SIGN_UP = """
INSERT INTO subscribers AS s (address, language, confirm_due_at) VALUES (:address, :language, now())
ON CONFLICT (lower(address)) DO UPDATE
   SET language = excluded.language, state = 'pending', confirm_due_at = now(), confirm_tries = 0, dead_at = NULL,
       dead_because = NULL,
       created_at = CASE WHEN s.state = 'dead' OR greatest(s.created_at, s.confirm_asked_at) < now() - :pending
                         THEN now() ELSE s.created_at END
 WHERE s.state <> 'confirmed' AND s.confirm_due_at IS NULL
   AND (s.confirm_asked_at IS NULL OR s.confirm_asked_at < now() - :pending
        OR s.confirm_asked_at + greatest(:pause, 2 * (s.confirm_asked_at - s.created_at)) < now())"""
"""By hand: one statement, so that two sign-ups at once make one row."""

_ADD = """
INSERT INTO subscribers AS s (address, language, state, confirmed_at) VALUES (:address, :language, 'confirmed', now())
ON CONFLICT (lower(address)) DO UPDATE
   SET state = 'confirmed', confirmed_at = now(), confirm_due_at = NULL, dead_at = NULL, dead_because = NULL
 WHERE s.state <> 'confirmed'"""

_CLAIM = """
UPDATE subscribers
   SET confirm_digest = :digest, confirm_due_at = now() + interval '10 minutes', confirm_asked_at = now(),
       confirm_tries
   = confirm_tries + 1 WHERE id = (SELECT id FROM subscribers WHERE confirm_due_at <= now() AND state = 'pending' ORDER
   BY confirm_due_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id, address, language"""
"""By hand: two senders never claim the same row."""
