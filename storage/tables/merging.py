"""Which events of several sources are one, and what was compared."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Identity,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from storage.tables.base import NOW, TIMESTAMPTZ, metadata, required

event_groups = Table(
    "event_groups",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    required("source", Text),
    required("uid", Text),
    required("key", Text),
    required("sequence", Integer, server_default=text("0")),
    required("changed_at", TIMESTAMPTZ, server_default=NOW),
    Column("conflicts", JSONB),
    Index("ix_event_groups_conflicts", "id", postgresql_where=text("conflicts IS NOT NULL")),
)
"""One happening that several occurrences list. Its members are the occurrences with its id; people see the one that
isn't covered.

source, uid, key   of its oldest member, under which feeds show it, no matter which members come and go.
sequence           what feeds add to the SEQUENCE of the member that people see, so that it never decreases.
changed_at         when people last saw something else because of the group.
conflicts          what its members disagree about, see `storage.merging.conflicts`; null: nothing.
"""

event_links = Table(
    "event_links",
    metadata,
    Column("low_id", BigInteger, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("high_id", BigInteger, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    required("state", Text),
    Column("score", Double),
    required("reasons", ARRAY(Text), server_default=text("'{}'")),
    Column("rules", Text),
    required("judged_at", TIMESTAMPTZ, server_default=NOW),
    Column("decided_by", Text),
    Column("decided_at", TIMESTAMPTZ),
    Column("decided_because", Text),
    required("since", TIMESTAMPTZ, server_default=NOW),
    CheckConstraint("low_id < high_id", name="ordered"),
    Index("ix_event_links_high_id", "high_id"),
    Index("ix_event_links_suggested", "score", "low_id", "high_id", postgresql_where=text("state = 'suggested'")),
)
"""Whether two events are one: `joined`, `suggested` (a person decides), or `refused` by a person.

score, reasons, rules   of the best pair of their occurrences, and the version of the rules that judged it.
decided_*               the person who decided, when, and why; null: the rules did. Rules don't change a person's state.
since                   when the state last changed.
"""

match_keys = Table(
    "match_keys",
    metadata,
    Column(
        "occurrence_id",
        BigInteger,
        ForeignKey("occurrences.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    required("keys", ARRAY(BigInteger)),
    required("words", SmallInteger, server_default=text("0")),
    Index("ix_match_keys_keys", "keys", postgresql_using="gin"),
)
"""What an occurrence is looked up by when another one changes: hashes of its day with a word of its title, its place,
or its page. `words`: how many of them are words. Two occurrences are compared if they share the place, the page, or
half of the words of the shorter title."""
