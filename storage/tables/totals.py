"""Totals of all crawls that ever ended: a trigger on `runs` adds each as it ends."""

from __future__ import annotations

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class CrawlTotals(Base):
    """By source, spider and the status in which the runs ended. An attempt that ended and began anew counts twice.

    seconds   from a run's first start to its end, all together.
    within    how many took no longer than each of `storage.runs.totals.BOUNDS_S`.
    """

    __tablename__ = "crawl_totals"

    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True)
    spider: Mapped[str] = mapped_column(primary_key=True)
    status: Mapped[str] = mapped_column(primary_key=True)
    runs: Mapped[int] = mapped_column(BigInteger)
    pages: Mapped[int] = mapped_column(BigInteger)
    seen: Mapped[int] = mapped_column(BigInteger)
    new: Mapped[int] = mapped_column(BigInteger)
    changed: Mapped[int] = mapped_column(BigInteger)
    withdrawn: Mapped[int] = mapped_column(BigInteger)
    rejected: Mapped[int] = mapped_column(BigInteger)
    errors: Mapped[int] = mapped_column(BigInteger)
    seconds: Mapped[float]
    within: Mapped[list[int]]


class CrawlErrorTotals(Base):
    """By source, spider and kind of error, of those errors that runs keep in full."""

    __tablename__ = "crawl_error_totals"

    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True)
    spider: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    errors: Mapped[int] = mapped_column(BigInteger)
