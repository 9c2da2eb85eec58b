"""What the town calls its page and how it looks."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, LargeBinary, SmallInteger, Table, Text, text
from sqlalchemy.dialects.postgresql import JSONB

from storage.tables.base import NOW, TIMESTAMPTZ, metadata, required

branding = Table(
    "branding",
    metadata,
    Column("id", SmallInteger, primary_key=True, server_default=text("1")),
    required("given", JSONB),
    Column("logo", LargeBinary),
    Column("logo_type", Text),
    required("updated_at", TIMESTAMPTZ, server_default=NOW),
    CheckConstraint("id = 1", name="one_row"),
    CheckConstraint("(logo IS NULL) = (logo_type IS NULL)", name="logo_has_type"),
)
"""At most one row, which an administrator saved in the back office.

given      the fields of `app.branding.given.Branding` that are set, without the logo.
logo       the picture's bytes; `logo_type`: its media type.
"""
