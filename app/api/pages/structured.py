"""What the public pages tell search engines, as schema.org objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.api.pages.addresses import event_path
from app.feeds import iso_times, json_ld
from app.feeds.json_text import without_nulls
from app.highlights.merit import Shown
from storage.search.directory import VenueEntry
from storage.search.listings import Listing

MOST_TIMES = 20
"""How many times of an event are described."""
OF_EACH_TIME = ("@type", "@id", "name", "startDate", "endDate", "eventStatus", "location", "eventAttendanceMode")


def event(times: Sequence[Listing], address: str) -> Sequence[Mapping[str, Any]]:
    """An Event at its page here. Several times are its `subEvent`s, from the first start to the last end."""
    if not times:
        return ()
    shown = times[:MOST_TIMES]
    described = [json_ld.event(one) for one in shown]
    whole = {**described[0], "url": address, "sameAs": described[0].get("url")}
    if len(shown) > 1:
        whole["endDate"] = max(iso_times.ends(one) or iso_times.starts(one) for one in shown)
        whole["subEvent"] = [{name: one[name] for name in OF_EACH_TIME if name in one} for one in described]
    return (without_nulls(whole),)


def item_list(shown: Sequence[Shown], base: str) -> Mapping[str, Any]:
    """A summary page: the addresses of the events' own pages, each once."""
    paths = dict.fromkeys(event_path(one.listing.event_id, one.listing.title) for one in shown)
    items = [
        {"@type": "ListItem", "position": position, "url": f"{base}{path}"}
        for position, path in enumerate(paths, start=1)
    ]
    return {"@type": "ItemList", "itemListElement": items}


def place(found: VenueEntry, address: str) -> Mapping[str, Any]:
    point = None
    if found.latitude is not None and found.longitude is not None:
        point = {"@type": "GeoCoordinates", "latitude": found.latitude, "longitude": found.longitude}
    name = found.name or found.address
    return without_nulls({"@type": "Place", "name": name, "address": found.address, "geo": point, "url": address})
