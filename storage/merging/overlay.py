"""Reads `events.merged` and `event_groups.conflicts`: what the other sources of an event say. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.items import EventStatus

LENT = ("description", "organizer", "ticket_url", "image_url")
"""Fields that `merged` has under their own names. The price is one value of five fields."""


class ConflictKind(StrEnum):
    """time: another source gives another day or hour. status: one says that it is off, another that it is on.
    withdrawn: a source that knows better no longer lists it."""

    TIME = "time"
    STATUS = "status"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Origin:
    """The event of one source."""

    event_id: int
    source: str
    source_title: str


@dataclass(frozen=True, slots=True)
class AlsoListed(Origin):
    """Another source's listing. `url`, `title`: as that source gives them."""

    url: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Conflict(Origin):
    """What another source says. `starts_at`: in the venue's zone; only its day counts if `by_day`."""

    kind: ConflictKind
    starts_at: datetime
    by_day: bool
    status: EventStatus


@dataclass(frozen=True, slots=True)
class Others:
    """The other listings of an event that stands for them.

    first       source and UID of the oldest of all.
    also        those that their sources still list.
    speaks      by field, the one that it is from; fields that aren't here are the event's own.
    witnesses   how many of all that are listed speak for themselves: copies of one upstream count once.
    """

    first: tuple[str, str]
    also: tuple[AlsoListed, ...]
    speaks: Mapping[str, Origin]
    witnesses: int


def merged_fields(merged: Mapping[str, Any]) -> dict[str, Any]:
    """The event's fields that are others', by name."""
    fields = {field: merged[field] for field in LENT if field in merged}
    return {**fields, **merged.get("price", {}), "categories": tuple(merged["categories"])}


def others(merged: Mapping[str, Any]) -> Others:
    source, uid = merged["first"]
    return Others(
        first=(source, uid),
        also=tuple(AlsoListed(**one) for one in merged["also"]),
        speaks={field: Origin(**origin) for field, origin in merged["speaks"].items()},
        witnesses=merged["witnesses"],
    )


def conflicts(said: Sequence[Mapping[str, Any]] | None) -> tuple[Conflict, ...]:
    return tuple(
        Conflict(
            **{
                **one,
                "kind": ConflictKind(one["kind"]),
                "starts_at": datetime.fromisoformat(one["starts_at"]),
                "status": EventStatus(one["status"]),
            }
        )
        for one in said or ()
    )
