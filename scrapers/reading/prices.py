"""Reads prices as sources write them, and never claims more than the text says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

from core.items import Price
from scrapers.reading.text import squash

_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"})
_MARKS = {
    "£": "GBP",
    "€": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "¥": "JPY",
    "us$": "USD",
    "ca$": "CAD",
    "c$": "CAD",
    "au$": "AUD",
    "a$": "AUD",
}
_CODE = r"(?<![a-z])(?:usd|cad|aud|nzd|eur|gbp|chf|sek|nok|dkk|jpy|mxn)(?![a-z])"
_NAME = r"(?:dollars?|euros?|cents)(?![a-z])"
_SYMBOL = r"(?<![a-z])(?:us|ca|au|c|a)\$|[$£€¥]"
_GROUPED = r"\d{1,3}(?:[,.]\d{3}){1,3}(?:[,.]\d{1,2})?(?![\d])"
_NUMBER = rf"{_GROUPED}|\d{{1,7}}(?:[.,]\d{{1,2}})?(?!\d|[.,]\d)"
_AMOUNT = re.compile(
    rf"(?:(?P<before>{_CODE}|{_SYMBOL})\s?)?(?<![\d.,])(?P<number>{_NUMBER}|(?<=[$£€])\.\d\d(?!\d))"
    rf"(?P<dash>[.,]-(?!\s?[\d$£])|-(?!\s?[\d$£€]))?"
    rf"(?(before)(?:\s?(?P<code>{_CODE}))?|(?:\s?(?P<after>{_CODE}|{_NAME}|¢|(?:{_SYMBOL})(?!\s?\d)))?)"
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
_FROM = re.compile(
    r"(?<!\w)(?:from|starting(?: at| from)?|starts? at|as low as|begin(?:ning)? at"
    r"|desde|a partir d[eo]|à partir de|dès|ab|(?:a partire )?da)(?: (?:only|just|solo|nur|seulement))?\s*:?\s*\Z"
)
_UP_TO = re.compile(r"(?<![a-z])(?:up to|under|no more than|at most|maximum|max\.?)\s*:?\s*\Z")
_LOOK_BACK = 24
"""How many characters before an amount are searched for words that change its meaning."""

_WHO = (
    r"(?:members?|kids?|children|child|students?|seniors?|infants?|babies|toddlers?|youths?|teens?|veterans?|military"
    r"|residents?|donors?|patrons|guests|faculty|staff|teachers?|ages? \d+|under \d+|\d+ ?(?:and|&) ?(?:under|younger)"
    r"|under \d+s?|the first \d+)"
)
_FREE = re.compile(
    r"(?<![\w-])(?<!feel )(?<!one )(?<!get in )(?:free|no (?:charge|cost|cover)|gratis|gratuit[oae]?s?"
    r"|kostenlos|kostenfrei|(?:entrada|acceso|entr[ée]e) libre|eintritt (?:ist )?frei|freier eintritt|ingresso libero"
    rf"|complimentary(?= (?:admission|entry|tickets?)| for {_WHO}|;|\W*\Z))(?![\w-])"
)
_SAYS_NOT_FREE = re.compile(r"(?<![a-z])(?:not|isn't|no longer) (?:a )?free(?![\w-])")
_NOT_FREE = re.compile(
    r"(?<![a-z])(?:(?:not|never|non|isn't|no longer|hardly)\s*|bogo\W*|buy .{1,20}\bget (?:[a-z\d]+ ){0,2})\Z"
)
_FREE_OF = re.compile(
    r"(?<![a-z])(?:gluten|dairy|sugar|nut|peanut|lactose|meat|smoke|alcohol|drug|toll|hassle|stress|fat|scent|fragrance|tax"
    r"|duty|worry|risk|ad|cruelty|interest|screen|phone|symptom|rent)s?\s*\Z"
)
"""`Gluten free dinner`, `toll free`."""
_FREE_THING = re.compile(
    r"\s(?:parking|drinks?|wi-?fi|shuttle|gifts?|posters?|cds?|refills?|t?-?shirts?|shipping|delivery|popcorn|coffee"
    r"|pizza|food|beer|ride|rides|childcare|returns|exchanges?|throws?|kicks?|speech|agents?|agency|verse|form|range"
    r"|radicals?|weights?)(?![a-z])"
)
"""`Free parking`, `free throw contest`."""
_FREE_IF = re.compile(
    rf"\s(?:(?:for|to) (?:[a-z]+ )?{_WHO}|(?:with|w/|after|upon) ?(?:[a-z]+ ){{0,3}}(?:admission|tickets?|entry"
    r"|purchase|membership|pass|id))(?![a-z])"
)
_PAID = rf"\s(?:with|w/|after|upon) ?(?:[a-z]+ ){{0,3}}(?:(?:{_SYMBOL})\s?\d[\d.,]*|\d[\d.,]*\s?€) (?:[a-z]+ ){{0,2}}"
_FREE_IF_PAID = re.compile(
    rf"{_PAID}(?:admission|tickets?|entry|purchase|donation|drink)"
    rf"|\s(?:with|w/|after|upon) ?(?:[a-z]+ ){{0,3}}(?:admission|tickets?|entry) ?\((?:{_SYMBOL})\s?\d"
)
"""`Free with $10 admission` costs $10."""
_FREE_FOR_SOME = re.compile(rf"(?<![a-z])(?:{_WHO}[^,;.|$£€]{{0,20}})\Z")
_DONATION = re.compile(
    r"(?<![a-z])(?:donations?|pay[- ]what|pay[- ]as[- ]you|pwyc|pwyw|name your (?:own )?price"
    r"|donativos?|donaci[óo]n(?:es)?|spenden?|prix libre|participation libre|offerta libera)(?![a-z])"
    r"|\d (?:suggested|recommended)(?= (?:contribution|price|amount|at the door)|\W|\Z)(?! (?:for|age))"
    r"|suggested:? [$£€]"
)


@dataclass(frozen=True, slots=True)
class _Amount:
    cents: int
    currency: str | None
    start: int
    end: int
    more: bool


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
    amounts = list(_bare(lowered, currency) if _BARE.match(lowered) else _amounts(lowered, currency))
    free, free_for_some = _freedom(lowered)
    if len({amount.currency for amount in amounts}) > 1:
        return Price(text=line)
    if _DONATION.search(lowered):
        return _donation(line, amounts, free)
    if not amounts:
        nothing = 0 if free else None
        code = currency.upper() if free and currency else None
        is_free = True if free else False if _SAYS_NOT_FREE.search(lowered) else None
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


@lru_cache(maxsize=64)
def currency_of(timezone: str) -> str | None:
    """The currency that a site's plain `$` means: that of the country of its IANA zone. None if unknown.

    Countries come from zone.tab in the tz database. Only countries whose sites this project reads are known.
    """
    prefix = timezone.partition("/")[0]
    if prefix in _BY_OLD_PREFIX:
        return _BY_OLD_PREFIX[prefix]
    for line in files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) > 2 and fields[2] == timezone:
            return _BY_COUNTRY.get(fields[0])
    return None


_BY_OLD_PREFIX = {"US": "USD", "Canada": "CAD"}
_BY_COUNTRY = {"US": "USD", "PR": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "GB": "GBP"} | dict.fromkeys(
    ["AT", "BE", "DE", "ES", "FI", "FR", "IE", "IT", "LU", "NL", "PT"], "EUR"
)


def _amounts(text: str, currency: str | None) -> Iterator[_Amount]:
    """The prices in a text. A number without a currency mark counts only as the other end of a range that has one
    ("$35-145", "20-30 €"): "13+", "7pm" and "Oct 8" aren't prices."""
    waiting: re.Match[str] | None = None
    last: _Amount | None = None
    for found in _AMOUNT.finditer(text):
        mark = found["before"] or found["code"] or found["after"]
        joined = _RANGE.match(text[last.end : found.start()]) if last else None
        if _NO_PRICE_AFTER.match(text, found.end()) or (
            _NO_PRICE_BEFORE.search(text[max(0, found.start() - _LOOK_BACK) : found.start()])
        ):
            waiting, last = None, None
        elif mark:
            code = _currency(found["code"] or mark, currency)
            if waiting is not None and _RANGE.match(text[waiting.end() : found.start()]):
                yield _Amount(_cents(waiting["number"], mark), code, waiting.start(), waiting.end(), False)
            last = _Amount(_cents(found["number"], mark), code, found.start(), found.end(), bool(found["more"]))
            yield from _slashed_before(last, text, found["before"])
            waiting = None
            yield last
        elif last and not found["more"] and (joined or _is_higher(last, found)):
            partner = _Amount(_cents(found["number"]), last.currency, found.start(), found.end(), False)
            waiting, last = None, None if joined else partner
            yield partner
        else:
            waiting, last = found, None


