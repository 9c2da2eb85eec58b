"""Expected events that stand in another project's own tests, as Python asserts or as Elixir terms.

A scraper of one site may answer with constants of its own, and its test may look at another file of the same site. So a
title whose text is not in the file is disputed, and an address or a link that is not in it is left out.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from quality.accuracy.agreement import plain
from quality.accuracy.index import facts_of
from quality.accuracy.listed import Amounts, Clock, Day, End, Field, Listed
from quality.accuracy.moments import read_moment

NOT_IN_THE_FILE = "the text is not in the file: a constant of the scraper that tested it, or of another page"
_ASSERT = re.compile(r"\A\(?\s*(?P<item>parsed_items?(?:\[0\])?|item)\[\"(?P<name>\w+)\"\] == (?P<value>.*)")
_CALL = re.compile(r"datetime\(([\d, ]+)\)")


def from_asserts(asserts: Sequence[str], text: str) -> Iterator[Listed]:
    """City Scrapers' tests of the first item."""
    told = {found["name"]: found["value"] for line in asserts if (found := _ASSERT.match(line))}
    facts: dict[Field, Any] = {}
    title = _string(told.get("title", ""))
    if title:
        facts[Field.TITLE] = title
    start = _moment(told.get("start", ""))
    if start is not None:
        facts[Field.DATE] = Day.of(start.date())
        if told["start"].count(",") > 2:
            facts[Field.TIME] = Clock(start.time())
    end = _moment(told.get("end", ""))
    if end is not None and end != start:
        facts[Field.END] = End(Day.of(end.date()), Clock(end.time()))
    source = _string(told.get("source", ""))
    if source and source in html.unescape(text):
        facts[Field.URL] = source
    if facts:
        yield Listed(origin="expected asserts", facts=facts, disputed=_if_absent(title, text))


def from_one_event(event: Mapping[str, str], text: str, origin: str) -> Iterator[Listed]:
    """musiclistings' tests: `~D[2024-07-31]`, `~T[20:00:00]`, `%Price{format: :fixed, lo: Decimal.new("49.32"), …}`."""
    title = event["event_title"]
    clock = re.match(r"~T\[(\d\d:\d\d)", event["event_time"])
    when = read_moment(f"{event['event_date'][3:-1]} {clock[1] if clock else ''}")
    facts: dict[Field, Any] = {Field.TITLE: title, **(facts_of(when) if when else {}), **_price(event["price"])}
    for name, field in (("ticket_url", Field.TICKET_URL), ("details_url", Field.URL)):
        link = event[name].replace("\\/", "/")
        if link != "nil" and link in html.unescape(text).replace("\\/", "/"):
            facts[field] = link
    disputed = _if_absent(title, text)
    yield Listed(origin=origin, facts=facts, disputed=dict.fromkeys(facts, NOT_IN_THE_FILE) if disputed else {})


def _if_absent(title: str, text: str) -> dict[Field, str]:
    """JSON in the file may spell letters as `\\u00c9`."""
    if plain(title) in plain(text) or json.dumps(title)[1:-1].lower() in text.lower():
        return {}
    return {Field.TITLE: NOT_IN_THE_FILE}


def _price(text: str) -> dict[Field, Any]:
    amounts = dict(re.findall(r"(lo|hi): Decimal\.new\(\"([\d.]+)\"\)", text))
    if not amounts:
        return {}
    low, high = (round(float(amounts[name]) * 100) for name in ("lo", "hi"))
    return {Field.PRICE: Amounts(low, high)}


def _string(literal: str) -> str:
    found = re.match(r"\"((?:[^\"\\]|\\.)*)\"", literal)
    return found[1] if found else ""


def _moment(literal: str) -> datetime | None:
    found = _CALL.match(literal)
    if found is None:
        return None
    parts = [int(part) for part in found[1].split(",") if part.strip()]
    year, month, day, hour, minute = (*parts, 0, 0)[:5]
    return datetime.combine(date(year, month, day), time(hour, minute))
