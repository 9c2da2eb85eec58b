"""The price that a description states, where the source has no field for it."""

from __future__ import annotations

from datetime import UTC, datetime

from core.items import EventItem, Occurrence, Price
from pipelines.find_price import with_said_price

ONCE = Occurrence(starts_at=datetime(2026, 12, 5, 20, 0, tzinfo=UTC), timezone="America/New_York")
TALK = EventItem(
    uid="talk", title="Talk", occurrences=(ONCE,), description="This event is free and open to the public."
)


def test_it_keeps_the_words():
    found = with_said_price(TALK)
    assert found.price == Price(text=TALK.description, min_cents=0, max_cents=0, is_free=True)
    assert found.raw["price"] == TALK.description


def test_the_sources_own_price_stands():
    given = EventItem(
        uid="talk",
        title="Talk",
        occurrences=(ONCE,),
        description=TALK.description,
        price=Price(text="$5", min_cents=500),
    )
    assert with_said_price(given) is given