def _is_higher(last: _Amount, found: re.Match[str]) -> bool:
    """Whether a number is another price of `$10/15/20` or `$12/8`. In "$10/12 classes", "$5/60 min", and "$10/4" it
    isn't."""
    text = found.string
    if not _SLASH.fullmatch(text[last.end : found.start()]) or not _PRICE_ENDS.match(text, found.end()):
        return False
    return last.cents < 2 * _cents(found["number"]) <= 6 * last.cents


def _slashed_before(last: _Amount, text: str, mark: str | None) -> Iterator[_Amount]:
    """The prices of `10/15/20 €` before the last one: each is higher than the one before it."""
    found = None if mark else _SLASHED_BEFORE.search(text[: last.start])
    if found is None:
        return
    cents = [_cents(one) for one in found.groups() if one]
    if all(low < high <= 3 * low for low, high in pairwise([*cents, last.cents])):
        yield from (_Amount(one, last.currency, found.start(), last.start, False) for one in cents)


def _bare(text: str, currency: str | None) -> Iterator[_Amount]:
    """The prices of a text that is only a number or two with a dash, if the source's currency is known. A lone zero is
    not a price."""
    if currency is None:
        return
    for found in re.finditer(_NUMBER, text):
        cents = _cents(found.group())
        if cents or found.end() < len(text) or found.start():
            yield _Amount(cents, currency.upper(), found.start(), found.end(), False)


