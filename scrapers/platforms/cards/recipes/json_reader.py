"""Reads a JSON answer by a recipe, whose paths are JMESPath expressions (jmespath.org)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from jmespath.exceptions import JMESPathError

from core.errors import BadRecord
from core.items import EventItem, Occurrence
from core.recipes.paths import path
from core.recipes.recipe import Recipe
from scrapers.platforms.cards.recipes.reading import RecipeReading, counted
from scrapers.reading.contract import Context
from scrapers.reading.dates import read_times
from scrapers.reading.prices import currency_of, read_price
from scrapers.reading.problems import located
from scrapers.reading.records import Facts, by_epoch, event_of, place
from scrapers.reading.structured import dates as schema_dates
from scrapers.reading.structured.dates import DayTime
from scrapers.reading.structured.event import fingerprint, slug_of
from scrapers.reading.structured.values import first_text, line
from scrapers.reading.structured.written_dates import read_written
from scrapers.reading.text import absolute_url

_OF_RECORD = ("title", "date", "time", "ends", "place", "price", "link", "image", "description", "uid")
_SECONDS = range(10**8, 10**10)
_MILLISECONDS = range(10**11, 10**13)


def read_answer(document: Any, recipe: Recipe, context: Context) -> RecipeReading:
    """The events of the records at the recipe's `card`. A record without a date, or with one that can't be read, is a
    problem."""
    found = _at(recipe.card, document)
    records = found if isinstance(found, list) else []
    events: list[EventItem] = []
    problems: list[BadRecord] = []
    values: list[Mapping[str, Any]] = []
    for record in records:
        facts = {name: _at(getattr(recipe, name), record) for name in _OF_RECORD if getattr(recipe, name)}
        values.append({name: facts.get(name) for name in ("title", "date")})
        try:
            event = _event(facts, context)
        except BadRecord as problem:
            title, uid = line(facts.get("title")) or "", first_text(facts.get("uid")) or ""
            problems.append(located(problem, context, uid=uid, title=title))
            continue
        values.append({**_filled(event), "link": facts.get("link"), "uid": facts.get("uid")})
        events.append(event)
    return RecipeReading(
        events=tuple(events),
        problems=tuple(problems),
        matched=len(records),
        filled=counted(values),
        next_url=absolute_url(first_text(_at(recipe.next_page, document)) or "", context.url) or None,
    )


def _at(written: str, value: Any) -> Any:
    """What a path leads to; None for an empty path, and where a function gets a value of the wrong type."""
    try:
        return path(written).search(value) if written else None
    except JMESPathError:
        return None


def _event(facts: Mapping[str, Any], context: Context) -> EventItem:
    occurrence = _occurrence(facts, context)
    title, url = line(facts.get("title")) or "", absolute_url(first_text(facts.get("link")), context.url)
    price = first_text(facts.get("price"))
    uid = first_text(facts.get("uid")) or slug_of(url or "") or fingerprint(title, (occurrence,))
    written = Facts(
        uid=uid,
        title=title,
        occurrences=(occurrence,),
        url=url or context.url,
        description=facts.get("description"),
        venue=place(facts.get("place")),
        price=None if price is None else read_price(price, currency_of(context.timezone)),
        image_url=facts.get("image"),
        raw={"starts_at": facts.get("date"), "time": facts.get("time"), "ends_at": facts.get("ends")},
    )
    return event_of(written, context)


def _occurrence(facts: Mapping[str, Any], context: Context) -> Occurrence:
    """Numbers are Unix times, in seconds or milliseconds. A date may hold its hour; `time` gives it otherwise."""
    date, ends = facts.get("date"), facts.get("ends")
    if isinstance(date, int | float) and not isinstance(date, bool):
        per_second = 1 if int(date) in _SECONDS else 1000 if int(date) in _MILLISECONDS else 0
        if not per_second:
            raise BadRecord(f"the date {date!r} isn't a Unix time", field="date")
        return by_epoch(date, ends, context, per_second=per_second)
    written = first_text(date)
    if written is None:
        raise BadRecord("a record without a date", field="date")
    start = read_written(written, context)
    if start is None:
        raise BadRecord(f"a date that can't be read: {written!r}", field="date")
    time, end = first_text(facts.get("time")), first_text(ends)
    if start.clock is not None or not time:
        return schema_dates.occurrence(start, _end(end, start, context), context.timezone)
    times = read_times(time, zone=context.timezone)
    if times.ends is None and len(times.starts) == 1 and end:
        opens = DayTime(start.day, times.starts[0])
        return schema_dates.occurrence(opens, _end(end, opens, context), context.timezone)
    return schema_dates.on_day(start.day, times, context.timezone)


def _end(written: str | None, start: DayTime, context: Context) -> DayTime | None:
    """A date, or an hour on the day of the start or on the next one."""
    if not written:
        return None
    end = read_written(written, context)
    if end is not None or start.clock is None:
        return end
    hours = read_times(written, zone=context.timezone).starts
    if len(hours) != 1:
        raise BadRecord(f"an end that can't be read: {written!r}", field="ends")
    return DayTime(start.day + timedelta(days=hours[0] < start.clock), hours[0])


def _filled(event: EventItem) -> Mapping[str, Any]:
    first = event.occurrences[0]
    return {
        "time": first if first.time_known else None,
        "ends": first.ends_at,
        "place": event.venue,
        "price": event.price,
        "image": event.image_url,
        "description": event.description,
    }
