"""What a recipe read: the events, and how many cards have each field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.errors import BadRecord
from core.items import EventItem
from core.recipes.recipe import FIELDS

_MOST = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipeReading:
    """events    in the order of the page, those with one uid not yet joined.
    matched   how many elements or records the recipe's `card` selects; `cards`: how many of them are events.
    filled    by field of the recipe, how many cards have it. Title and date are counted over all that matched.
    next_url  the next page; None on the last.
    others    titles of upcoming events in cards that the recipe neither reads nor ignores."""

    events: tuple[EventItem, ...] = ()
    problems: tuple[BadRecord, ...] = ()
    matched: int = 0
    filled: Mapping[str, int] = field(default_factory=dict)
    next_url: str | None = None
    others: tuple[str, ...] = ()

    @property
    def cards(self) -> int:
        return len(self.events)

    @property
    def usual(self) -> tuple[str, ...]:
        """The fields that most cards have."""
        return tuple(name for name in FIELDS if self.filled.get(name, 0) > _MOST * self.cards)

    def __add__(self, other: RecipeReading) -> RecipeReading:
        """Two pages of one list."""
        return RecipeReading(
            events=(*self.events, *other.events),
            problems=(*self.problems, *other.problems),
            matched=self.matched + other.matched,
            filled={name: self.filled.get(name, 0) + other.filled.get(name, 0) for name in FIELDS},
            next_url=other.next_url,
            others=(*self.others, *other.others),
        )


def counted(cards: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """How many cards have each field."""
    found = dict.fromkeys(FIELDS, 0)
    for card in cards:
        for name, value in card.items():
            found[name] += value is not None
    return found
