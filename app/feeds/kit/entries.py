"""What a newsroom prints about an event, independent of the format: one entry with all its occurrences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from app.feeds import wording
from app.feeds.addresses import web_address
from storage.events import progress
from storage.search.listings import Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A headline and what follows it. `points`: occurrences or changes. `details`: pairs of label and text."""

    title: str
    address: str | None = None
    points: tuple[str, ...] = ()
    place: str = ""
    paragraphs: tuple[str, ...] = ()
    details: tuple[tuple[str, str], ...] = ()


def entries(listings: Iterable[Listing], now: datetime) -> Iterator[Entry]:
    """An entry for each event, and one for each title, place, or description that some of its occurrences have of their
    own. An event's listings must be consecutive, as storage streams them. `now`: what is running or over by
    then is marked."""
    for _, showings in groupby(listings, key=lambda listing: listing.event_id):
        alike: dict[tuple[object, ...], list[Listing]] = {}
        for showing in showings:
            alike.setdefault((showing.title, showing.venue_id, showing.description), []).append(showing)
        yield from (_entry(several, now) for several in alike.values())


def _entry(showings: Sequence[Listing], now: datetime) -> Entry:
    """A mark that all occurrences share is in the title; one that only some have follows their times."""
    first = showings[0]
    titles = {wording.title(showing) for showing in showings}
    shared = titles.pop() if len(titles) == 1 else first.title
    return Entry(
        title=shared,
        address=web_address(first.url),
        points=tuple(_showing(showing, shared, now) for showing in showings),
        place=wording.place(first),
        paragraphs=tuple(part for part in wording.description(first).split("\n\n") if part.strip()),
        details=tuple(wording.details(first)),
    )


def _showing(showing: Listing, shared: str, now: datetime) -> str:
    status = wording.title(showing).removesuffix(showing.title).removesuffix(": ")
    marks = [status.lower()] if status and wording.title(showing) != shared else []
    if begun := progress.mark(showing, now):
        marks.append(begun)
    return f"{wording.when(showing)} ({', '.join(marks)})" if marks else wording.when(showing)
