"""Listings of an invented region: 300 sources that list the same events in their own ways, in random order."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from storage.matching.listing import Listing

_FIRST = datetime(2031, 1, 6, tzinfo=ZoneInfo("America/New_York"))
_DAYS = 60
_SOURCES = 300
_VENUES = 400
_SYLLABLES = (
    "ba",
    "cor",
    "del",
    "fen",
    "gu",
    "har",
    "lin",
    "mo",
    "nar",
    "pel",
    "ri",
    "sol",
    "tam",
    "ver",
    "wick",
    "zan",
)


def listings(count: int) -> list[Listing]:
    """Two listings an event on average. The same count gives the same listings."""
    random = Random(7)
    vocabulary = ["".join(random.choices(_SYLLABLES, k=random.randint(2, 3))) for _ in range(3000)]
    made: list[Listing] = []
    while len(made) < count:
        made += _of_one_event(random, vocabulary)
    random.shuffle(made)
    return made[:count]


def _of_one_event(random: Random, vocabulary: list[str]) -> list[Listing]:
    number = random.randrange(_VENUES)
    name = f"{vocabulary[number].title()} {('Hall', 'Theater', 'Library', 'Park')[number % 4]}"
    venues = (name, f"The {name}", f"{name}, {number + 1} {vocabulary[-number].title()} St, Sarasota, FL 34236", "")
    title = " ".join(random.choices(vocabulary, k=random.randint(2, 4))).title()
    titles = (title, title.upper(), f"{title} w/ {random.choice(vocabulary).title()}", f"{name} presents: {title}")
    start = _FIRST + timedelta(days=random.randrange(_DAYS), minutes=30 * random.randrange(16, 44))
    text = " ".join(random.choices(vocabulary, k=60))
    return [
        Listing(
            title=random.choice(titles),
            start=start - timedelta(minutes=random.choice((0, 0, 0, 30))),
            end=random.choice((None, start + timedelta(hours=2))),
            venue=random.choice(venues),
            url=f"https://source-{source}.example/events/{title.replace(' ', '-')}",
            description=random.choice((text, " ".join(random.choices(vocabulary, k=60)), "")),
            source=f"Source {source}",
        )
        for source in random.sample(range(_SOURCES), k=random.randint(1, 3))
    ]
