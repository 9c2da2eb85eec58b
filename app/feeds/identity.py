"""A listing's identity in every feed: its UID, whether it is off, and when it last changed."""

from __future__ import annotations

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from core.items import EventStatus
from storage.search.listings import Listing


def uuid_of(listing: Listing) -> UUID:
    """An id that never changes and is the same in every format.

    It is derived (RFC 9562 5.5) from the source, the UID and the key under which the occurrence was first listed, so it
    depends neither on this service's address nor on row numbers, and outlasts a move and a change of the source's UIDs.
    Of an occurrence that several sources list, it is that of the first listing, whichever is shown now.
    """
    return uuid_from(*(listing.identity or (listing.source, first_uid(listing), listing.key)))


def uuid_from(source: str, uid: str, key: str) -> UUID:
    """`uid`, `key`: under which the source first listed the occurrence."""
    return uuid5(NAMESPACE_URL, f"marquee:{source}\n{uid}\n{key}")


def event_id_of(listing: Listing) -> str:
    """The same for all occurrences of an event: source and UID of the first listing."""
    source, uid = listing.merged.first if listing.merged is not None else (listing.source, first_uid(listing))
    return f"{source}/{uid}"


def first_uid(listing: Listing) -> str:
    """The UID under which its source first listed the event."""
    return listing.public_uid or listing.uid


def urn_of(listing: Listing) -> str:
    """The id as an absolute IRI, for Atom, RSS, JSON Feed, and JSON-LD."""
    return uuid_of(listing).urn


def changed_at(listing: Listing) -> datetime:
    """When anything that feeds show last changed."""
    return max(filter(None, (listing.updated_at, listing.withdrawn_at, listing.first_seen_at)))


def is_off(listing: Listing) -> bool:
    """Whether it won't take place: it is canceled, or its source no longer lists it."""
    return listing.withdrawn_at is not None or listing.status is EventStatus.CANCELLED
