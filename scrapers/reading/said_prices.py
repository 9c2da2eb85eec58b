"""Finds the price in a description, for events whose source has no field for it."""

from __future__ import annotations

import re

from core.items import Price
from scrapers.reading.prices import currency_of, read_price

_LABELED = re.compile(
    r"^\W*(?:(?:event|class|program|course|workshop|registration|entry|entrance|ticket|regular|general)\s)?"
    r"(?:costs?|prices?|admission|tickets?|cover|fees?)(?:\s(?:fees?|costs?|prices?|charge))?\s*:\s*(?P<said>\S.{0,150})",
    re.IGNORECASE,
)
"""`Cost: $10`, `Ticket price: $12 – $15`, at the beginning of a line."""
_PLAIN = re.compile(
    r"^\W*(?:tickets?|admission|entry|cover)(?:\s(?:are|is|costs?))?\s"
    r"(?P<said>(?:(?:from|starting\sat|start\sat|only|just)\s)?[$£€]\s?\d[^.!?]{0,100}(?:\.\d\d\b[^.!?]{0,60})?)"
    r"|^\W*(?P<terms>[$£€]\s?\d[\d.,]*\s(?:in\sadvance|advance|presale|at\sthe\sdoor|general\sadmission|adults?)\b.{0,100})",
    re.IGNORECASE,
)
"""`Tickets $35`, `$15 in advance / $20 at the door`, at the beginning of a line."""
_EVENT = (
    r"(?:events?|programs?|programming|concerts?|shows?|performances?|recitals?|festivals?|screenings?|films?|movies?"
    r"|workshops?|class(?:es)?|sessions?|lectures?|talks?|webinars?|tours?|walks?|hikes?|exhibitions?|exhibits?|openings?"
    r"|receptions?|games?|meetings?|series|seminars?|celebrations?|gatherings?|storytimes?|presentations?|trainings?"
    r"|evenings?|meetups?|open houses?|rides?|runs?)"
)
_IS_FREE = r"\s(?:is|are)\s(?:(?:always|completely|absolutely|totally|entirely)\s)?free\b"
_SENTENCES = (
    rf"(?:admission|entry|entrance|attendance|participation)(?:\sto(?:\s[\w'’-]+){{1,5}})?{_IS_FREE}",
    rf"(?:(?:this|the|our|all|these)\s(?:[\w'’-]+\s){{0,4}}{_EVENT}|^(?:[\w'’-]+\s)?{_EVENT}|tickets|it){_IS_FREE}",
    r"\bfree\s?(?:and|&|,)\s?open\sto\s(?:the\s(?:\w+\s)?(?:public|community)|all|everyone|anyone)\b",
    rf"\bthis\sis\sa\sfree\b|\b(?:this|is\sa|for\sa|our)\sfree,?\s(?:[\w'’-]+,?\s){{0,4}}{_EVENT}\b",
    r"\bfree\s(?:admission|entry|entrance|to\sattend|to\sthe\spublic|to\sall|event)\b",
    r"^\W*(?:it[’']s\s)?free\W*$",
    r"\bno\s(?:admission\sfee|cover\scharge|cost\sto\sattend|charge\sto\sattend)\b",
)
_SAYS_FREE = re.compile("|".join(_SENTENCES), re.IGNORECASE)
_CONDITION = re.compile(
    r"\bfree\b[^.!?]{0,40}?\b(?:with|for(?! all| everyone| the public)|after|if|members?|until|before|parking|first"
    r"|when|upon|during|through)\b"
    r"|\b(?:not|n[’']t|never|if|members?|parking|also|children|kids|students|nearly|almost|most|many|some)\b[^.!?]{0,40}?\bfree\b",
    re.IGNORECASE,
)
"""What may make it free for some, or makes something else free."""
_AMOUNT = re.compile(r"[$£€]\s?\d|\b\d+\s?(?:dollars|usd|eur)\b|\bdonations?\b", re.IGNORECASE)
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])\s+|\n+|\s[|•·–—]\s|;\s")
_LONGEST, _LONGEST_SENTENCE = 20_000, 150


def said_price(description: str | None, timezone: str) -> Price | None:
    """The price that a description states: after a label at the beginning of a line, or a sentence that says that the
    event is free. None if there is no price, if it depends on something, or if more than one reading is possible.

    timezone   IANA name; its country has the currency of a plain `$`.
    """
    if not description:
        return None
    text = description[:_LONGEST]
    sentences = [one.strip() for one in _SENTENCE_ENDS.split(text)]
    labeled = [found["said"] for line in text.splitlines() if (found := _LABELED.match(line))]
    labeled = labeled or [
        found["said"] or found["terms"] for line in text.splitlines() if (found := _PLAIN.match(line))
    ]
    prices = [read_price(one, currency_of(timezone)) for one in labeled]
    known = [one for one in prices if one.is_free is not None or one.min_cents is not None or one.max_cents is not None]
    if known:
        return known[0] if len(known) == 1 else None
    if _AMOUNT.search(text):
        return None
    free = next((one for one in sentences if _SAYS_FREE.search(one) and not _CONDITION.search(one)), None)
    return None if free is None else Price(text=free[:_LONGEST_SENTENCE], min_cents=0, max_cents=0, is_free=True)
