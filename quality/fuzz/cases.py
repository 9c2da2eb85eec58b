"""Runs a reader on damaged bodies, which Hypothesis makes from seeds, for a limited time."""

from __future__ import annotations

import signal
import traceback
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter, process_time
from types import FrameType

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity, given
from hypothesis import strategies as st

from core.errors import SourceError
from quality.fuzz.targets import Seed, Target

LONGEST_CASE = 10.0
"""Seconds of processor time for one case; more is a hang."""

LARGEST_BODY = 200_000
TRICKY = (
    b"<", b">", b"</div>", b"<div>", b"<svg>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<script>", b"&#x110000;",
    b"&amp;amp;", b'"', b"'", b"\\", b"\\u0000", b"\\ud800", b"{", b"}", b"[", b"]", b"[]", b"{}", b":", b",",
    b'{"a":', b"<a href=x>", b"<item>", b"<ul><li>", b"(", b"BEGIN:VEVENT\n",
    b"null", b"true", b"NaN", b"1e999", b"-1", b"0", b"00", b"13", b"32", b"60", b"9999", b"2147483648", b"9" * 400,
    b"\0", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf",
    b"\xe2\x80\xae", b"\r", b"\r\n ", b"\n", b"\t", b"http://[::", b"javascript:", b"//", b"99:99", b"24:00",
    b"2026-02-30", b"0000-00-00", b"99999-12-31", b"+99:99", b"RRULE:FREQ=SECONDLY",
    b"RRULE:FREQ=YEARLY;BYSETPOS=-366", b"COUNT=99999999", b"INTERVAL=0", b"BYMONTHDAY=32", b"DTSTART:",
    b"DTEND:00000000T000000Z", b"DURATION:-P99999D", b"RECURRENCE-ID;RANGE=THISANDFUTURE:", b"TZID=Mars/Base",
    b"BEGIN:VEVENT", b"END:VEVENT", b"END:VCALENDAR", b"BEGIN:VTIMEZONE", b'"@type":"Event"', b'"@graph":',
    b'"startDate":', b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;",
)  # fmt: skip
"""Pieces that trip up parsers: unpaired brackets, half characters, impossible days, rules without an end."""

_BATCH = 200
_MOST_TRIES = 400


class HangError(Exception):
    """A case took longer than `LONGEST_CASE`."""


class _CrashFoundError(Exception):
    """Stops Hypothesis at the first crash."""


@dataclass(frozen=True, slots=True)
class Crash:
    """`mark`: the exception and its innermost place in our code, which identify the fault."""

    target: str
    mark: str
    trace: str
    body: bytes


@dataclass(slots=True)
class Tally:
    """The result of one target's cases; `slowest` in seconds of processor time."""

    cases: int = 0
    slowest: float = 0.0
    crashes: dict[str, Crash] = field(default_factory=dict)


def run_cases(target: Target, seed: int, seconds: float, *, most: int | None = None) -> Tally:
    """Runs cases until the time or the number `most` is reached, or one crashes. The same `seed` gives the same cases,
    no matter how fast the machine is."""
    tally = Tally()
    ends = perf_counter() + seconds

    def is_over() -> bool:
        return bool(tally.crashes) or perf_counter() >= ends or (most is not None and tally.cases >= most)

    for batch in count():
        if is_over():
            break
        _run_batch(target, zlib.crc32(f"{seed} {target.name} {batch}".encode()), tally, is_over)
    return tally


_CHANGES = st.sampled_from((1, 1, 1, 2, 3, 6))
_PLACES = st.integers(0, LARGEST_BODY)
_LENGTHS = st.sampled_from((0, 1, 4, 30, 300, 3000, LARGEST_BODY))
_SOURCES = st.sampled_from(("nothing", "tricky", "tricky", "bytes", "itself", "other"))
_PIECES = st.sampled_from(TRICKY)
_BYTES = st.binary(min_size=1, max_size=8)
_TIMES = st.sampled_from((1, 1, 1, 2, 20, 1000, 5000))
_CODECS = st.sampled_from(("utf-8",) * 12 + ("utf-16", "utf-16-le", "utf-8-sig", "latin-1", "utf-7", "utf-32"))


