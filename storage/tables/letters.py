"""The weekly letter: its issues, who gets them, and what was sent to whom."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from storage.tables.base import NOW, TIMESTAMPTZ, metadata, required

letters = Table(
    "letters",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    required("state", Text, server_default=text("'draft'")),
    required("first_day", Date),
    required("last_day", Date),
    Column("subject", Text),
    Column("intro", Text),
    required("translations", JSONB, server_default=text("'{}'")),
    Column("event_ids", ARRAY(BigInteger)),
    required("automatic", Boolean, server_default=text("false")),
    required("created_at", TIMESTAMPTZ, server_default=NOW),
    required("created_by", Text),
    Column("started_at", TIMESTAMPTZ),
    Column("sent_at", TIMESTAMPTZ),
    required("failures", Integer, server_default=text("0")),
    Column("retry_at", TIMESTAMPTZ),
    Column("error", Text),
    Index("uq_letters_automatic_first_day", "first_day", unique=True, postgresql_where=text("automatic")),
)
"""An issue of the letter: a `storage.letters.issues.Issue`. `translations`: `{"es": {"subject": …, "intro": …}}`, where
a language has its own. `event_ids`: in the editors' order; null: chosen by rule
when it is sent. `automatic`: the schedule made it; one for each first day. `failures`, `retry_at`, `error`: of the mail
server since the last mail that it took, or of making an automatic one."""

letter_editions = Table(
    "letter_editions",
    metadata,
    Column("letter_id", Integer, ForeignKey("letters.id", ondelete="CASCADE"), primary_key=True),
    Column("language", Text, primary_key=True),
    required("subject", Text),
    required("html", Text),
    required("plain", Text),
)
"""What an issue said in a language when its sending began, without the footer, which differs for each subscriber."""

subscribers = Table(
    "subscribers",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    required("address", Text),
    required("language", Text),
    required("state", Text, server_default=text("'pending'")),
    required("created_at", TIMESTAMPTZ, server_default=NOW),
    Column("confirmed_at", TIMESTAMPTZ),
    Column("confirm_digest", LargeBinary, unique=True),
    Column("confirm_due_at", TIMESTAMPTZ),
    Column("confirm_asked_at", TIMESTAMPTZ),
    required("confirm_tries", Integer, server_default=text("0")),
    Column("dead_at", TIMESTAMPTZ),
    Column("dead_because", Text),
    Index("uq_subscribers_address", func.lower(text("address")), unique=True),
    Index("ix_subscribers_confirm_due_at", "confirm_due_at", postgresql_where=text("confirm_due_at IS NOT NULL")),
)
"""Who gets the letter: a `storage.letters.subscribers.Subscriber`. Unsubscribing deletes the row. `confirm_digest`:
SHA-256 of the token in the confirmation mail. `confirm_due_at`: when that mail must be sent; null: not, or no
longer."""

letter_deliveries = Table(
    "letter_deliveries",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    required("letter_id", Integer, ForeignKey("letters.id", ondelete="CASCADE")),
    Column("subscriber_id", BigInteger, ForeignKey("subscribers.id", ondelete="SET NULL")),
    required("state", Text, server_default=text("'due'")),
    required("due_at", TIMESTAMPTZ, server_default=NOW),
    required("attempts", Integer, server_default=text("0")),
    Column("claimed_at", TIMESTAMPTZ),
    Column("done_at", TIMESTAMPTZ),
    Column("error", Text),
    Column("token_digest", LargeBinary, unique=True),
    UniqueConstraint("letter_id", "subscriber_id"),
    Index("ix_letter_deliveries_open", "letter_id", "id", postgresql_where=text("state IN ('due', 'claimed')")),
    Index("ix_letter_deliveries_subscriber_id", "subscriber_id"),
)
"""An issue for one subscriber, claimed before it is sent. `subscriber_id`: null once they unsubscribed. `token_digest`:
SHA-256 of the token in the mail's unsubscribe link and return address. `state`: a
`storage.letters.deliveries.DeliveryState`."""
