"""How a listing is known in every feed: its id, and when it became what it is."""

from __future__ import annotations

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from core.items import EventStatus
from storage.search.listings import Listing


def uuid_of(listing: Listing) -> UUID:
    """The same for as long as the occurrence is known, in every format, whatever else of it changes.

    It is made (RFC 9562 5.5) of source, the source's own UID and the occurrence's key, so that it does not hang on the
    address of this service, nor on the numbers of its rows.
    """
    return uuid5(NAMESPACE_URL, f"marquee:{listing.source}\n{listing.uid}\n{listing.key}")


def urn_of(listing: Listing) -> str:
    """The id as an absolute IRI, for Atom, RSS, JSON Feed and JSON-LD."""
    return uuid_of(listing).urn


def changed_at(listing: Listing) -> datetime:
    """When what is told of it last became another."""
    return max(filter(None, (listing.updated_at, listing.withdrawn_at, listing.first_seen_at)))


def is_off(listing: Listing) -> bool:
    """Whether it does not take place: cancelled, or withdrawn by its source."""
    return listing.withdrawn_at is not None or listing.status is EventStatus.CANCELLED
