"""What is kept of the texts that a feed repeats: the short ones, so many and no more."""

from __future__ import annotations

import pytest

from scrapers.platforms.ics.caching import LONGEST_KEPT, cached


def test_a_short_text_is_read_once_and_a_long_one_each_time():
    asked = []

    @cached(8)
    def length(text):
        asked.append(text)
        return len(text)

    long = "x" * (LONGEST_KEPT + 1)
    assert [length(text) for text in ("a", long, "a", long)] == [1, LONGEST_KEPT + 1, 1, LONGEST_KEPT + 1]
    assert asked == ["a", long, long]


def test_the_oldest_text_gives_way_to_a_new_one():
    asked = []

    @cached(2)
    def upper(text):
        asked.append(text)
        return text.upper()

    assert [upper(text) for text in "abcca"] == list("ABCCA")
    assert asked == ["a", "b", "c", "a"]


def test_a_text_that_cannot_be_read_fails_each_time():
    number = cached(8)(int)
    for _ in range(2):
        with pytest.raises(ValueError, match="invalid literal"):
            number("x")
