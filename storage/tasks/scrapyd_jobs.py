"""Records which scrapyd node has which crawl."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert

from storage.tables.tasks import scrapyd_jobs


@dataclass(frozen=True, slots=True)
class ScrapydJob:
    """A crawl on a scrapyd node, whose jobid is the run's id."""

    run_id: str
    node: str
    project: str
    spider: str


def place(connection: Connection, job: ScrapydJob) -> None:
    """Records that this node has the crawl from now on."""
    values = {"node": job.node, "project": job.project, "spider": job.spider}
    connection.execute(
        insert(scrapyd_jobs)
        .values(run_id=job.run_id, **values)
        .on_conflict_do_update(index_elements=["run_id"], set_={**values, "scheduled_at": func.now()})
    )


def find(connection: Connection, run_id: str) -> ScrapydJob | None:
    """The crawl's last node, or None."""
    columns = [scrapyd_jobs.c[column.name] for column in fields(ScrapydJob)]
    row = connection.execute(select(*columns).where(scrapyd_jobs.c.run_id == run_id)).one_or_none()
    return None if row is None else ScrapydJob(**row._mapping)
