"""The tasks that clients may start and their arguments, with the same bounds as in app/tasks."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.api.http.fields import Id
from app.worker import planning
from scrapers.platforms.tribe import MOST_MONTHS_AHEAD


class TaskName(StrEnum):
    """A task's name without the prefix `app.tasks.`."""

    SCRAPE_VANWEZEL = "scrape_vanwezel"
    SCRAPE_MOTE = "scrape_mote"
    SCRAPE_SOURCE = "scrape_source"
    INGEST_SOURCE = "ingest_source"
    INGEST_ALL_SOURCES = "ingest_all_sources"
    HEALTH_CHECK = "health_check"

    @property
    def full(self) -> str:
        return f"app.tasks.{self.value}"


class Arguments(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ScrapeVanwezel(Arguments):
    source_id: Id = Field(examples=[1])
    delay: float = Field(default=0.5, ge=0, le=600, description="Seconds between requests.")


class ScrapeMote(Arguments):
    source_id: Id = Field(examples=[2])
    months_ahead: int = Field(default=2, ge=0, le=MOST_MONTHS_AHEAD)


class ScrapeSource(Arguments):
    source_id: Id = Field(description="Crawled with the source's own spider.", examples=[1])


class IngestSource(Arguments):
    source_id: Id = Field(examples=[2])
    limit: int = Field(default=100, ge=1, le=100_000, description="The most feeds to read.")
    due_only: bool = Field(default=False, description="Skip feeds that rarely change and aren't due.")


class IngestAllSources(Arguments):
    limit_per_source: int = Field(default=100, ge=1, le=100_000, description="The most feeds to read of each source.")
    due_only: bool = Field(default=False, description="Skip feeds that rarely change and aren't due.")


class HealthCheck(Arguments):
    pass


MODELS: dict[TaskName, type[Arguments]] = {
    TaskName.SCRAPE_VANWEZEL: ScrapeVanwezel,
    TaskName.SCRAPE_MOTE: ScrapeMote,
    TaskName.SCRAPE_SOURCE: ScrapeSource,
    TaskName.INGEST_SOURCE: IngestSource,
    TaskName.INGEST_ALL_SOURCES: IngestAllSources,
    TaskName.HEALTH_CHECK: HealthCheck,
}

SHORTEST = timedelta(minutes=1)


def _not_too_often(cron: str) -> str:
    every = planning.interval_of(cron)
    if every is not None and every < SHORTEST:
        raise ValueError(f"an interval must be at least {SHORTEST.total_seconds():g} s")
    return cron


Cron = Annotated[
    str,
    Field(max_length=200, examples=["0 6 * * *"]),
    AfterValidator(planning.check_fields),
    AfterValidator(_not_too_often),
]
"""Minute, hour, day of the month, month, day of the week (0 is Sunday), in the syntax of Celery's crontab; or `every
1800 s`."""


class _Plan(BaseModel):
    model_config = ConfigDict(extra="forbid")

    cron: Cron
    enabled: bool = True


class PlanScrapeVanwezel(_Plan):
    task: Literal["scrape_vanwezel"]
    kwargs: ScrapeVanwezel


class PlanScrapeMote(_Plan):
    task: Literal["scrape_mote"]
    kwargs: ScrapeMote


class PlanScrapeSource(_Plan):
    task: Literal["scrape_source"]
    kwargs: ScrapeSource


class PlanIngestSource(_Plan):
    task: Literal["ingest_source"]
    kwargs: IngestSource


class PlanIngestAllSources(_Plan):
    task: Literal["ingest_all_sources"]
    kwargs: IngestAllSources = Field(default_factory=IngestAllSources)


class PlanHealthCheck(_Plan):
    task: Literal["health_check"]
    kwargs: HealthCheck = Field(default_factory=HealthCheck)


Plan = Annotated[
    PlanScrapeVanwezel | PlanScrapeMote | PlanScrapeSource | PlanIngestSource | PlanIngestAllSources | PlanHealthCheck,
    Field(discriminator="task"),
]
"""A schedule entry: a task, its arguments, and when it runs."""
