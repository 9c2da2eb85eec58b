"""Damages a body as transport, editors and enemies do. Every function is pure: the same randomness, the same damage."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from random import Random

Mutation = Callable[[Random, bytes, Sequence[bytes]], bytes]
LARGEST = 200_000
SCRAPS = (
    b"<", b">", b"</div>", b"<div>", b"<svg>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<script>", b"&#x110000;",
    b"&amp;amp;", b'"', b"'", b"\\", b"\\u0000", b"\\ud800", b"{", b"}", b"[", b"]", b"[]", b"{}", b":", b",",
    b"null", b"true", b"NaN", b"1e999", b"-1", b"0", b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf",
    b"\xe2\x80\xae", b"\r", b"\r\n ", b"\n", b"\t", b"http://[::", b"javascript:", b"//", b"99:99", b"24:00",
    b"2026-02-30", b"0000-00-00", b"99999-12-31", b"+99:99", b"RRULE:FREQ=SECONDLY",
    b"RRULE:FREQ=YEARLY;BYSETPOS=-366", b"COUNT=99999999", b"INTERVAL=0", b"BYMONTHDAY=32", b"DTSTART:",
    b"DTEND:00000000T000000Z", b"DURATION:-P99999D", b"RECURRENCE-ID;RANGE=THISANDFUTURE:", b"TZID=Mars/Base",
    b"BEGIN:VEVENT", b"END:VEVENT", b"END:VCALENDAR", b"BEGIN:VTIMEZONE", b'"@type":"Event"', b'"@graph":',
    b'"startDate":', b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;",
)  # fmt: skip
"""Pieces that parsers trip over: brackets out of pairs, half characters, impossible days, rules without end."""

_NUMBER = re.compile(rb"\d+")
_NUMBERS = (
    b"0",
    b"1",
    b"00",
    b"13",
    b"32",
    b"60",
    b"99",
    b"9999",
    b"2147483648",
    b"99999999999999999999",
    b"1" * 400,
    b"-1",
)
_CODECS = ("utf-16", "utf-16-le", "utf-8-sig", "latin-1", "utf-7", "utf-32")
_OPENINGS = (b"<div>", b"[", b'{"a":', b"<a href=x>", b"(", b"BEGIN:VEVENT\n", b"<item>", b"<ul><li>")


def mutate(random: Random, body: bytes, others: Sequence[bytes]) -> bytes:
    """One to six damages in a row; `others` are bodies to splice from. Never longer than `LARGEST`."""
    for _ in range(random.choice((1, 1, 1, 2, 3, 6))):
        body = random.choice(_ALL)(random, body, others)[:LARGEST]
    return body


def _flip(random: Random, body: bytes, others: Sequence[bytes]) -> bytes:
    changed = bytearray(body)
    for _ in range(random.randint(1, 8)):
        if changed:
            changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _cut(random: Random, body: bytes, others: Sequence[bytes]) -> bytes:
    start, end = _range(random, body)
    return body[:start] + body[end:]


def _truncate(random: Random, body: bytes, others: Sequence[bytes]) -> bytes:
    return body[: random.randint(0, len(body))]


def _double(random: Random, body: bytes, others: Sequence[bytes]) -> bytes:
    start, end = _range(random, body)
    return body[:end] + body[start:end] * random.choice((1, 1, 2, 20)) + body[end:]


def _swap(random: Random, body: bytes, others: Sequence[bytes]) -> bytes:
    start, end = _range(random, body)
    middle = random.randint(start, end)
    return body[:start] + body[middle:end] + body[start:middle] + body[end:]


def _splice(random: Random, body: bytes, others: Sequence[bytes]) -> bytes:
    other = random.choice(others) if others else body
    start, end = _range(random, other)
    place = random.randint(0, len(body))
    return body[:place] + other[start:end] + body[place:]


def _scrap(random: Random, body: bytes, others: Sequence[bytes]) -> bytes:
    place = random.randint(0, len(body))
    return body[:place] + random.choice(SCRAPS) + body[place + random.choice((0, 0, 1, 5)) :]


def _number(random: Random, body: bytes, others: Sequence[bytes]) -> bytes:
    """Another number in the place of one, or of a digit."""
    found = list(_NUMBER.finditer(body, random.randint(0, len(body))))[:50]
    if not found:
        return body
    one = random.choice(found)
    return body[: one.start()] + random.choice(_NUMBERS) + body[one.end() :]


def _nest(random: Random, body: bytes, others: Sequence[bytes]) -> bytes:
    place = random.randint(0, len(body))
    return body[:place] + random.choice(_OPENINGS) * random.choice((3, 50, 1000, 5000)) + body[place:]


def _recode(random: Random, body: bytes, others: Sequence[bytes]) -> bytes:
    return body.decode("utf-8", "replace").encode(random.choice(_CODECS), "replace")


def _range(random: Random, body: bytes) -> tuple[int, int]:
    start = random.randint(0, len(body))
    return start, min(len(body), start + random.choice((1, 4, 30, 300, 3000)))


_ALL: tuple[Mutation, ...] = (
    _flip, _flip, _cut, _truncate, _double, _swap, _splice, _scrap, _scrap, _number, _number, _nest, _recode,
)  # fmt: skip
