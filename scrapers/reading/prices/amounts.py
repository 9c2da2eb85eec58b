"""Finds the amounts of money in a text that are prices of tickets: fees, bundles, and hours aren't."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from scrapers.reading.prices.currencies import CODE, NAME, SYMBOL, currency_by

_GROUPED = r"\d{1,3}(?:[,.]\d{3}){1,3}(?:[,.]\d{1,2})?(?![\d])"
_NUMBER = rf"{_GROUPED}|\d{{1,7}}(?:[.,]\d{{1,2}})?(?!\d|[.,]\d)"
_AMOUNT = re.compile(
    rf"(?:(?P<before>{CODE}|{SYMBOL})\s?)?(?<![\d.,])(?P<number>{_NUMBER}|(?<=[$£€])\.\d\d(?!\d))"
    rf"(?P<dash>[.,]-(?!\s?[\d$£])|-(?!\s?[\d$£€]))?"
    rf"(?(before)(?:\s?(?P<code>{CODE}))?|(?:\s?(?P<after>{CODE}|{NAME}|¢|(?:{SYMBOL})(?!\s?\d)))?)"
    r"(?P<more>\+(?!\s?[a-z])|\s?(?:and|&|or)\s(?:up|more)(?![a-z]))?"
)
_BARE = re.compile(rf"(?:{_NUMBER})(?:\s?(?:-|–|—|to)\s?(?:{_NUMBER}))?\Z")
_RANGE = re.compile(r"\s*(?:-|–|—|to)\s*\Z")
_PRICE_ENDS = re.compile(r"\s*(?:[,;.)|]|\Z)|\s(?:at the door|adv|dos|sliding scale)\b|\s?/\s?\d")
_SLASH = re.compile(r"\s?/\s?")
_SLASHED_BEFORE = re.compile(r"(?<![\d.,/])(\d{1,3})\s?/\s?(?:(\d{1,3})\s?/\s?)?\Z")
"""`10/15/` of `10/15/20 €`."""
_NUMERAL = r"(?:two|three|four|five|six|seven|eight|nine|ten|dos|tres|cuatro|zwei|drei|vier|deux|trois|quatre|due|tre)"
_COUNT = rf"(?:[2-9]|1\d|{_NUMERAL})"
_PEOPLE = (
    r"(?:tickets?|people|persons?|adults?|guests?|friends?|personas?|entradas?|personen|karten|personnes?|billets?)"
)
_FOR = r"(?:for|por|für|pour|per)"
_BUNDLE_AFTER = (
    rf"\s?(?:/|{_FOR}\s)\s?{_COUNT} {_PEOPLE}(?![a-z])|\s{_FOR} {_COUNT}(?=\s*(?:[,;.|)]|\Z|(?:and|or|&)\s[$£€]))"
    rf"|\s?(?:{_FOR} |/ ?)(?:an? )?(?:couple|pair)(?![a-z])"
    rf"|\s?(?:{_FOR} |/ ?)?(?:an? )?(?:table|family|group) (?:of|for) {_COUNT}(?![a-z])"
    rf"|\s(?:bundle|(?:{_COUNT}|family)[ -]?packs?)(?![a-z])"
)
"""`$10 for 2`, `$60 for 4 tickets`, `$100 per table of 8`; but `$10 for 2 hours` is a price."""
_NO_PRICE_AFTER = re.compile(
    r"\s*\(?(?:(?:service|facility|handling|processing|booking|online|convenience|per|ticket|order|transaction|drink|food"
    r"|cash|in|bar|gift|state|sales) ){0,3}(?:fees?|surcharges?|charges?|tax|taxes|parking|off|discounts?|deposit"
    r"|minimum|drinks?|vouchers?|cards?|certificates?|rebate|million|billion|value|prizes?|k|m|bn)(?![a-z]|-peak| incl)"
    r"|\s\(?(?:[a-z]+ (?:(?:and|&) [a-z]+ )?)?(?:min\.?|minimum|purchase|consumption)(?![a-z]|\.?\s?(?:age|donation))"
    r"|\s(?:raised|jackpot|scholarships?|grants?)(?=\s*(?:[,;.!)|]|\Z)|\s(?:for|to|is|will|by|so|awarded)\b)"
    r"|\s(?:raffle|(?:[a-z]+ )?(?:tacos|beers|wings|pints|burgers|drafts|margaritas|mimosas|cocktails|shots|wines"
    r"|slices|hot ?dogs|oysters|sodas|appetizers|snacks)(?=\s*(?:[,;.!)|&]|\Z)|\s(?:specials|all)\b))(?![a-z])"
    rf"|\s*%|\s?(?:am|pm|a\.m|p\.m)(?![a-z])|:\d|{_BUNDLE_AFTER}"
)
_NO_PRICE_BEFORE = re.compile(
    r"(?:(?<![a-z])(?:save|saves|worth|win|wins|over|parking|fees?|taxe?s?"
    r"|(?:minimum|min\.?)(?: (?:purchase|spend|order))?|valued at|raised?|discount of"
    rf"|raffle(?: tickets?)?(?: (?:are|is|cost))?|bundles?|(?:{_COUNT}|family)[ -]?packs?"
    rf"|(?:family|table|group) (?:of|for) {_COUNT}"
    r"|(?:consumo|compra|consumazione|consommation) m[íi]nim[aou]m?|mindest\w+)(?: of| is| de| von)?"
    rf"|(?<![\w$£€.,])(?<!under )(?<!age )(?<!ages )(?:[2-9][ -]?|{_NUMERAL}[ -]|{_COUNT} {_PEOPLE} ?)"
    rf"(?:/|{_FOR}(?: only| just)?)-?)\s*:?\s*\Z"
)
LOOK_BACK = 24
"""How many characters before an amount are searched for words that change its meaning."""


@dataclass(frozen=True, slots=True)
class Amount:
    cents: int
    currency: str | None
    start: int
    end: int
    more: bool


def amounts_of(text: str, currency: str | None) -> list[Amount]:
    """In the text's order. `text` in lower case. `currency`: the ISO 4217 code that a plain `$` means."""
    return list(_bare(text, currency) if _BARE.match(text) else _amounts(text, currency))


