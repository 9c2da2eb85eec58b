"""Caches what pure functions make of texts that feeds repeat in every event: times, places, categories."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")

LONGEST_KEPT = 200
"""Characters. Longer texts are rarely repeated, and caching them would keep a hostile feed in memory."""


def cached(most: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """Caches the results for the `most` texts used last. Errors are not cached."""

    def keeping(function: Callable[[str], T]) -> Callable[[str], T]:
        answers = lru_cache(maxsize=most)(function)

        @wraps(function)
        def answer(text: str) -> T:
            return answers(text) if len(text) <= LONGEST_KEPT else function(text)

        return answer

    return keeping
