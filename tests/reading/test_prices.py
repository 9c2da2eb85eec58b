"""Prices as sources write them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scrapers.reading.prices import currency_of, read_price

BOUNDED = settings(max_examples=150, deadline=None)


@pytest.mark.parametrize(
    ("text", "least", "greatest", "currency"),
    [
        ("$35–$145 + fees", 3500, 14500, "USD"),
        ("$61–$253", 6100, 25300, "USD"),
        ("$35-145", 3500, 14500, "USD"),
        ("$45 - $120", 4500, 12000, "USD"),
        ("Tickets $28", 2800, 2800, "USD"),
        ("$12.50 - $15.", 1250, 1500, "USD"),
        ("$25 members; $30 not-yet-members; $15 students (13+)", 1500, 3000, "USD"),
        ("Adults $12 Children (under 12) $6", 600, 1200, "USD"),
        ("$15 adv / $20 dos", 1500, 2000, "USD"),
        ("$5/$10", 500, 1000, "USD"),
        ("$20 / 21+", 2000, 2000, "USD"),
        ("$20 - 21+", 2000, 2000, "USD"),
        ("$20 - 7pm", 2000, 2000, "USD"),
        ("$35 + $5 fee", 3500, 3500, "USD"),
        ("$35 fees included", 3500, 3500, "USD"),
        ("$20 ($10 minimum)", 2000, 2000, "USD"),
        ("$20, 2 for $30", 2000, 2000, "USD"),
        ("Free parking, tickets $20", 2000, 2000, "USD"),
        ("Sold out ($45)", 4500, 4500, "USD"),
        ("$1,234", 123400, 123400, "USD"),
        ("1.234,50 €", 123450, 123450, "EUR"),
        ("20-30 €", 2000, 3000, "EUR"),
        ("€ 12,-", 1200, 1200, "EUR"),
        ("£20", 2000, 2000, "GBP"),
        ("CA$35", 3500, 3500, "CAD"),
        ("USD 35.50", 3550, 3550, "USD"),
        ("35 USD", 3500, 3500, "USD"),
        ("25", 2500, 2500, "USD"),
        ("20 - 30", 2000, 3000, "USD"),
        ("From $35", 3500, None, "USD"),
        ("$35+", 3500, None, "USD"),
        ("$35 and up", 3500, None, "USD"),
        ("up to $50", None, 5000, "USD"),
        ("from $5/person", 500, None, "USD"),
        ("from only $5", 500, None, "USD"),
        ("desde 5 €", 500, None, "EUR"),
        ("ab 12 €", 1200, None, "EUR"),
        ("20 dollars", 2000, 2000, "USD"),
        ("$10, or 2 for $15", 1000, 1000, "USD"),
        ("$12 per person, $20 per couple", 1200, 1200, "USD"),
        ("$10, kids under 5 for $3", 300, 1000, "USD"),
        ("$80 for 8 classes", 8000, 8000, "USD"),
        ("$10 for 12 and under", 1000, 1000, "USD"),
        ("$10/12", 1000, 1200, "USD"),
        ("$10/15", 1000, 1500, "USD"),
        ("$10/12 classes", 1000, 1000, "USD"),
        ("$10/60 min", 1000, 1000, "USD"),
        ("$.50", 50, 50, "USD"),
        ("50¢", 50, 50, "USD"),
        ("25-50¢", 25, 50, "USD"),
        ("50¢ - $1", 50, 100, "USD"),
        ("Eintritt 5,- €", 500, 500, "EUR"),
        ("$15 - $1,000,000 raised", 1500, 1500, "USD"),
        ("$10, raffle tickets $5", 1000, 1000, "USD"),
        ("$5 cover, $2 tacos", 500, 500, "USD"),
        ("$20 wine tasting", 2000, 2000, "USD"),
        ("$25 scholarship dinner", 2500, 2500, "USD"),
        ("$20 burgers and beer dinner", 2000, 2000, "USD"),
        ("Family pack $40, single $12", 1200, 1200, "USD"),
        ("$12, 2-for-$20", 1200, 1200, "USD"),
        ("buy one get one free $20", 2000, 2000, "USD"),
        ("$12 (min. age 12)", 1200, 1200, "USD"),
        ("$7 and a $10 minimum purchase", 700, 700, "USD"),
        ("free with $10 admission", 1000, 1000, "USD"),
        ("free with admission ($10)", 1000, 1000, "USD"),
        ("suggested donation $5", 0, 500, "USD"),
        ("$5 suggested", 0, 500, "USD"),
        ("donativo sugerido 5 €", 0, 500, "EUR"),
        ("free with $5 donation", 0, 500, "USD"),
    ],
)
def test_amounts(text: str, least: int | None, greatest: int | None, currency: str) -> None:
    price = read_price(text, "USD")
    assert (price.min_cents, price.max_cents, price.currency, price.is_free) == (least, greatest, currency, False)
    assert price.text == text


@pytest.mark.parametrize(
    "text",
    [
        "Free",
        "FREE!",
        "Free admission",
        "free (rsvp required)",
        "Free for all ages",
        "$0",
        "$0.00",
        "No cover",
        "Complimentary",
        "Entrada libre",
        "Eintritt frei",
        "gratuit",
        "Free fall festival",
    ],
)
def test_free_for_everybody(text: str) -> None:
    price = read_price(text, "USD")
    assert (price.min_cents, price.max_cents, price.is_free) == (0, 0, True)


@pytest.mark.parametrize(
    "text",
    [
        "$10 adults, kids free",
        "Free for members, $10 general",
        "Members: free; $10",
        "members: complimentary; public: $10",
        "Complimentary for members; $10 public",
    ],
)
def test_free_for_some_has_a_lowest_price_of_zero(text: str) -> None:
    price = read_price(text, "USD")
    assert (price.min_cents, price.max_cents, price.is_free) == (0, 1000, False)


@pytest.mark.parametrize(
    "text",
    [
        "See the venue",
        "Sold out",
        "TBA",
        "Included w/ Museum Admission",
        "$10 for 2",
        "$60 for 4 tickets",
        "two for $15",
        "2-for-$20",
        "two-for-$20",
        "2 for only $20",
        "Bundle: $40",
        "$60 4-pack",
        "$1,000 scholarship",
        "$1,000,000 raised",
        "Raffle tickets $5",
        "$2 tacos",
        "25¢ wings",
        "BOGO free",
        "Buy two, get the third free",
        "free throw contest",
        "$200 for a table of 10",
        "2 entradas por 15 €",
        "10 € für 2",
        "$30 min. purchase",
        "minimum purchase of $30",
        "$20 food and beverage minimum",
        "consumo mínimo 10 €",
        "free with a $10 purchase",
        "Free with museum admission",
        "Free for members",
        "Kids under 12 free",
        "Free parking",
        "Feel free to call",
        "$5 off",
        "2 for $30",
        "0",
        "13+",
        "Doors 7pm, Oct 8 2026",
        "£20 / €25",
        "$2 million in prizes",
    ],
)
def test_texts_without_a_ticket_price(text: str) -> None:
    price = read_price(text, "USD")
    assert (price.min_cents, price.max_cents, price.is_free) == (None, None, None)
    assert price.text == text


def test_donations() -> None:
    assert read_price("Pay what you can").min_cents == 0
    assert read_price("Pay what you can").is_free is None
    suggested = read_price("$10 suggested donation", "USD")
    assert (suggested.min_cents, suggested.max_cents, suggested.is_free) == (0, 1000, False)
    assert read_price("Free ($5 suggested donation)", "USD").is_free is True


def test_a_dollar_sign_alone_does_not_determine_the_currency() -> None:
    assert read_price("$20").currency is None
    assert read_price("$20", "GBP").currency is None
    assert read_price("$20", "CAD").currency == "CAD"
    assert read_price("20").min_cents is None


def test_an_empty_text_has_no_price() -> None:
    assert read_price(" \n").text is None


def test_the_currency_of_a_zone() -> None:
    zones = ["America/New_York", "US/Eastern", "America/Toronto", "Europe/London", "Europe/Dublin", "Mars/Olympus"]
    assert [currency_of(zone) for zone in zones] == ["USD", "USD", "CAD", "GBP", "EUR", None]


CENTS = st.integers(1, 999_999)


@BOUNDED
@given(CENTS, CENTS, st.sampled_from([" - ", "–", " to ", " / ", ", "]), st.sampled_from(["$", "£", "€", "CA$"]))
def test_every_range_reads_back(one: int, other: int, joint: str, mark: str) -> None:
    price = read_price(f"{mark}{one / 100:,.2f}{joint}{mark}{other / 100:,.2f} + fees", "USD")
    assert (price.min_cents, price.max_cents) == (min(one, other), max(one, other))


@BOUNDED
@given(st.text(alphabet=st.sampled_from("0123456789$£€.,-–/ +freupto andFREE%"), max_size=60))
def test_any_text_gives_an_honest_price(text: str) -> None:
    price = read_price(text, "USD")
    if price.min_cents is not None and price.max_cents is not None:
        assert 0 <= price.min_cents <= price.max_cents
    if price.is_free:
        assert price.max_cents == 0


@pytest.mark.parametrize(
    ("text", "bounds", "is_free"),
    [
        ("Not free", (None, None), False),
        ("This event is not free", (None, None), False),
        ("Gluten free dinner $40", (4000, 4000), False),
        ("Gluten free", (None, None), None),
        ("toll free 800-555-1212", (None, None), None),
        ("Call toll free", (None, None), None),
        ("Smoke free venue", (None, None), None),
        ("$15, alcohol free", (1500, 1500), False),
        ("Free, alcohol free", (0, 0), True),
        ("Free", (0, 0), True),
    ],
)
def test_words_with_free_that_say_nothing_about_the_price(
    text: str, bounds: tuple[int | None, int | None], is_free: bool | None
) -> None:
    price = read_price(text, "USD")
    assert ((price.min_cents, price.max_cents), price.is_free) == (bounds, is_free)


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("$10/15/20", (1000, 2000)),
        ("$10/$15/$20", (1000, 2000)),
        ("$10 / 15 / 20", (1000, 2000)),
        ("$5/10/15/20", (500, 2000)),
        ("$10/15/20 sliding scale", (1000, 2000)),
        ("€10/15/20", (1000, 2000)),
        ("10/15/20 €", (1000, 2000)),
        ("$20/15", (1500, 2000)),
        ("$12/8", (800, 1200)),
        ("$10/4", (1000, 1000)),
        ("$10/12 classes", (1000, 1000)),
        ("$5/60 min", (500, 500)),
        ("50¢", (50, 50)),
        ("50 cents", (50, 50)),
        ("25¢/50¢", (25, 50)),
        ("50¢ - $1", (50, 100)),
        ("50 Cent", (None, None)),
        ("50¢ off", (None, None)),
        ("25¢ hot dogs", (None, None)),
        ("$10 for 2", (None, None)),
        ("$6 each, $10 for 2", (600, 600)),
        ("$10 for 2 and $6 for 1", (600, 600)),
        ("$10 for 12 and under", (1000, 1000)),
        ("$10 for 2 hours", (1000, 1000)),
    ],
)
def test_slashes_cents_and_bundles(text: str, bounds: tuple[int | None, int | None]) -> None:
    price = read_price(text, "USD" if "€" not in text else "EUR")
    assert (price.min_cents, price.max_cents) == bounds
