"""What all tables share: how constraints are named, columns that are never null, and moments."""

from __future__ import annotations

from functools import partial

from sqlalchemy import Column, DateTime, MetaData, text

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)
TIMESTAMPTZ = DateTime(timezone=True)
NOW = text("now()")
required = partial(Column, nullable=False)
