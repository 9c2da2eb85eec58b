"""The pages of LibCal's event list."""

from __future__ import annotations

from datetime import date
from urllib.parse import urljoin

from scrapers.platforms.asking import Ask, query_of, with_query
from scrapers.platforms.libcal.reader import next_page
from scrapers.reading.contract import Context

PER_PAGE = 48
"""The list ignores larger numbers."""
EVERY_DAY = "0000-00-00"
"""Instead of the one day that `date` otherwise asks for."""


def first(base_url: str, today: date, key: str) -> Ask:
    """From any address that names the calendar's number, as `c`, `cid`, or `cal_id`."""
    number = query_of(base_url, "c") or query_of(base_url, "cid") or query_of(base_url, "cal_id")
    if number is None or not number.isdecimal():
        raise ValueError("a LibCal calendar's address has its number, such as …/calendar?cid=1234")
    url = with_query(urljoin(base_url, "/ajax/calendar/list"), c=number, date=EVERY_DAY, perpage=PER_PAGE, page=1)
    return Ask(url=with_query(url, audience="", cats="", camps="", inc=0))


def following(body: bytes, context: Context, ask: Ask) -> Ask | None:
    page = next_page(body, context, int(query_of(ask.url, "page") or 1))
    return None if page is None else Ask(url=with_query(ask.url, page=page))
