"""What addresses answered last."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class RememberedAnswer(Base):
    """What an address answered last, so that the same answer need not be read again.

    conditions  hash of what a reading depends on besides the answer: the readers' code, the window's end, the zone.
    whole       all that it tells stands in the database, and nothing of it was doubtful: this can stand for a 304.
    """

    __tablename__ = "remembered_answers"
    __table_args__ = (UniqueConstraint("source_id", "url"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"))
    url: Mapped[str]
    answered_by: Mapped[str]
    etag: Mapped[str | None]
    modified: Mapped[str | None]
    body_hash: Mapped[bytes]
    conditions: Mapped[bytes]
    whole: Mapped[bool] = mapped_column(server_default=text("false"))


class RememberedGroup(Base):
    """What a part of an answer, known by its hash, made of the database.

    events, occurrences   ids of the rows that say what it says; both empty where it tells of nothing in the window.
    state                 hash of these rows as they then were. Rows that differ now are to be read again; so is what
                          never agreed with them (NULL: another answer says otherwise), with all that tells of it.
    """

    __tablename__ = "remembered_groups"
    __table_args__ = (
        Index("ix_remembered_groups_events", "events", postgresql_using="gin"),
        Index("ix_remembered_groups_doubtful", "answer_id", postgresql_where=text("state IS NULL")),
    )

    answer_id: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("remembered_answers.id", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[bytes] = mapped_column(primary_key=True)
    events: Mapped[list[int]]
    occurrences: Mapped[list[int]]
    state: Mapped[int | None] = mapped_column(BigInteger)
