"""A listing with everything that its comparisons need, computed once."""

from __future__ import annotations

from dataclasses import dataclass

from storage.matching.gazetteer import Gazetteer
from storage.matching.listing import Listing
from storage.matching.places import Place
from storage.matching.same_place import Point
from storage.matching.texts import page_key, start_of, unique_uid
from storage.matching.times import Span, span_of
from storage.matching.titles import Title, title_of


@dataclass(frozen=True, slots=True)
class Prepared:
    """`home`: the place that the source's name names. `place_words`: the words that set the place apart. `marks`: its
    ticket page and its picture."""

    listing: Listing
    span: Span
    title: Title
    place: Place
    home: Place
    place_words: frozenset[str]
    point: Point | None
    page: str | None
    uid: str | None
    description: str
    marks: frozenset[str]


def prepare(listing: Listing, gazetteer: Gazetteer) -> Prepared:
    place = gazetteer.place(", ".join(part for part in (listing.venue, listing.address) if part))
    home = gazetteer.place(listing.source)
    place_words, home_words = _own_words(place), _own_words(home)
    point = None
    if listing.latitude is not None and listing.longitude is not None:
        point = (listing.latitude, listing.longitude)
    return Prepared(
        listing,
        span_of(listing),
        title_of(listing.title, place_words | home_words),
        place,
        home,
        place_words,
        point,
        page_key(listing.url),
        unique_uid(listing.uid),
        start_of(listing.description),
        frozenset(filter(None, (page_key(listing.ticket_url), page_key(listing.image_url)))),
    )


def _own_words(place: Place) -> frozenset[str]:
    return frozenset().union(*(name.own for name in place.names))
