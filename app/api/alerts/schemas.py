"""What the API about alerts takes and returns."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.api.http.fields import NO_CONTROL, Id, Line
from app.language.files import languages
from core.config import settings
from storage.alerts.matters import Matter
from storage.alerts.routes import Channel
from storage.health.judge import SourceState

Target = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=NO_CONTROL)]
"""The webhooks of Teams have some 300 characters."""
Sources = Annotated[list[Id], Field(min_length=1, max_length=1000)]


def _known(language: str) -> str:
    if language not in languages():
        raise ValueError(f"there are no texts in this language, only in {', '.join(languages())}")
    return language


Language = Annotated[str, AfterValidator(_known)]
BOTH_HOURS = "quiet hours need both quiet_from and quiet_until"


class NewRoute(BaseModel):
    """Hours are those of the town's zone."""

    model_config = ConfigDict(extra="forbid")

    person: Line = Field(examples=["Desk"])
    channel: Channel
    target: Target = Field(examples=["desk@events.example"])
    secret: Line | None = Field(default=None, description="Signs a webhook's messages; ntfy's access token.")
    sources: Sources | None = Field(default=None, description="Only these; null: all.")
    severity: int = Field(default=1, ge=1, le=2, description="1: warnings too; 2: only sources that bring nothing.")
    digest: bool = Field(default=False, description="Once a day at 7:00.")
    quiet_from: time | None = None
    quiet_until: time | None = None
    language: Language = Field(
        default_factory=lambda: settings().language,
        description="Of the messages; LANGUAGE by default.",
        examples=["es"],
    )

    @model_validator(mode="after")
    def _both_hours(self) -> Self:
        if (self.quiet_from is None) != (self.quiet_until is None):
            raise ValueError(BOTH_HOURS)
        return self


class RouteChange(BaseModel):
    """Fields left out stay as they are. null: no secret, all sources, no quiet hours."""

    model_config = ConfigDict(extra="forbid")

    person: Line = Field(default="", examples=["Desk"])
    target: Target = Field(default="", examples=["desk@events.example"])
    secret: Line | None = None
    sources: Sources | None = None
    severity: int = Field(default=1, ge=1, le=2)
    digest: bool = False
    quiet_from: time | None = None
    quiet_until: time | None = None
    language: Language = Field(default="en", examples=["es"])


class AlertRoute(BaseModel):
    """`target` is masked: a webhook's path is a password. `error`: why a message that waits was not sent."""

    id: int
    person: str
    channel: Channel
    target: str
    has_secret: bool
    sources: list[int] | None
    source_titles: list[str]
    severity: int
    digest: bool
    quiet_from: time | None
    quiet_until: time | None
    language: str
    last_sent_at: datetime | None
    waiting: int
    error: str | None


class AlertRoutes(BaseModel):
    routes: list[AlertRoute]
    mail_is_set: bool = Field(description="Whether a mail server is set, without which no e-mail can be sent.")


class AlertMessage(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    source_id: int | None = Field(description="null if it is about Marquee itself.")
    title: str
    kind: str = Field(examples=["trouble", "over"])
    severity: int
    state: SourceState | Matter
    reason: str | None
    run_id: str | None
    at: datetime
    state_now: SourceState | None = Field(description="Of the source; null if it was never harvested.")


class AlertInbox(BaseModel):
    messages: list[AlertMessage]
    next: int | None = Field(description="Pass it as `before` for the next page; null on the last.")


class AlertDelivery(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    message_id: int
    route_id: int
    due_at: datetime
    attempts: int
    sent_at: datetime | None
    error: str | None


class AlertLog(BaseModel):
    deliveries: list[AlertDelivery]


class Tried(BaseModel):
    """`error`: why the test message was not sent."""

    sent: bool
    error: str | None = None
