"""How a reader's time grows with its input: bodies of one, two and four times a size, and the exponent between them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random
from time import perf_counter, process_time
from typing import Any

from fuzz.cases import Crash, crash_of
from fuzz.targets import Seed, Target

LINEAR = 1.3
"""An exponent above this is no linear time; noise and caches make up the rest over 1."""

MEASURABLE = 0.06
"""Seconds for the largest body from which an exponent says anything."""

LARGEST_BODY = 1_500_000
_ITEM = re.compile(rb"<(item|entry)[ >].*</\1>", re.DOTALL)
_UNITS: tuple[bytes, ...] = (
    b"<", b"&", b"(", b'"', b" ", b"a", b"1 ", b"- ", b"\\u", b"<div>", b"<!--", b"<a href='", b"&amp;", b"[",
    b'{"a":[', b"1,", b"Oct 8 - ", b"$1 - ", b"8:00 PM ", b"BEGIN:VEVENT\r\nUID:1\r\n", b"\r\n x",
    b"<item><title>x</title></item>",
    b'<div class="eventItem entry"><h3 class="title"><a href="/events/detail/a">b</a></h3></div>',
    b'<script type="application/ld+json">{"@type":"Event","name":"x","startDate":"2026-10-08"}</script>',
)  # fmt: skip
"""What is repeated by itself, after a good head: openings without an end and records without a break."""


@dataclass(frozen=True, slots=True)
class Growth:
    """The worst exponent that could be measured, None where all was too quick; `what` says of what. `crash`: a body
    that ended otherwise than with events or a named error; nothing was measured after it."""

    exponent: float | None
    what: str
    seconds: float
    crash: Crash | None = None

    @property
    def is_linear(self) -> bool:
        return self.exponent is None or self.exponent <= LINEAR


def measure(target: Target, seed: int, seconds: float, *, clock: Callable[[], float] = process_time) -> Growth:
    """Within `seconds` of the wall clock, as many shapes as there is time for, records first and the others in an order
    that `seed` decides; a shape that seems to grow too fast is measured again."""
    worst = Growth(None, "", 0.0)
    try:
        for found in _growths(target, seed, seconds, clock):
            if found.exponent is not None and (worst.exponent is None or found.exponent > worst.exponent):
                worst = found
    except _CrashedError as error:
        return replace(worst, crash=error.crash)
    return worst


class _CrashedError(Exception):
    def __init__(self, crash: Crash) -> None:
        super().__init__(crash.mark)
        self.crash = crash


def _growths(target: Target, seed: int, seconds: float, clock: Callable[[], float]) -> Iterator[Growth]:
    ends = perf_counter() + seconds
    for what, shape, context_seed in _shapes(target, Random(seed)):
        if perf_counter() >= ends:
            break
        found = _fit(target, what, shape, context_seed, ends, clock)
        if found.exponent is not None and found.exponent > LINEAR:
            found = min(
                found, _fit(target, what, shape, context_seed, ends + 5, clock), key=lambda one: one.exponent or 0
            )
        yield found


Shape = Callable[[int], bytes]


def _shapes(target: Target, random: Random) -> Iterator[tuple[str, Shape, Seed]]:
    """The largest seed's records repeated, the seed whole again and again, then each unit behind a seed's beginning."""
    if not target.seeds:
        return
    largest = target.seeds[-1]
    yield "records", _records(largest.body), largest
    yield "whole", lambda times: largest.body * times, largest
    head = largest.body[:400]
    for unit in random.sample(_UNITS, len(_UNITS)):
        yield repr(unit)[1:40], _repeated(head, unit), largest


def _repeated(head: bytes, unit: bytes) -> Shape:
    return lambda times: head + unit * (times * max(1, 2_000 // len(unit)))


def _records(body: bytes) -> Shape:
    """JSON with its longest list longer, a feed with its items again, anything else as often as asked; numbers in each
    copy differ, so that no two records are the same."""
    try:
        document = json.loads(body)
    except ValueError:
        found = _ITEM.search(body)
        if found is None:
            return lambda times: b"\n".join(_numbered(body, copy) for copy in range(times))
        return lambda times: (
            body[: found.start()] + b"".join(_numbered(found[0], copy) for copy in range(times)) + body[found.end() :]
        )
    return lambda times: json.dumps(_longer(document, times)).encode()


def _numbered(body: bytes, copy: int) -> bytes:
    """UIDs, addresses and numbers of posts get the copy's number."""
    return re.sub(rb"(UID:|/event(?:s/detail)?/|post-|\"id\": ?|<guid>)(?=[\w-])", rb"\g<1>%d" % (copy + 1), body)


def _longer(node: Any, times: int) -> Any:
    if isinstance(node, list):
        return [_longer(one, 1) for copy in range(times) for one in node]
    if isinstance(node, dict):
        return {name: _longer(value, times) for name, value in node.items()}
    return node


def _fit(target: Target, what: str, shape: Shape, seed: Seed, ends: float, clock: Callable[[], float]) -> Growth:
    """Doubles the body until it takes long enough to be measured or is as long as may be."""
    times = 1
    while perf_counter() < ends:
        body = shape(times * 4)
        took = _time(target, body, seed, clock)
        if took >= MEASURABLE:
            least = [min(_time(target, shape(times * step), seed, clock) for _ in range(2)) for step in (1, 2, 4)]
            if least[0] > 0 and least[2] >= MEASURABLE:
                return Growth(math.log2(least[2] / least[0]) / 2, what, least[2])
            return Growth(None, what, took)
        if len(body) * 2 > LARGEST_BODY:
            break
        times *= 2
    return Growth(None, what, 0.0)


def _time(target: Target, body: bytes, seed: Seed, clock: Callable[[], float]) -> float:
    began = clock()
    crash = crash_of(target, Seed(body, seed.context), longest=0)
    if crash is not None:
        raise _CrashedError(crash)
    return clock() - began
