"""Claims and records the deliveries of an issue, one for each subscriber."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, func, literal, select, text

from storage.tables.letters import letter_deliveries, subscribers

STALE = timedelta(minutes=10)
"""A claim that is older belongs to a process that died: sending one mail takes at most two minutes."""
MOST_ATTEMPTS = 5
"""At 5, 10, 20, and 40 minutes after a temporary refusal."""
SOFT_LIMIT = 3
"""So many returned issues in a row end a subscription."""


class DeliveryState(StrEnum):
    """due       waits, perhaps for another try.
    claimed   is being sent.
    sent      the mail server took it.
    refused   the mail server refused the address.
    failed    the mail server refused the mail, or the tries are used up.
    unknown   the sender died or lost its connection while it sent. It isn't sent again: the mail may have arrived.
    returned  the mail came back later.
    dropped   the subscriber left before it was sent.
    """

    DUE = "due"
    CLAIMED = "claimed"
    SENT = "sent"
    REFUSED = "refused"
    FAILED = "failed"
    UNKNOWN = "unknown"
    RETURNED = "returned"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A claimed delivery."""

    id: int
    subscriber_id: int
    address: str
    language: str
    attempts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A delivery for the back office. `address`: null once they unsubscribed."""

    id: int
    letter_id: int
    address: str | None
    state: DeliveryState
    attempts: int
    done_at: datetime | None
    error: str | None


def open_all(connection: Connection, letter_id: int) -> int:
    """Makes a delivery for each confirmed subscriber, and returns how many."""
    found = select(literal(letter_id), subscribers.c.id).where(subscribers.c.state == "confirmed")
    made = letter_deliveries.insert().from_select(["letter_id", "subscriber_id"], found.order_by(subscribers.c.id))
    return connection.execute(made).rowcount


def claim(connection: Connection, letter_id: int, digest: bytes) -> Delivery | None:
    """Claims the next one that is due, with the digest of its new token. None: nothing is due now. Commit before
    sending."""
    row = connection.execute(text(_CLAIM), {"letter_id": letter_id, "digest": digest}).mappings().one_or_none()
    return None if row is None else Delivery(**row)


def record(connection: Connection, delivery_id: int, state: DeliveryState, error: str | None = None) -> None:
    """Records the result of a claimed delivery."""
    connection.execute(
        letter_deliveries.update()
        .where(letter_deliveries.c.id == delivery_id, letter_deliveries.c.state == DeliveryState.CLAIMED)
        .values(state=state, done_at=func.now(), error=error)
    )


def release(connection: Connection, delivery_id: int) -> None:
    """Gives a claimed delivery back: the mail was certainly not sent, for a reason that isn't this subscriber's."""
    connection.execute(
        letter_deliveries.update()
        .where(letter_deliveries.c.id == delivery_id, letter_deliveries.c.state == DeliveryState.CLAIMED)
        .values(state=DeliveryState.DUE, attempts=letter_deliveries.c.attempts - 1, claimed_at=None)
    )


def reopen(connection: Connection, delivery_id: int) -> None:
    """Takes back a refusal that isn't believed: the mail is due again."""
    connection.execute(
        letter_deliveries.update()
        .where(letter_deliveries.c.id == delivery_id)
        .where(letter_deliveries.c.state.in_((DeliveryState.REFUSED, DeliveryState.FAILED)))
        .values(state=DeliveryState.DUE, attempts=letter_deliveries.c.attempts - 1, claimed_at=None, done_at=None)
    )


def postpone(connection: Connection, delivery_id: int, attempts: int, error: str) -> None:
    """After a temporary refusal; the last one is a failure."""
    if attempts >= MOST_ATTEMPTS:
        record(connection, delivery_id, DeliveryState.FAILED, error)
        return
    wait = timedelta(minutes=5 * 2 ** (attempts - 1))
    connection.execute(
        letter_deliveries.update()
        .where(letter_deliveries.c.id == delivery_id, letter_deliveries.c.state == DeliveryState.CLAIMED)
        .values(state=DeliveryState.DUE, due_at=func.now() + wait, claimed_at=None, error=error)
    )


def settle_stale(connection: Connection) -> int:
    """Marks what dead processes had claimed as unknown, and returns how many."""
    return connection.execute(
        letter_deliveries.update()
        .where(letter_deliveries.c.state == DeliveryState.CLAIMED, letter_deliveries.c.claimed_at < func.now() - STALE)
        .values(state=DeliveryState.UNKNOWN, done_at=func.now(), error="the sender stopped while it sent this mail")
    ).rowcount


def note_return(connection: Connection, digest: bytes, reason: str) -> int | None:
    """Records that a mail came back, and returns whose it was. None: no such mail, its subscriber left, or it was
    recorded before: the person may have signed up again since."""
    found: int | None = connection.execute(
        letter_deliveries.update()
        .where(letter_deliveries.c.token_digest == digest, letter_deliveries.c.state != DeliveryState.RETURNED)
        .values(state=DeliveryState.RETURNED, error=reason)
        .returning(letter_deliveries.c.subscriber_id)
    ).scalar_one_or_none()
    return found


def came_back_lately(connection: Connection, subscriber_id: int) -> bool:
    """Whether the subscriber's last SOFT_LIMIT mails all came back."""
    last = (
        select(letter_deliveries.c.state)
        .where(letter_deliveries.c.subscriber_id == subscriber_id)
        .where(letter_deliveries.c.state.notin_((DeliveryState.DUE, DeliveryState.CLAIMED)))
        .order_by(letter_deliveries.c.id.desc())
        .limit(SOFT_LIMIT)
    )
    states = connection.execute(last).scalars().all()
    return len(states) == SOFT_LIMIT and set(states) <= {DeliveryState.RETURNED, DeliveryState.FAILED}


def counts(connection: Connection, letter_id: int) -> dict[DeliveryState, int]:
    """How many deliveries of an issue are in each state."""
    found = (
        select(letter_deliveries.c.state, func.count().label("number"))
        .where(letter_deliveries.c.letter_id == letter_id)
        .group_by(letter_deliveries.c.state)
    )
    by_state = {row.state: row.number for row in connection.execute(found)}
    return {state: by_state.get(state, 0) for state in DeliveryState}


def troubles(connection: Connection, letter_id: int, limit: int) -> list[Recorded]:
    """The deliveries that did not go well, the newest first."""
    columns = letter_deliveries.c
    found = (
        select(
            columns.id,
            columns.letter_id,
            subscribers.c.address,
            columns.state,
            columns.attempts,
            columns.done_at,
            columns.error,
        )
        .outerjoin_from(letter_deliveries, subscribers)
        .where(columns.letter_id == letter_id, columns.error.is_not(None))
        .order_by(columns.id.desc())
        .limit(limit)
    )
    rows = connection.execute(found).mappings()
    return [Recorded(**{**row, "state": DeliveryState(row["state"])}) for row in rows]


_CLAIM = """
UPDATE letter_deliveries d
   SET state = 'claimed', claimed_at = now(), attempts = d.attempts + 1, token_digest = :digest
  FROM subscribers s
 WHERE s.id = d.subscriber_id
   AND d.id = (SELECT n.id FROM letter_deliveries n JOIN subscribers p ON p.id = n.subscriber_id
                WHERE n.letter_id = :letter_id AND n.state = 'due' AND n.due_at <= now() AND p.state = 'confirmed'
                ORDER BY n.id LIMIT 1 FOR UPDATE OF n SKIP LOCKED)
RETURNING d.id, d.subscriber_id, s.address, s.language, d.attempts"""
"""By hand: two senders must never claim the same row, and none waits for the other."""
