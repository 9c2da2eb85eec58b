"""The crawls that were given to scrapyd."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Mapped, mapped_column

from storage.tables.base import Base


class ScrapydJobRow(Base):
    """A crawl and the node that has it, or had it last. Written before the node is asked, so no crawl is forgotten: the
    run's own row is there only once the crawl began. `node`: its address as in SCRAPYD_URL, without credentials."""

    __tablename__ = "scrapyd_jobs"

    run_id: Mapped[str] = mapped_column(primary_key=True)
    node: Mapped[str]
    project: Mapped[str]
    spider: Mapped[str]
    scheduled_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
