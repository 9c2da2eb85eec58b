"""Plans which edits a correction makes, and refuses what can't be true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, text

from core.items import EventStatus, Price, Venue
from storage.edits.fields import FIELDS, OWN, TIMES, Values
from storage.events import venues

LONGEST = timedelta(days=2 * 366)
"""As for sources: an exhibition may last a year; anything longer has a typo in a year."""
Given = str | bool | date | datetime | Venue | Price | EventStatus | Sequence[str] | None
"""A field's new value: a plain date is a day without an hour."""


class Refusal(NamedTuple):
    """Why a value of a field is refused, and what to do."""

    field: str
    value: Any
    message: str


class EditRefused(ValueError):
    """Some fields can't be set like this. Nothing was changed."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(" ".join(each.message for each in refusals))
        self.refusals = refusals


@dataclass(frozen=True, slots=True)
class Target:
    """What people see of the event that is edited, and its times, as rows."""

    event: Row[Any]
    times: Sequence[Row[Any]]
    named: Row[Any] | None

    @property
    def single(self) -> Row[Any] | None:
        return self.named or (self.times[0] if len(self.times) == 1 else None)


class Planned(NamedTuple):
    """`key`: of an occurrence; None: of the event."""

    field: str
    key: str | None
    values: Values


def plan(connection: Connection, target: Target, given: Mapping[str, Given]) -> tuple[list[Planned], list[Refusal]]:
    edits: list[Planned] = []
    refusals: list[Refusal] = []
    for field, value in given.items():
        refused = _misplaced(target, field, value)
        if refused is not None:
            refusals.append(Refusal(field, value, refused))
        elif field in TIMES:
            edits.append(_time(target, field, value))
        else:
            values = _values(connection, field, value)
            if isinstance(values, str):
                refusals.append(Refusal(field, value, values))
            else:
                edits += [Planned(field, key, values) for key in _levels(target, field, value)]
    return edits, refusals or _impossible(target, given, edits)


def _misplaced(target: Target, field: str, value: Given) -> str | None:
    """Why the field can't be set there."""
    if field in TIMES and target.single is None:
        return f"The event has {len(target.times)} times: say which one (occurrence, by its key or start)."
    if target.named is None:
        return None
    if field not in TIMES | OWN:
        return f"All times of the event share {field}: correct it without naming one."
    if value is None and field in OWN:
        return f"One time can't be without {field} while the event has it: correct the event."
    off = target.event.status != EventStatus.SCHEDULED
    if field == "status" and value == EventStatus.SCHEDULED and off and len(target.times) > 1:
        return f"The whole event is {target.event.status}: correct the status of the event."
    return None


def _levels(target: Target, field: str, value: Given) -> list[str | None]:
    """Where an edit goes: to the named time, or to the event; of an event with a single time that has the field of its
    own, to that, because people see it there. The status of an only time is the event's, and the other way around."""
    single = target.single
    if target.named is not None and not (field == "status" and len(target.times) == 1):
        return [target.named.key]
    if single is None or field not in OWN:
        return [None]
    if field == "status":
        own = single.own_status != EventStatus.SCHEDULED
        event = not own or (value == EventStatus.SCHEDULED and target.event.status != EventStatus.SCHEDULED)
        return [*([None] if event else []), *([single.key] if own else [])]
    own_columns = {"title": single.title, "venue": single.venue_id, "url": single.url}
    has_own = own_columns.get(field, single.description) is not None and field != "status"
    return [single.key if has_own and value is not None else None]


def _time(target: Target, field: str, value: Given) -> Planned:
    one = target.single
    assert one is not None
    by_date = not isinstance(value, datetime)
    moment = None if value is None else _moment(value, one)
    values: dict[str, Any] = {field: None if moment is None else moment.astimezone(UTC).isoformat()}
    if field == "starts_at":
        assert moment is not None
        values |= {"local_date": local(moment, one).date().isoformat(), "all_day": one.all_day and by_date}
        values["time_known"] = values["all_day"] or not by_date
    return Planned(field, one.key, values)


def _moment(value: Given, of: Row[Any]) -> datetime:
    """A day is its local midnight."""
    if isinstance(value, datetime):
        return value
    assert isinstance(value, date)
    return datetime.combine(value, time(), ZoneInfo(of.timezone))


def _values(connection: Connection, field: str, value: Given) -> Values | str:
    """The columns of a field, or why they can't have the value."""
    if isinstance(value, Venue):
        known = venues.known_place(connection, value)
        return {"venue_id": known or next(iter(venues.ids_of(connection, [value]).values()))}
    if field == "price":
        price = value if isinstance(value, Price) else Price()
        amounts = (price.text, price.min_cents, price.max_cents, price.currency, price.is_free)
        return dict(zip(FIELDS["price"], amounts, strict=True))
    if field == "categories":
        assert isinstance(value, list)
        return _categories(connection, value)
    (column,) = FIELDS[field]
    return {column: value}


def _categories(connection: Connection, given: Sequence[str]) -> Values | str:
    rows = connection.execute(text("SELECT slug, name FROM categories WHERE slug <> 'other' ORDER BY position")).all()
    names = {key.lower(): row.name for row in rows for key in (row.slug, row.name)}
    unknown = [one for one in given if one.lower() not in names]
    if unknown:
        known = ", ".join(row.slug for row in rows)
        return f"The town has no category {unknown[0]!r}. Its categories: {known}."
    chosen = {names[one.lower()] for one in given}
    return {"categories": [row.name for row in rows if row.name in chosen]}


def _impossible(target: Target, given: Mapping[str, Given], edits: Sequence[Planned]) -> list[Refusal]:
    one = target.single
    if one is None or TIMES.isdisjoint(given):
        return []
    planned = {edit.field: edit.values for edit in edits}
    start = one.starts_at if "starts_at" not in given else datetime.fromisoformat(planned["starts_at"]["starts_at"])
    end = one.ends_at
    if "ends_at" in given:
        end = None if given["ends_at"] is None else datetime.fromisoformat(planned["ends_at"]["ends_at"])
    if end is None:
        return []
    field = "ends_at" if "ends_at" in given else "starts_at"
    if end <= start and not (end == start and "ends_at" not in given):
        return [Refusal(field, given[field], _too_early(start, end, one, given))]
    if end - start > LONGEST:
        return [Refusal(field, given[field], f"It would last {(end - start).days} days. Is the year right?")]
    return []


def _too_early(start: datetime, end: datetime, of: Row[Any], given: Mapping[str, Given]) -> str:
    starts, ends = (f"{local(moment, of):%Y-%m-%d %H:%M}" for moment in (start, end))
    if "ends_at" in given:
        return f"It would end ({ends}) before it starts ({starts}): give a later end, or correct the start too."
    return f"It would start ({starts}) after its end ({ends}): correct the end too."


def local(moment: datetime, of: Row[Any]) -> datetime:
    return moment.astimezone(ZoneInfo(of.timezone))