def _amounts(text: str, currency: str | None) -> Iterator[Amount]:
    """The prices in a text. A number without a currency mark counts only as the other end of a range that has one
    ("$35-145", "20-30 €"): "13+", "7pm" and "Oct 8" aren't prices."""
    waiting: re.Match[str] | None = None
    last: Amount | None = None
    for found in _AMOUNT.finditer(text):
        mark = found["before"] or found["code"] or found["after"]
        joined = _RANGE.match(text[last.end : found.start()]) if last else None
        if _NO_PRICE_AFTER.match(text, found.end()) or (
            _NO_PRICE_BEFORE.search(text[max(0, found.start() - LOOK_BACK) : found.start()])
        ):
            waiting, last = None, None
        elif mark:
            code = currency_by(found["code"] or mark, currency)
            if waiting is not None and _RANGE.match(text[waiting.end() : found.start()]):
                yield Amount(_cents(waiting["number"], mark), code, waiting.start(), waiting.end(), False)
            last = Amount(_cents(found["number"], mark), code, found.start(), found.end(), bool(found["more"]))
            yield from _slashed_before(last, text, found["before"])
            waiting = None
            yield last
        elif last and not found["more"] and (joined or _is_higher(last, found)):
            partner = Amount(_cents(found["number"]), last.currency, found.start(), found.end(), False)
            waiting, last = None, None if joined else partner
            yield partner
        else:
            waiting, last = found, None


def _is_higher(last: Amount, found: re.Match[str]) -> bool:
    """Whether a number is another price of `$10/15/20` or `$12/8`. In "$10/12 classes", "$5/60 min", and "$10/4" it
    isn't."""
    text = found.string
    if not _SLASH.fullmatch(text[last.end : found.start()]) or not _PRICE_ENDS.match(text, found.end()):
        return False
    return last.cents < 2 * _cents(found["number"]) <= 6 * last.cents


def _slashed_before(last: Amount, text: str, mark: str | None) -> Iterator[Amount]:
    """The prices of `10/15/20 €` before the last one: each is higher than the one before it."""
    found = None if mark else _SLASHED_BEFORE.search(text[: last.start])
    if found is None:
        return
    cents = [_cents(one) for one in found.groups() if one]
    if all(low < high <= 3 * low for low, high in pairwise([*cents, last.cents])):
        yield from (Amount(one, last.currency, found.start(), last.start, False) for one in cents)


def _bare(text: str, currency: str | None) -> Iterator[Amount]:
    """The prices of a text that is only a number or two with a dash, if the source's currency is known. A lone zero is
    not a price."""
    if currency is None:
        return
    for found in re.finditer(_NUMBER, text):
        cents = _cents(found.group())
        if cents or found.end() < len(text) or found.start():
            yield Amount(cents, currency.upper(), found.start(), found.end(), False)


def _cents(number: str, mark: str = "") -> int:
    """Hundredths for `1,234.50`, `1.234,50`, `35.5`, `.50`, and `35,50`: three digits after a mark are thousands."""
    if mark in ("¢", "cents"):
        return _cents(number) // 100
    if number.startswith("."):
        return int(number[1:])
    head, _, tail = number.replace(",", ".").rpartition(".")
    if not head or len(tail) == 3:
        return int(number.replace(",", "").replace(".", "")) * 100
    return int(head.replace(".", "")) * 100 + int(tail.ljust(2, "0"))
