"""Our own pages with invented shows, and the context for reading them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from scrapers.reading.contract import Context

FOLDER = Path(__file__).parent / "fixtures"
BASE = "https://pelican.example"


def page(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def context(path: str = "/events", *, timezone: str = "America/New_York", now: str = "2026-10-01T12:00") -> Context:
    moment = datetime.fromisoformat(now).replace(tzinfo=ZoneInfo(timezone))
    return Context(url=BASE + path, timezone=timezone, now=moment, source="pelican")


def card(slug: str, day: str, *, title: str = "Tin Herons", ticket: str = "onsalenow") -> str:
    return (
        f'<div class="eventItem entry"><div class="date"><span class="m-date__singleDate">{day}</span></div>'
        f'<h3 class="title"><a href="/events/detail/{slug}">{title}</a></h3>'
        f'<a class="tickets {ticket}" href="https://shop.example/{slug}">Tickets</a></div>'
    )
