"""Runs damaged bodies through a target for a bounded time, and makes what crashes it small."""

from __future__ import annotations

import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from time import perf_counter, process_time
from types import FrameType

from core.errors import SourceError
from quality.fuzz.mutations import mutate
from quality.fuzz.targets import Seed, Target

LONGEST_CASE = 10.0
"""Seconds of processor time for one case; more is a hang."""

SMALLEST_WORK = 400
"""Trials for making one input small."""


class HangError(Exception):
    """A case took longer than `LONGEST_CASE`."""


@dataclass(frozen=True, slots=True)
class Crash:
    """`mark`: exception and innermost place, by which one crash is told from another."""

    target: str
    mark: str
    trace: str
    body: bytes


@dataclass(slots=True)
class Tally:
    """What came of one target's cases; `slowest` in seconds of processor time."""

    cases: int = 0
    slowest: float = 0.0
    crashes: dict[str, Crash] = field(default_factory=dict)


def run_cases(target: Target, seed: int, seconds: float, *, most: int | None = None) -> Tally:
    """Cases one after another until the time or the number is up. Case number N of a target is the same for the same
    `seed`, whatever the machine's speed."""
    tally = Tally()
    bodies = [one.body for one in target.seeds]
    ends = perf_counter() + seconds
    while target.seeds and perf_counter() < ends and (most is None or tally.cases < most):
        number = tally.cases
        random = Random(f"{seed} {target.name} {number}")
        chosen = random.choice(target.seeds)
        body = mutate(random, chosen.body, bodies)
        began = process_time()
        crash = crash_of(target, Seed(body, chosen.context))
        tally.slowest = max(tally.slowest, process_time() - began)
        tally.cases += 1
        if crash is not None and crash.mark not in tally.crashes:
            tally.crashes[crash.mark] = minimised(target, Seed(body, chosen.context), crash)
    return tally


def crash_of(target: Target, case: Seed, *, longest: float = LONGEST_CASE) -> Crash | None:
    """None for a good answer and for a named error. `longest`: seconds until it counts as a hang; 0: never."""
    try:
        with _bounded(longest):
            target.run(case.body, case.context)
    except SourceError:
        return None
    except Exception as error:  # noqa: BLE001 - finding any exception whatever is what this is for
        frames = traceback.extract_tb(error.__traceback__)
        own = next((one for one in reversed(frames) if "/scrapers/" in one.filename), frames[-1])
        mark = f"{type(error).__name__} in {own.name}"
        return Crash(target.name, mark, "".join(traceback.format_exception(error))[-4000:], case.body)
    return None


def minimised(target: Target, case: Seed, crash: Crash) -> Crash:
    """The same crash from less: parts are left out, halves first, as long as its mark stays (delta debugging)."""
    best, trials, size = crash, 0, max(1, len(crash.body) // 2)
    while size and trials < SMALLEST_WORK and not crash.mark.startswith("HangError"):
        start, smaller = 0, False
        while start < len(best.body) and trials < SMALLEST_WORK:
            trials += 1
            less = crash_of(target, Seed(best.body[:start] + best.body[start + size :], case.context))
            if less is not None and less.mark == crash.mark:
                best, smaller = less, True
            else:
                start += size
        if not smaller:
            size //= 2
    return best


@contextmanager
def _bounded(longest: float) -> Iterator[None]:
    def ring(number: int, frame: FrameType | None) -> None:
        raise HangError(f"more than {longest:g} s")

    before = signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, longest)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
