"""Applies the source's rules: fills in what an event lacks, and leaves out what the rules exclude."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any, Self
from zoneinfo import ZoneInfo

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem

from core.errors import BadRecord
from core.items import EventItem, Occurrence, Venue
from scrapers.platforms.base import SourceSpider
from storage.matching.same_place import distance_meters
from storage.runs.left_out import LeftOut
from storage.sources.rules import NO_RULES, SourceRules


@dataclass(frozen=True, slots=True)
class Curated:
    """What the rules make of an event.

    event     with what was filled in and only the dates that pass; None: the rules leave it out.
    left_out  the dates that don't pass.
    reason    why they, or the first of them, don't. "" if all pass.
    unsure    the event lacks the fact that the rule asks for: a page that was not read may have it.
    """

    event: EventItem | None
    left_out: tuple[Occurrence, ...] = ()
    reason: str = ""
    unsure: bool = False


class Curate:
    """Pipeline step. Raises DropItem for an event that the source's rules leave out, and counts it on the run. If it
    was stored, the store withdraws it."""

    def __init__(self, spider: Callable[[], SourceSpider]) -> None:
        self.spider = spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        def spider() -> SourceSpider:
            assert isinstance(crawler.spider, SourceSpider)
            return crawler.spider

        return cls(spider)

    def process_item(self, item: Any) -> Any:
        spider = self.spider()
        if not isinstance(item, EventItem) or spider.rules == NO_RULES:
            return item
        account = spider.account
        partial = item.uid in account.incomplete
        curated = curate(item, spider.rules, partial=partial)
        if partial:
            account.incomplete[item.uid] = account.incomplete[item.uid] or spider.rules.venue
        if curated.event is not None:
            if curated.left_out:
                account.leave_out(LeftOut(item.uid, curated.left_out), curated.reason)
            return curated.event
        if partial and curated.unsure:
            why = f"its page was not read, so the source's rules can't be applied: {curated.reason}"
            raise DropItem(why) from BadRecord(why, url=item.url or "", uid=item.uid, title=item.title)
        account.leave_out(LeftOut(item.uid), curated.reason)
        raise DropItem(f"left out by the source's rules: {curated.reason}")


def curate(event: EventItem, rules: SourceRules, *, partial: bool = False) -> Curated:
    """Applies the rules to an event. `partial`: its page was not read, so what it lacks may be stored already and is
    not filled in."""
    if rules == NO_RULES:
        return Curated(event)
    event = _completed(event, rules, partial=partial)
    kept, left_out = [], []
    for one in event.occurrences:
        objection = _objection(event, one, rules)
        if objection is None:
            kept.append(one)
        else:
            left_out.append((one, objection))
    if not left_out:
        return Curated(event)
    reason = left_out[0][1].reason
    dates = tuple(one for one, _ in left_out)
    if kept:
        return Curated(replace(event, occurrences=tuple(kept)), dates, reason)
    return Curated(None, dates, reason, unsure=any(objection.unsure for _, objection in left_out))


def _completed(event: EventItem, rules: SourceRules, *, partial: bool) -> EventItem:
    venue, occurrences, categories = event.venue, event.occurrences, event.categories
    if rules.all_at_venue:
        venue, occurrences = rules.venue, tuple(replace(one, venue=None) for one in occurrences)
    elif not partial and (venue is None or not (venue.name or venue.address)):
        venue = rules.venue or venue
    if not partial:
        categories = categories or rules.default_categories
    return replace(event, venue=venue, occurrences=occurrences, categories=categories)


@dataclass(frozen=True, slots=True)
class _Objection:
    reason: str
    unsure: bool = False


def _objection(event: EventItem, one: Occurrence, rules: SourceRules) -> _Objection | None:
    """Why a date of an event doesn't pass; None: it does."""
    venue = one.venue or event.venue
    place = [text for text in (venue.name, venue.address) if text] if venue else []
    return (
        _by_phrases("title", [one.title or event.title], rules.include_titles, rules.exclude_titles)
        or _by_phrases("category", event.categories, rules.include_categories, rules.exclude_categories)
        or _by_phrases("place", place, rules.include_places, rules.exclude_places)
        or _by_day(one, rules)
        or _by_distance(venue, rules)
    )


def _by_phrases(
    fact: str, texts: Iterable[str], include: tuple[str, ...], exclude: tuple[str, ...]
) -> _Objection | None:
    if not include and not exclude:
        return None
    folded = " \n ".join(map(_folded, texts))
    for phrase in exclude:
        if _pattern(phrase).search(folded):
            return _Objection(f"its {fact} has {phrase!r}")
    if include and not any(_pattern(phrase).search(folded) for phrase in include):
        return _Objection(f"its {fact} has none of the included words", unsure=not folded.strip())
    return None


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(_folded(phrase))}(?!\w)")


def _folded(text: str) -> str:
    """Lower case, without accents, with single spaces and straight quotation marks."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))
    return " ".join(plain.replace("\u2019", "'").split())


def _by_day(one: Occurrence, rules: SourceRules) -> _Objection | None:
    if rules.last_day is not None and one.local_date > rules.last_day:
        return _Objection(f"after {rules.last_day}")
    if rules.first_day is not None and _last_day(one) < rules.first_day:
        return _Objection(f"before {rules.first_day}")
    return None


def _last_day(one: Occurrence) -> date:
    if one.ends_at is None:
        return one.local_date
    ends = (one.ends_at - timedelta(microseconds=1)).astimezone(ZoneInfo(one.timezone)).date()
    return max(ends, one.local_date)


def _by_distance(venue: Venue | None, rules: SourceRules) -> _Objection | None:
    if rules.near_latitude is None or rules.near_longitude is None or rules.within_km is None:
        return None
    if venue is None or venue.latitude is None or venue.longitude is None:
        return _Objection("its place has no coordinates", unsure=True)
    center, place = (rules.near_latitude, rules.near_longitude), (venue.latitude, venue.longitude)
    if distance_meters(center, place) > 1000 * rules.within_km:
        return _Objection(f"farther away than {rules.within_km:g} km")
    return None
