"""Who may do what, what they did, and what they keep: accounts, keys, sessions, the audit log, saved searches."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base

SCOPES = "scope IN ('read', 'edit', 'admin')"


class Account(Base):
    """A person who may log in. `name` is lower case; `password_hash`: argon2id, with its parameters."""

    __tablename__ = "accounts"
    __table_args__ = (CheckConstraint(SCOPES, name="scope"), CheckConstraint("name = lower(name)", name="name"))

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    scope: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    last_login_at: Mapped[datetime | None]


class ApiKey(Base):
    """A key for programs. `digest` is its SHA-256: it has 256 random bits, so a slow hash would add nothing."""

    __tablename__ = "api_keys"
    __table_args__ = (CheckConstraint(SCOPES, name="scope"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    label: Mapped[str]
    prefix: Mapped[str]
    digest: Mapped[bytes] = mapped_column(unique=True)
    scope: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    created_by: Mapped[str]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Session(Base):
    """A log-in of the page. `digest` is the SHA-256 of what the browser's cookie holds."""

    __tablename__ = "sessions"

    digest: Mapped[bytes] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    expires_at: Mapped[datetime]


class AuditEntry(Base):
    """Something that somebody did: `actor` did `action` to `subject`, which was `before` and is `after`."""

    __tablename__ = "audit_log"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    actor: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    before: Mapped[Any] = mapped_column(JSONB, nullable=True)
    after: Mapped[Any] = mapped_column(JSONB, nullable=True)


class SavedSearch(Base):
    """Filters under a name, so that they have a feed of their own."""

    __tablename__ = "saved_searches"

    slug: Mapped[str] = mapped_column(primary_key=True)
    title: Mapped[str]
    filters: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    created_by: Mapped[str]
