"""The REST API of The Events Calendar: at most 50 events per page, entities in titles, 404 past the last page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from html import escape
from typing import Any
from urllib.parse import urlencode

from sandbox.site import JSON, Answer
from sandbox.tribe.exhibits import Exhibit, Hall, utc
from sandbox.tribe.ical import modified

ROUTE = "/wp-json/tribe/events/v1/events"
LARGEST_PAGE = 50
DEFAULT_PAGE = 10


def events_page(exhibits: Sequence[Exhibit], query: Mapping[str, str], base_url: str, today: date) -> Answer:
    """Events that start on or after `start_date` (default: today) and up to `end_date`."""
    size, number = _number(query, "per_page", DEFAULT_PAGE), _number(query, "page", 1)
    if size > LARGEST_PAGE:
        return _error(400, "rest_invalid_param", f"per_page must be at most {LARGEST_PAGE}")
    first = _day(query.get("start_date"), today)
    last = _day(query.get("end_date"), today + timedelta(days=730))
    chosen = [exhibit for exhibit in exhibits if first <= exhibit.first_day <= last]
    pages = -(-len(chosen) // size)
    if number > max(pages, 1):
        return _error(404, "event-archive-page-not-found", "The requested page was not found")
    rows = [_row(exhibit, base_url, today) for exhibit in chosen[(number - 1) * size : number * size]]
    answer: dict[str, Any] = {"events": rows, "rest_url": _link(base_url, query, number)}
    if number < pages:
        answer["next_rest_url"] = _link(base_url, query, number + 1)
    if number > 1:
        answer["previous_rest_url"] = _link(base_url, query, number - 1)
    answer |= {"total": len(chosen), "total_pages": pages}
    headers = {"X-TEC-Total": str(len(chosen)), "X-TEC-TotalPages": str(pages)}
    return Answer(_dumps(answer), JSON, headers=headers)


def single_event(exhibits: Sequence[Exhibit], post_id: int, base_url: str, today: date) -> Answer:
    for exhibit in exhibits:
        if exhibit.post_id == post_id:
            return Answer(_dumps(_row(exhibit, base_url, today)), JSON)
    return _error(404, "event-not-found", "The event was not found")


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    text = query.get(name, "")
    return int(text) if text.isdecimal() and int(text) > 0 else default


def _day(text: str | None, default: date) -> date:
    found = re.match(r"(\d{4})-(\d\d)-(\d\d)", text or "")
    return date(int(found[1]), int(found[2]), int(found[3])) if found else default


def _link(base_url: str, query: Mapping[str, str], page: int) -> str:
    return f"{base_url}{ROUTE}/?{urlencode({**query, 'page': page})}"


def _row(exhibit: Exhibit, base_url: str, today: date) -> dict[str, Any]:
    ends = exhibit.ends + timedelta(hours=23, minutes=59, seconds=59) if exhibit.all_day else exhibit.ends
    written = _written(modified(today).replace(tzinfo=None))
    image = {"url": base_url + exhibit.image, "id": exhibit.post_id + 1} if exhibit.image else False
    return {
        "id": exhibit.post_id,
        "global_id": f"aquarium.example?id={exhibit.post_id}",
        "status": "publish",
        "date": written,
        "date_utc": written,
        "modified": written,
        "modified_utc": written,
        "url": base_url + exhibit.path,
        "rest_url": f"{base_url}{ROUTE}/{exhibit.post_id}",
        "title": entities(exhibit.title),
        "description": f"<p>{entities(exhibit.description)}</p>\n" if exhibit.description else "",
        "excerpt": "",
        "slug": exhibit.path.split("/")[2],
        "image": image,
        "all_day": exhibit.all_day,
        "start_date": _written(exhibit.starts),
        "end_date": _written(ends),
        "utc_start_date": _written(utc(exhibit.starts)),
        "utc_end_date": _written(utc(ends)),
        "timezone": "America/New_York",
        "timezone_abbr": "EDT" if utc(exhibit.starts).hour - exhibit.starts.hour in (4, -20) else "EST",
        "cost": entities(exhibit.cost),
        "cost_details": {"currency_symbol": "$", "currency_code": "USD", "values": _amounts(exhibit.cost)},
        "website": "",
        "hide_from_listings": False,
        "is_virtual": False,
        "featured": False,
        "categories": [{"name": entities(name), "slug": name.lower()} for name in exhibit.categories],
        "tags": [],
        "venue": [] if exhibit.hall is None else _venue(exhibit.hall, base_url),
        "organizer": [],
    }


def _venue(hall: Hall, base_url: str) -> dict[str, Any]:
    return {
        "id": hall.post_id,
        "url": f"{base_url}/venue/{hall.post_id}/",
        "venue": entities(hall.name),
        "address": hall.address,
        "city": hall.city,
        "country": "United States",
        "state": hall.state,
        "zip": hall.postcode,
        "stateprovince": hall.state,
    }


def entities(text: str) -> str:
    """The text as WordPress writes it: numeric references for curly quotes and dashes."""
    return escape(text, quote=False).replace("’", "&#8217;").replace("–", "&#8211;")


def _amounts(cost: str) -> list[str]:
    return ["0"] if cost == "Free" else re.findall(r"\d+", cost)


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


def _error(status: int, code: str, message: str) -> Answer:
    return Answer(_dumps({"code": code, "message": message, "data": {"status": status}}), JSON, status=status)


def _dumps(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).replace("/", "\\/").encode()
