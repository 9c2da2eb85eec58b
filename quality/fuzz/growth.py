"""How a reader's time grows with its input: bodies of one, two and four times a size, and the exponent between them."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from random import Random
from time import perf_counter, process_time
from typing import Any

from core.errors import SourceError
from quality.fuzz.cases import Crash, crash_of
from quality.fuzz.targets import Seed, Target

LINEAR = 1.3
"""Above this exponent, time is not linear; up to here it is noise and caches."""

MEASURABLE = 0.06
"""Seconds that the largest body must take for an exponent to mean anything."""

LARGEST_BODY = 1_500_000
_CONFIRMING = 15.0
_LOOKED_AT = 12
_KEYS = frozenset(
    ["id", "uid", "slug", "urlname", "url", "localist_url", "fullUrl", "productionId", "productionSeasonId"]
)
"""The keys that identify a record of a JSON answer."""

_ITEM = re.compile(rb"<(item|entry)[ >].*</\1>", re.DOTALL)
_UNITS: tuple[bytes, ...] = (
    b"<", b"&", b"(", b'"', b" ", b"a", b"1 ", b"- ", b"\\u", b"<div>", b"<!--", b"<a href='", b"&amp;", b"[",
    b'{"a":[', b"1,", b"Oct 8 - ", b"$1 - ", b"8:00 PM ", b"BEGIN:VEVENT\r\nUID:1\r\n", b"\r\n x",
    b"<item><title>x</title></item>",
    b'<div class="eventItem entry"><h3 class="title"><a href="/events/detail/a">b</a></h3></div>',
    b'<script type="application/ld+json">{"@type":"Event","name":"x","startDate":"2026-10-08"}</script>',
)  # fmt: skip
"""Repeated after the beginning of a good body: openings without an end, and records without a break."""


@dataclass(frozen=True, slots=True)
class Growth:
    """The worst exponent measured, None if everything was too quick, and `what` was repeated.

    crash  the body that ended in neither events nor a named error; nothing was measured after it.
    """

    exponent: float | None
    what: str
    seconds: float
    crash: Crash | None = None

    @property
    def is_linear(self) -> bool:
        return self.exponent is None or self.exponent <= LINEAR


def measure(target: Target, seed: int, seconds: float, *, clock: Callable[[], float] = process_time) -> Growth:
    """Measures as many shapes as fit into `seconds` of wall-clock time: records first, the others in the order that
    `seed` decides. A shape that seems to grow too fast is measured again on bodies that take four times as long,
    because short times are mostly noise."""
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
        if not found.is_linear:
            found = _fit(target, what, shape, context_seed, ends + _CONFIRMING, clock, least=4 * MEASURABLE)
        yield found


Shape = Callable[[int], bytes]


def _shapes(target: Target, random: Random) -> Iterator[tuple[str, Shape, Seed]]:
    """Repeats the records of good seeds, then whole seeds, then each unit after the beginning of a seed."""
    chosen = _largest(target)
    for seed in chosen:
        yield "records", _records(seed.body), seed
        yield "whole", _whole(seed.body), seed
    pairs = [(seed, unit) for seed in chosen for unit in _UNITS]
    for seed, unit in random.sample(pairs, len(pairs)):
        yield repr(unit)[1:40], _repeated(seed.body[:400], unit), seed


def _largest(target: Target) -> list[Seed]:
    """The largest seed with events that is JSON, and the largest that is not, of the `_LOOKED_AT` largest seeds."""
    found: dict[bool, Seed] = {}
    for seed in target.seeds[: -_LOOKED_AT - 1 : -1]:
        crash = crash_of(target, seed, longest=0)
        if crash is not None:
            raise _CrashedError(crash)
        with suppress(SourceError):
            if len(found) < 2 and target.run(seed.body, seed.context):
                found.setdefault(seed.body.lstrip()[:1] in (b"{", b"["), seed)
    return list(found.values()) or list(target.seeds[-1:])


def _whole(body: bytes) -> Shape:
    return lambda times: body * times


def _repeated(head: bytes, unit: bytes) -> Shape:
    return lambda times: head + unit * (times * max(1, 2_000 // len(unit)))


def _records(body: bytes) -> Shape:
    """JSON with longer lists, a feed with its items repeated, or the whole body repeated. Each copy has its own
    numbers, so that no two records are the same."""
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
    """Puts the copy's number into UIDs, addresses and post ids."""
    return re.sub(rb"(UID:|/event(?:s/detail)?/|post-|\"id\": ?|<guid>)(?=[\w-])", rb"\g<1>%d" % (copy + 1), body)


def _longer(node: Any, times: int) -> Any:
    if isinstance(node, list):
        return [_renamed(one, copy) for copy in range(times) for one in node]
    if isinstance(node, dict):
        return {name: _longer(value, times) for name, value in node.items()}
    return node


def _renamed(node: Any, copy: int) -> Any:
    if isinstance(node, list):
        return [_renamed(one, copy) for one in node]
    if not isinstance(node, dict):
        return node
    changed = {name: _renamed(value, copy) for name, value in node.items()}
    for name in _KEYS & node.keys():
        value = node[name]
        if isinstance(value, str):
            changed[name] = f"{value}-{copy}"
        elif type(value) is int:
            changed[name] = value * 10_000 + copy
    return changed


def _fit(
    target: Target,
    what: str,
    shape: Shape,
    seed: Seed,
    ends: float,
    clock: Callable[[], float],
    least: float = MEASURABLE,
) -> Growth:
    """Doubles the body until it takes long enough to measure or reaches LARGEST_BODY."""
    times = 1
    while perf_counter() < ends:
        body = shape(times * 4)
        took = _time(target, body, seed, clock)
        if took >= least:
            quickest = [min(_time(target, shape(times * step), seed, clock) for _ in range(2)) for step in (1, 2, 4)]
            if quickest[0] > 0 and quickest[2] >= least:
                return Growth(math.log2(quickest[2] / quickest[0]) / 2, what, quickest[2])
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
