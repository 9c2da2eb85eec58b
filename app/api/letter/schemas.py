"""The letter as the API takes and gives it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from app.api.http.fields import BigId, Line
from app.language.files import languages
from app.letter.choose import MOST
from app.letter.content import LONGEST_INTRO
from app.letter.schedule import Weekday
from storage.letters.deliveries import DeliveryState
from storage.letters.issues import LetterState
from storage.letters.subscribers import SubscriberState

Intro = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_INTRO, pattern=r"^[^\x00]*$")]
FirstDay = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31), examples=["2026-12-03"])]
EventIds = Annotated[list[BigId], Field(max_length=2 * MOST, description="In their order.")]


def _known(language: str) -> str:
    if language not in languages():
        raise ValueError(f"must be one of {', '.join(languages())}")
    return language


Address = Annotated[str, StringConstraints(min_length=3, max_length=254, pattern=r"^[^\x00]*$")]


class Translation(BaseModel):
    """A language's own words."""

    model_config = ConfigDict(extra="forbid")

    subject: Line | None = None
    intro: Intro | None = None


Translations = Annotated[
    dict[Annotated[str, AfterValidator(_known)], Translation],
    Field(description="By language, where it has its own.", examples=[{"es": {"subject": "Nuestros consejos"}}]),
]


class NewLetter(BaseModel):
    """`event_ids` null: the rule chooses when the letter is sent. `subject`, `intro`: for languages without their own
    in `translations`; null: the usual ones."""

    model_config = ConfigDict(extra="forbid")

    first_day: FirstDay | None = Field(default=None, description="The first of its seven days. Null: today.")
    subject: Line | None = None
    intro: Intro | None = None
    translations: Translations = Field(default_factory=dict)
    event_ids: EventIds | None = None


class LetterChange(BaseModel):
    """Fields left out stay as they are."""

    model_config = ConfigDict(extra="forbid")

    first_day: FirstDay | None = Field(default=None, description="Null: as it is.")
    subject: Line | None = None
    intro: Intro | None = None
    translations: Translations = Field(default_factory=dict)
    event_ids: EventIds | None = None


class Letter(BaseModel):
    """`deliveries`: how many mails are in each state. `error`: why the mail server takes nothing now."""

    id: int
    state: LetterState
    first_day: date
    last_day: date
    subject: str | None
    intro: str | None
    translations: Translations
    event_ids: list[int] | None
    automatic: bool
    created_at: datetime
    created_by: str
    started_at: datetime | None
    sent_at: datetime | None
    retry_at: datetime | None
    error: str | None
    deliveries: dict[DeliveryState, int]


class LetterItem(BaseModel):
    event_id: int
    title: str
    when: str = Field(examples=["Saturday, December 5, 8:00 PM"])
    place: str


class DeliveryTrouble(BaseModel):
    """`address`: masked; null once its owner left."""

    id: int
    address: str | None
    state: DeliveryState
    attempts: int
    error: str | None


class LetterDetail(Letter):
    """`language`: of `shown_subject`, and that in which editors write `subject` and `intro`. `items`: what it would
    contain now. `left_out`: how many of the chosen events don't take place in its days
    anymore."""

    language: str
    shown_subject: str
    items: list[LetterItem]
    left_out: int
    troubles: list[DeliveryTrouble]


class Letters(BaseModel):
    """`missing`: the settings without which no letter can be sent."""

    letters: list[Letter]
    subscribers: dict[SubscriberState, int]
    missing: list[str] = Field(examples=[["SMTP_HOST"]])
    open: bool = Field(description="Whether people can sign up (LETTER).")


class Trial(BaseModel):
    model_config = ConfigDict(extra="forbid")

    address: Address = Field(examples=["editor@paper.example"])
    language: str = Field(default="en", pattern="^[a-z]{2}$")


class TrialResult(BaseModel):
    """`error`: why the test was not sent."""

    sent: bool
    error: str | None = None


class Sending(BaseModel):
    recipients: int


class LetterSchedule(BaseModel):
    """`at`: in `timezone`. Null: the letter isn't sent on a schedule."""

    weekday: Weekday | None
    at: str | None = Field(examples=["09:00"])
    timezone: str


class WantedSchedule(BaseModel):
    model_config = ConfigDict(extra="forbid")

    weekday: Weekday
    at: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", examples=["09:00"])


class ListedSubscriber(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    address: str
    language: str
    state: SubscriberState
    created_at: datetime
    confirmed_at: datetime | None
    dead_at: datetime | None
    dead_because: str | None


class ListedSubscribers(BaseModel):
    subscribers: list[ListedSubscriber]
    next: int | None = Field(description="Pass it as `after` for the next page; null on the last.")
