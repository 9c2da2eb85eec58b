"""Whether a text says that an event is free, and for whom."""

from __future__ import annotations

import re

from scrapers.reading.prices.currencies import SYMBOL

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
SAYS_NOT_FREE = re.compile(r"(?<![a-z])(?:not|isn't|no longer) (?:a )?free(?![\w-])")
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
_PAID = rf"\s(?:with|w/|after|upon) ?(?:[a-z]+ ){{0,3}}(?:(?:{SYMBOL})\s?\d[\d.,]*|\d[\d.,]*\s?€) (?:[a-z]+ ){{0,2}}"
_FREE_IF_PAID = re.compile(
    rf"{_PAID}(?:admission|tickets?|entry|purchase|donation|drink)"
    rf"|\s(?:with|w/|after|upon) ?(?:[a-z]+ ){{0,3}}(?:admission|tickets?|entry) ?\((?:{SYMBOL})\s?\d"
)
"""`Free with $10 admission` costs $10."""
_FREE_FOR_SOME = re.compile(rf"(?<![a-z])(?:{_WHO}[^,;.|$£€]{{0,20}})\Z")


def freedom(text: str) -> tuple[bool, bool]:
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
