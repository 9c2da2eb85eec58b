"""The one answer of a Revize calendar, which is its whole table."""

from __future__ import annotations

from datetime import date

from scrapers.platforms.asking import Ask
from scrapers.reading.contract import Context

HANDLER = "calendar_data_handler.php"


def first(base_url: str, today: date, key: str) -> Ask:
    if HANDLER not in base_url:
        raise ValueError(f"a Revize calendar's address is …/{HANDLER}?webspace=TOWN&relative_revize_url=…")
    return Ask(url=base_url)


def following(body: bytes, context: Context, ask: Ask) -> Ask | None:
    return None
