"""Which scrapyd node has which crawl."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, text


@dataclass(frozen=True, slots=True)
class ScrapydJob:
    """A crawl at a node; its jobid there is the run's id."""

    run_id: str
    node: str
    project: str
    spider: str


def place(connection: Connection, job: ScrapydJob) -> None:
    """Remember that the crawl is at this node from now on, whichever had it before."""
    connection.execute(
        text("""
            INSERT INTO scrapyd_jobs (run_id, node, project, spider) VALUES (:run_id, :node, :project, :spider)
            ON CONFLICT (run_id) DO UPDATE SET node = excluded.node, project = excluded.project,
                                               spider = excluded.spider, scheduled_at = now()"""),
        {"run_id": job.run_id, "node": job.node, "project": job.project, "spider": job.spider},
    )


def find(connection: Connection, run_id: str) -> ScrapydJob | None:
    """Where the crawl was placed last, or None."""
    row = connection.execute(
        text("SELECT run_id, node, project, spider FROM scrapyd_jobs WHERE run_id = :id"), {"id": run_id}
    ).one_or_none()
    return None if row is None else ScrapydJob(*row)
