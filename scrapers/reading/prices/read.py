"""Reads prices as sources write them, and never claims more than the text says."""

from __future__ import annotations

import re

from core.items import Price
from scrapers.reading.prices.amounts import LOOK_BACK, Amount, amounts_of
from scrapers.reading.prices.freedom import SAYS_NOT_FREE, freedom
from scrapers.reading.text import squash

_FROM = re.compile(
    r"(?<!\w)(?:from|starting(?: at| from)?|starts? at|as low as|begin(?:ning)? at"
    r"|desde|a partir d[eo]|à partir de|dès|ab|(?:a partire )?da)(?: (?:only|just|solo|nur|seulement))?\s*:?\s*\Z"
)
_UP_TO = re.compile(r"(?<![a-z])(?:up to|under|no more than|at most|maximum|max\.?)\s*:?\s*\Z")
_DONATION = re.compile(
    r"(?<![a-z])(?:donations?|pay[- ]what|pay[- ]as[- ]you|pwyc|pwyw|name your (?:own )?price"
    r"|donativos?|donaci[óo]n(?:es)?|spenden?|prix libre|participation libre|offerta libera)(?![a-z])"
    r"|\d (?:suggested|recommended)(?= (?:contribution|price|amount|at the door)|\W|\Z)(?! (?:for|age))"
    r"|suggested:? [$£€]"
)


def read_price(text: str, currency: str | None = None) -> Price:
    """What the text says about the price. Never raises; fields that the text doesn't mention stay None. Keeps `text`.

    currency     ISO 4217 code that a plain `$`, a bare number, or the zero of "Free" means at this source (see
                 `currency_of`). None: a plain `$` gives amounts without a currency, and a bare number isn't a price.
    amounts      in hundredths. Several prices give the lowest and the highest, no matter who pays them. After "from",
                 or with "+" or "and up", the highest is unknown; after "up to", the lowest. Fees, discounts, drink
                 minimums, parking, and bundles ("2 for $30") are not ticket prices.
    is_free      True only if it is free for everybody: "Free", "$0". "Included w/ admission" and "free for members"
                 without an amount say nothing about the price; "$10 adults, kids free" is 0 to 1000 and not free. A
                 bare "0" is the default of many forms, so it means unknown.
    donations    "Pay what you can" has a lowest price of 0, no highest, and is_free None; "$10 suggested donation" is
                 0 to 1000; "Free, donations welcome" is free.
    Two currencies in one text give no amounts, since one field can't hold both.
    """
    line = squash(text)
    lowered = line.lower()
    if not line:
        return Price()
    amounts = amounts_of(lowered, currency)
    free, free_for_some = freedom(lowered)
    if len({amount.currency for amount in amounts}) > 1:
        return Price(text=line)
    if _DONATION.search(lowered):
        return _donation(line, amounts, free)
    if not amounts:
        nothing = 0 if free else None
        code = currency.upper() if free and currency else None
        is_free = True if free else False if SAYS_NOT_FREE.search(lowered) else None
        return Price(text=line, min_cents=nothing, max_cents=nothing, currency=code, is_free=is_free)
    least, greatest = _bounds(lowered, amounts)
    if free or free_for_some:
        least = 0
    return Price(
        text=line,
        min_cents=least,
        max_cents=greatest,
        currency=amounts[0].currency,
        is_free=greatest == 0 and not least,
    )


def _bounds(text: str, amounts: list[Amount]) -> tuple[int | None, int | None]:
    values = [amount.cents for amount in amounts]
    least: int | None = min(values)
    greatest: int | None = max(values)
    before = text[max(0, amounts[0].start - LOOK_BACK) : amounts[0].start]
    if any(amount.more for amount in amounts) or (len(amounts) == 1 and _FROM.search(before)):
        greatest = None
    elif len(amounts) == 1 and _UP_TO.search(before):
        least = None
    return least, greatest


def _donation(line: str, amounts: list[Amount], free: bool) -> Price:
    if free:
        return Price(text=line, min_cents=0, max_cents=0, is_free=True)
    if not amounts:
        return Price(text=line, min_cents=0)
    least = 0 if len(amounts) == 1 else min(amount.cents for amount in amounts)
    greatest = max(amount.cents for amount in amounts)
    return Price(text=line, min_cents=least, max_cents=greatest, currency=amounts[0].currency, is_free=False)
