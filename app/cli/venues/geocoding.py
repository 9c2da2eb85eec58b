"""`venues locate --geocode`: asks a geocoder for the coordinates of places that have an address.

By the usage policy of nominatim.openstreetmap.org: one request a second from one process, a user agent with a contact
address, answers are kept, and the data's source is named.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from urllib.parse import urlencode

import typer

from app.cli.acting import ACTOR, opened, refuse
from core.addresses import NotPublic
from core.config import settings
from core.fetching.fetcher import Fetcher, FetchFailed
from core.visible_text import one_line, visible
from storage.access import audit
from storage.matching.same_place import Point, distance_meters
from storage.places import edits, geocodes
from storage.places.geocodes import BY, Geocode, Unlocated

PAUSE_S = 1.0
FARTHEST_M = 100_000.0
"""An address without its town is found anywhere in the world."""
CREDIT = "Data © OpenStreetMap contributors, ODbL 1.0"
"""For an answer that names no license."""


class NoAnswer(Exception):
    """The geocoder can't be asked now. The message says why."""


class Geocoder:
    """Asks a server with the interface of Nominatim's `/search`."""

    def __init__(self, url: str, user_agent: str, *, anywhere: bool) -> None:
        self._url, self._fetcher = url, Fetcher(user_agent, anywhere=anywhere)
        self._asked_at: float | None = None

    def find(self, address: str) -> Geocode:
        """Raises NoAnswer."""
        if self._asked_at is not None:
            time.sleep(max(0.0, self._asked_at + PAUSE_S - time.monotonic()))
        query = urlencode({"q": address, "format": "jsonv2", "limit": 1})
        try:
            answer = self._fetcher.fetch(f"{self._url}{'&' if '?' in self._url else '?'}{query}")
        except (FetchFailed, NotPublic) as error:
            raise NoAnswer(str(error)) from error
        finally:
            self._asked_at = time.monotonic()
        if answer.status != 200:
            raise NoAnswer(f"it answered with HTTP status {answer.status}")
        try:
            found = json.loads(answer.body)
            if not found:
                return Geocode(None, CREDIT)
            point = float(found[0]["lat"]), float(found[0]["lon"])
            return Geocode(point, one_line(str(found[0].get("licence") or CREDIT)))  # prose: ok
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise NoAnswer("its answer isn't that of a Nominatim server") from error


def geocode(place_id: int | None, limit: int, *, dry_run: bool, data_dir: Path | None) -> None:
    """Locates one place, or up to `limit` of those without coordinates, and says what it found."""
    from scrapers.settings import USER_AGENT

    with opened(data_dir) as connection:
        url = settings().geocoder_url
        if url is None:
            refuse("No geocoder is set: GEOCODER_URL=https://nominatim.openstreetmap.org/search, for example.")
        if not geocodes.hold(connection):
            refuse("Another process asks the geocoder now: it allows one at a time.")
        wanted = geocodes.unlocated(connection, place_id=place_id, limit=limit)
        town = geocodes.center(connection)
        if dry_run:
            for one in wanted:
                typer.echo(visible(f"{one.place_id}  {one.label}: would ask for {one.address}"))
        geocoder = Geocoder(url, USER_AGENT, anywhere=settings().private_sources)
        found = 0 if dry_run else sum(_locate(one, geocoder, town, data_dir) for one in wanted)
    typer.echo(f"{len(wanted)} places have an address and no coordinates; {found} located.")


def _locate(place: Unlocated, geocoder: Geocoder, town: Point | None, data_dir: Path | None) -> bool:
    """In a transaction of its own: what was found stays if a later request fails."""
    with opened(data_dir) as connection:
        answer = geocodes.known(connection, place.address)
    if answer is None:
        try:
            answer = geocoder.find(place.address)
        except NoAnswer as error:
            refuse(f"The geocoder gives no answer: {error}. What it found before is kept.")
    with opened(data_dir) as connection:
        geocodes.remember(connection, place.address, answer)
        if answer.point is None:
            typer.echo(visible(f"{place.place_id}  {place.label}: not found ({place.address})"))
            return False
        if town is not None and distance_meters(answer.point, town) > FARTHEST_M:
            typer.echo(visible(f"{place.place_id}  {place.label}: found far from the town's other places; left out"))
            return False
        latitude, longitude = answer.point
        edits.locate(connection, place.place_id, latitude, longitude, by=f"{BY}{answer.credit}")
        after = {"latitude": latitude, "longitude": longitude, "by": "geocoder"}
        audit.record(connection, actor=ACTOR, action="locate venue", subject=f"venue:{place.place_id}", after=after)
    typer.echo(visible(f"{place.place_id}  {place.label}: {latitude}, {longitude} ({answer.credit})"))
    return True
