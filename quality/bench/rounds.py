"""Measures two sides in turn, so that other load on the machine affects both."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from statistics import median


def medians(first: Callable[[], float], second: Callable[[], float], rounds: int) -> tuple[float, float]:
    """The median of each side's figures. The side that begins changes from round to round."""
    figures: tuple[list[float], list[float]] = ([], [])
    sides = (first, second)
    for number in range(rounds):
        for side in (0, 1) if number % 2 == 0 else (1, 0):
            figures[side].append(sides[side]())
    return median(figures[0]), median(figures[1])


def seconds(work: Callable[[], object]) -> float:
    """How long it takes, after the garbage of earlier work is collected and the rest is frozen, as in a worker."""
    gc.collect()
    gc.freeze()
    try:
        started = time.perf_counter()
        work()
        return time.perf_counter() - started
    finally:
        gc.unfreeze()