@st.composite
def damaged(draw: st.DrawFn, seeds: st.SearchStrategy[Seed]) -> Seed:
    """A seed with one to six changes: a stretch is removed, or replaced by tricky pieces, bytes, itself many times, or
    part of another seed. One in three is in another encoding."""
    seed = draw(seeds)
    body = seed.body
    for _ in range(draw(_CHANGES)):
        start, length, source = draw(_PLACES) % (len(body) + 1), draw(_LENGTHS), draw(_SOURCES)
        piece = body[start : start + length] if source == "itself" else b""
        if source == "tricky":
            piece = draw(_PIECES)
        elif source == "bytes":
            piece = draw(_BYTES)
        elif source == "other":
            other = draw(seeds).body
            piece = other[len(other) // 3 :][:length]
        times = min(draw(_TIMES), 1 + LARGEST_BODY // (1 + len(piece)))
        body = (body[:start] + piece * times + body[start + length :])[:LARGEST_BODY]
    codec = draw(_CODECS)
    return Seed(body if codec == "utf-8" else body.decode("utf-8", "replace").encode(codec, "replace"), seed.context)


def _run_batch(target: Target, seed: int, tally: Tally, is_over: Callable[[], bool]) -> None:
    found: list[tuple[Seed, Crash]] = []

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=_BATCH,
        database=None,
        deadline=None,
        phases=(Phase.generate,),
        suppress_health_check=tuple(HealthCheck),
        verbosity=Verbosity.quiet,
    )
    @given(damaged(st.sampled_from(target.seeds)))
    def run(case: Seed) -> None:
        if found and case == found[0][0]:  # Hypothesis runs a failing case again
            raise _CrashFoundError
        if found or is_over():
            return
        began = process_time()
        crash = crash_of(target, case)
        tally.slowest = max(tally.slowest, process_time() - began)
        tally.cases += 1
        if crash is not None:
            found.append((case, crash))
            raise _CrashFoundError

    with suppress(_CrashFoundError):
        run()
    for case, crash in found:
        tally.crashes[crash.mark] = _made_small(target, case, crash)


def _made_small(target: Target, case: Seed, crash: Crash) -> Crash:
    """The same crash from a shorter body: leaves out parts, halves first, while the mark stays (delta debugging)."""
    best, tries, size = crash, 0, max(1, len(crash.body) // 2)
    while size and tries < _MOST_TRIES and not crash.mark.startswith("HangError"):
        start, is_smaller = 0, False
        while start < len(best.body) and tries < _MOST_TRIES:
            tries += 1
            less = crash_of(target, Seed(best.body[:start] + best.body[start + size :], case.context))
            if less is not None and less.mark == crash.mark:
                best, is_smaller = less, True
            else:
                start += size
        if not is_smaller:
            size //= 2
    return best


def crash_of(target: Target, case: Seed, *, longest: float = LONGEST_CASE) -> Crash | None:
    """None for events and for a named error. `longest`: seconds until it counts as a hang; 0: never."""
    try:
        with _limited(longest):
            target.run(case.body, case.context)
    except SourceError:
        return None
    except Exception as error:  # noqa: BLE001 - finding unexpected exceptions is what this is for
        frames = traceback.extract_tb(error.__traceback__)
        own = next((one for one in reversed(frames) if "/scrapers/" in one.filename), frames[-1])
        mark = f"{type(error).__name__} in {own.name}"
        return Crash(target.name, mark, "".join(traceback.format_exception(error))[-4000:], case.body)
    return None


@contextmanager
def _limited(longest: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise HangError(f"more than {longest:g} s")

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, longest)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
