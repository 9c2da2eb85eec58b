"""A listing's identity in every feed: its UID, whether it is off, and when it last changed."""

from __future__ import annotations

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from core.items import EventStatus
from storage.search.listings import Listing


def uuid_of(listing: Listing) -> UUID:
    """An id that never changes and is the same in every format.

    It is derived (RFC 9562 5.5) from the source, the source's own UID, and the occurrence's key, so it depends neither
    on this service's address nor on row numbers.
    """
    return uuid5(NAMESPACE_URL, f"marquee:{listing.source}\n{listing.uid}\n{listing.key}")


def urn_of(listing: Listing) -> str:
    """The id as an absolute IRI, for Atom, RSS, JSON Feed, and JSON-LD."""
    return uuid_of(listing).urn


def changed_at(listing: Listing) -> datetime:
    """When anything that feeds show last changed."""
    return max(filter(None, (listing.updated_at, listing.withdrawn_at, listing.first_seen_at)))


def is_off(listing: Listing) -> bool:
    """Whether it won't take place: it is cancelled, or its source no longer lists it."""
    return listing.withdrawn_at is not None or listing.status is EventStatus.CANCELLED
