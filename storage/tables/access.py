"""People and programs that may use Marquee, and what they did."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Identity, Integer, LargeBinary, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from storage.tables.base import NOW, TIMESTAMPTZ, metadata, required

SCOPES = "scope IN ('read', 'edit', 'admin')"
accounts = Table(
    "accounts",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    required("name", Text, unique=True),
    required("password_hash", Text),
    required("scope", Text),
    required("created_at", TIMESTAMPTZ, server_default=NOW),
    Column("last_login_at", TIMESTAMPTZ),
    Column("email", Text),
    Column("totp_secret", LargeBinary),
    Column("totp_step", BigInteger),
    CheckConstraint(SCOPES, name="scope"),
    CheckConstraint("name = lower(name)", name="name"),
)
"""A person who may log in. `name` is lower case; `password_hash` is argon2id with its parameters; `email` is where the
invitation went. With two-step login, `totp_secret` is encrypted with the password, and `totp_step` is the 30-second
step of the last code, which is not taken twice."""

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    required("account_id", Integer, ForeignKey("accounts.id", ondelete="CASCADE"), index=True),
)
"""Codes that replace one from the app. `digest`: the SHA-256 of 80 random bits. Using one deletes it."""

invitations = Table(
    "invitations",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    required("digest", LargeBinary, unique=True),
    required("email", Text, unique=True),
    required("scope", Text),
    required("created_at", TIMESTAMPTZ, server_default=NOW),
    required("created_by", Text),
    required("expires_at", TIMESTAMPTZ),
    CheckConstraint(SCOPES, name="scope"),
)
"""A link with which one person can make an account. `digest`: the SHA-256 of its token. Using it deletes the row."""

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Integer, Identity(), primary_key=True),
    required("label", Text),
    required("prefix", Text),
    required("digest", LargeBinary, unique=True),
    required("scope", Text),
    required("created_at", TIMESTAMPTZ, server_default=NOW),
    required("created_by", Text),
    Column("expires_at", TIMESTAMPTZ),
    Column("last_used_at", TIMESTAMPTZ),
    Column("revoked_at", TIMESTAMPTZ),
    CheckConstraint(SCOPES, name="scope"),
)
"""A key for programs. `digest`: its SHA-256. The key has 256 random bits, so a slow hash would add nothing."""

sessions = Table(
    "sessions",
    metadata,
    Column("digest", LargeBinary, primary_key=True),
    required("account_id", Integer, ForeignKey("accounts.id", ondelete="CASCADE"), index=True),
    required("created_at", TIMESTAMPTZ, server_default=NOW),
    required("expires_at", TIMESTAMPTZ),
    required("id", BigInteger, Identity(), unique=True),
    required("seen_at", TIMESTAMPTZ, server_default=NOW),
    Column("device", Text),
    Column("address", Text),
)
"""A login on the page. `digest`: the SHA-256 of the browser's cookie; `device`: such as `Firefox, Windows`; `address`:
the client's at the login."""

audit_log = Table(
    "audit_log",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    required("at", TIMESTAMPTZ, server_default=NOW),
    required("actor", Text),
    required("action", Text),
    required("subject", Text),
    Column("before", JSONB(none_as_null=True)),
    Column("after", JSONB(none_as_null=True)),
)
"""Something that somebody did: `actor` did `action` to `subject`, which was `before` and is now `after`."""
