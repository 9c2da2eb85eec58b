"""What a description states as the price, and what it only mentions."""

from __future__ import annotations

import pytest

from core.items import Price
from scrapers.reading.said_prices import said_price

ZONE = "America/New_York"
FREE = [
    "Join us for music. This event is free and open to the public.",
    "Admission to the museum is always free; no registration needed.",
    "This is a free event, but registration is required.",
    "A talk about birds.\nCost: Free; registration required",
    "Free Admission",
    "The program is free for all.",
    "Come by for a free, family-friendly concert!",
    "FREE.\nBring a chair.",
    "Attendance is completely free.",
]
NOTHING = [
    None,
    "",
    "Feel free to bring a friend.",
    "Free parking is available.",
    "This event is free for members.",
    "Admission is free with museum admission.",
    "The tour is free after 5 p.m.",
    "This event is free. Suggested donation: $5.",
    "Enjoy a free cup of coffee.",
    "The first 20 people get a free book.",
    "A film about free speech. Gluten free snacks.",
    "This event is not free.",
    "Nearly all the events are free to attend.",
    "Children under 5 are free.",
    "This is a free event if you are a student.",
    "Cost: $10\nPrice: $12",
    "Tickets: see the website",
]


@pytest.mark.parametrize("text", FREE)
def test_free(text):
    price = said_price(text, ZONE)
    assert (price.is_free, price.min_cents, price.max_cents) == (True, 0, 0)


@pytest.mark.parametrize("text", NOTHING)
def test_nothing(text):
    assert said_price(text, ZONE) is None


@pytest.mark.parametrize(
    ("line", "least", "most"),
    [
        ("Cost: $10", 1000, 1000),
        ("Tickets: $15 – $25 at the door", 1500, 2500),
        ("• Ticket price: $12, members $8", 800, 1200),
        ("General Admission: $5", 500, 500),
    ],
)
def test_an_amount_after_a_label(line, least, most):
    text = line.partition(": ")[2]
    expected = Price(text=text, min_cents=least, max_cents=most, currency="USD", is_free=False)
    assert said_price(f"A workshop.\n{line}\nBring pencils.", ZONE) == expected


def test_a_plain_dollar_is_that_of_the_country():
    assert said_price("Cost: $10", "America/Toronto").currency == "CAD"


@pytest.mark.parametrize(
    ("line", "least", "most"),
    [
        ("Tickets $35", 3500, 3500),
        ("Tickets are $20-$45", 2000, 4500),
        ("Tickets from $25", 2500, None),
        ("Tickets $12.50", 1250, 1250),
        ("Admission $10", 1000, 1000),
        ("Entry is $8 adults, $5 students", 500, 800),
        ("$15 in advance / $20 at the door", 1500, 2000),
        ("$12 general admission", 1200, 1200),
        ("$10 adults, $6 students", 600, 1000),
        ("Admission is $6.", 600, 600),
    ],
)
def test_an_amount_without_a_colon(line, least, most):
    price = said_price(f"A workshop.\n{line}\nBring pencils.", ZONE)
    assert (price.min_cents, price.max_cents) == (least, most)


@pytest.mark.parametrize("line", ["Raffle tickets $5", "Bring $5 for a drink", "$5 off for members", "$500 in prizes"])
def test_another_amount_is_no_price(line):
    assert said_price(line, ZONE) is None
