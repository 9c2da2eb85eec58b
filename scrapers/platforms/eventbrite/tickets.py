"""Reads what Eventbrite says about an event's tickets and status."""

from __future__ import annotations

from core.items import EventStatus, Price
from scrapers.reading.records import Record, cents, inner
from scrapers.reading.status.words import Standing, status_of_label
from scrapers.reading.structured.values import first_text


def standing_of(record: Record) -> Standing:
    """The status "live", "started", "ended", and "completed" say nothing: the event takes or took place."""
    tickets = inner(record, "ticket_availability")
    cancelled = record.get("is_cancelled") is True
    said = status_of_label(first_text(record.get("status")) or "")
    return said | Standing(EventStatus.CANCELLED if cancelled else None, tickets.get("is_sold_out") is True)


def ticket_price(tickets: Record) -> Price | None:
    """From the lowest to the highest ticket price, whose `major_value` is in whole units of the currency."""
    least, most = (
        cents(inner(tickets, f"{which}_ticket_price").get("major_value")) for which in ("minimum", "maximum")
    )
    currency = first_text(inner(tickets, "minimum_ticket_price").get("currency"))
    if tickets.get("is_free") is True and not most:
        return Price(text="free", min_cents=0, max_cents=0, currency=currency, is_free=True)
    if least is None:
        return None
    shown = [first_text(inner(tickets, f"{which}_ticket_price").get("display")) for which in ("minimum", "maximum")]
    text = " - ".join(dict.fromkeys(filter(None, shown))) or f"{least / 100:.2f}"
    return Price(
        text=text, min_cents=least, max_cents=most, currency=currency, is_free=most == 0 if most is not None else None
    )
