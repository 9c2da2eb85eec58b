"""Keeps what a pure function made of the texts that feeds write in event after event: times, places, categories."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")

LONGEST_KEPT = 200
"""Characters: longer texts are seldom written twice, and keeping them would keep a hostile feed in memory."""


def kept(most: int) -> Callable[[Callable[[str], T]], Callable[[str], T]]:
    """The answers to the `most` texts asked for last; what raises is not kept."""

    def keeping(function: Callable[[str], T]) -> Callable[[str], T]:
        answers = lru_cache(maxsize=most)(function)

        @wraps(function)
        def answer(text: str) -> T:
            return answers(text) if len(text) <= LONGEST_KEPT else function(text)

        return answer

    return keeping