def _currency(mark: str, default: str | None) -> str | None:
    if mark in _MARKS:
        return _MARKS[mark]
    if mark not in ("$", "¢", "cents", "dollar", "dollars"):
        return mark.upper()
    return default.upper() if default is not None and default.upper() in _DOLLARS else None


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


def _bounds(text: str, amounts: list[_Amount]) -> tuple[int | None, int | None]:
    values = [amount.cents for amount in amounts]
    least: int | None = min(values)
    greatest: int | None = max(values)
    before = text[max(0, amounts[0].start - _LOOK_BACK) : amounts[0].start]
    if any(amount.more for amount in amounts) or (len(amounts) == 1 and _FROM.search(before)):
        greatest = None
    elif len(amounts) == 1 and _UP_TO.search(before):
        least = None
    return least, greatest


def _freedom(text: str) -> tuple[bool, bool]:
    """Whether the text says free for everybody, and whether it says free for some or under a condition."""
    for_all = for_some = False
    for found in _FREE.finditer(text):
        if _FREE_THING.match(text, found.end()) or _FREE_IF_PAID.match(text, found.end()):
            continue
        before = text[max(0, found.start() - 40) : found.start()]
        if _NOT_FREE.search(before) or _FREE_OF.search(before):
            continue
        if _FREE_IF.match(text, found.end()) or _FREE_FOR_SOME.search(before):
            for_some = True
        else:
            for_all = True
    return for_all, for_some


def _donation(line: str, amounts: list[_Amount], free: bool) -> Price:
    if free:
        return Price(text=line, min_cents=0, max_cents=0, is_free=True)
    if not amounts:
        return Price(text=line, min_cents=0)
    least = 0 if len(amounts) == 1 else min(amount.cents for amount in amounts)
    greatest = max(amount.cents for amount in amounts)
    return Price(text=line, min_cents=least, max_cents=greatest, currency=amounts[0].currency, is_free=False)
