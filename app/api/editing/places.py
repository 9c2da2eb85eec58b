"""Routes for the town's places: what belongs to each, and how a person corrects it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, computed_field
from sqlalchemy import Connection

from app.api.access.auth import Actor, Editor
from app.api.access.public_reads import readable
from app.api.calendar.filters import Text, refuse
from app.api.editing.reasons import MatchReason, reasons_of
from app.api.http.fields import Id, Line
from app.api.http.pagination import UNKNOWN_CURSOR, CursorText, Limit, links, pack, unpack
from app.api.http.problems import Problem, refusals
from storage.access import audit
from storage.database.engine import transaction
from storage.places import edits, reads
from storage.places.edits import NoSuchVenue, PlaceRefused
from storage.places.reads import PlaceEntry

router = APIRouter(prefix="/api", tags=["venues"])
REFUSED = refusals(HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)
VenueId = Annotated[int, Path(ge=1, le=2**31 - 1)]
MOST_SUGGESTIONS = 200


class Degrees(BaseModel):
    latitude: float = Field(ge=-90, le=90, examples=[27.3446])
    longitude: float = Field(ge=-180, le=180, examples=[-82.5502])


class TownPlace(BaseModel):
    """A building, a room, or another place. `name`: a room's own, without its building. `events`: of this place alone,
    without its rooms. `named_by`, `located_by`: who set the name and the coordinates; null: taken from the sources."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    kind: str = Field(description="`place`, `town`, `online`, or `nowhere` (“TBA”).", examples=["place"])
    label: str = Field(description="What people see.", examples=["Carolina Theatre (Fletcher Hall)"])
    name: str | None
    address: str | None
    latitude: float | None
    longitude: float | None
    building_id: int | None
    building: str | None
    named_by: str | None
    located_by: str | None
    spellings: int
    rooms: int
    events: int


class Places(BaseModel):
    places: list[TownPlace]
    next: str | None


class SpellingOf(BaseModel):
    """How sources write a place. `by`: `rules`, `import`, or who put it there; `because`: why."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str | None
    address: str | None
    by: str | None
    because: str | None = Field(description="`why` in English.")
    sources: list[str]
    events: int

    @computed_field
    def why(self) -> list[MatchReason]:
        return reasons_of([self.because])


class PlaceSuggestion(BaseModel):
    """Two places that may be one, by the id that each has now."""

    model_config = ConfigDict(from_attributes=True)

    place_id: int
    place: str | None
    place_address: str | None
    other_place_id: int
    other_place: str | None
    other_address: str | None
    fuller_id: int = Field(description="The place whose name stays if they become one, unless you name the other.")
    reason: str = Field(description="`why` in English.", examples=["same address: 5 bay, under two names"])
    suggested_at: datetime

    @computed_field
    def why(self) -> list[MatchReason]:
        return reasons_of([self.reason])


class PlaceSuggestions(BaseModel):
    suggestions: list[PlaceSuggestion]


class WholePlace(TownPlace):
    spelled: list[SpellingOf]
    inside: list[TownPlace] = Field(description="Its rooms.")
    suggestions: list[PlaceSuggestion]


class Into(BaseModel):
    model_config = ConfigDict(extra="forbid")

    into: Id = Field(description="The place that stays, with its name.")


class Spellings(BaseModel):
    model_config = ConfigDict(extra="forbid")

    spellings: list[Id] = Field(min_length=1, max_length=200, description="Ids from `spelled`.")


class NewName(BaseModel):
    """`address` null: it stays."""

    model_config = ConfigDict(extra="forbid")

    name: Line
    address: Line | None = None


class Building(BaseModel):
    model_config = ConfigDict(extra="forbid")

    building: Id | None = Field(description="Null: the place is in no building.")


class Pair(BaseModel):
    """`inside`: the venue is a room of the other one. `keep`: the one whose name stays; null: the fuller one."""

    model_config = ConfigDict(extra="forbid")

    venue: Id
    other: Id
    inside: bool = False
    keep: Id | None = None


class Apart(BaseModel):
    model_config = ConfigDict(extra="forbid")

    venue: Id
    other: Id


@router.get("/places", dependencies=[Depends(readable)])
def list_places(
    request: Request,
    response: Response,
    q: Annotated[Text | None, Query(description="Part of a name, an address, or a spelling.")] = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Places:
    """Lists places by name, buildings before their rooms."""
    after = 0 if cursor is None else _position(cursor)
    with transaction() as connection:
        found = reads.list_places(connection, words=q, after=after, limit=limit + 1)
    following = pack([after + limit]) if len(found) > limit else None
    response.headers.update(links(request, following))
    return Places(places=[TownPlace.model_validate(each) for each in found[:limit]], next=following)


@router.get("/places/{venue_id}", dependencies=[Depends(readable)], responses=refusals(HTTPStatus.NOT_FOUND))
def read_place(venue_id: VenueId) -> WholePlace:
    """Returns a place with its spellings, rooms, and open suggestions. The id may be that of any of its venues."""
    with transaction() as connection:
        return _whole(connection, _found(connection, venue_id))


@router.post("/places/{venue_id}/merge", responses=REFUSED)
def merge_places(venue_id: VenueId, given: Into, actor: Editor) -> WholePlace:
    """Makes the place one with another, which keeps its name, and takes the address and coordinates that it lacks. Old
    addresses lead to that one."""
    return _changed(actor, "merge venues", lambda c: edits.merge(c, venue_id, given.into, by=actor.name))


@router.post("/places/{venue_id}/split", responses=REFUSED)
def split_place(venue_id: VenueId, given: Spellings, actor: Editor) -> WholePlace:
    """Takes spellings out of the place, into a new one, which is returned. The rules never join the two again."""

    def act(connection: Connection) -> int:
        place = _found(connection, venue_id)
        if {reads.place_id_of(connection, each) for each in given.spellings} != {place.id}:
            raise PlaceRefused(f"Place {place.id} doesn't have all of these spellings.")
        return edits.split(connection, given.spellings, by=actor.name)[1]

    return _changed(actor, "split venue", act)


@router.post("/places/{venue_id}/rename", responses=REFUSED)
def rename_place(venue_id: VenueId, given: NewName, actor: Editor) -> WholePlace:
    """Sets the name, and perhaps the address, that people see."""
    names, new = given.model_dump(), (venue_id, given.model_dump(exclude_none=True))
    return _changed(actor, "rename venue", lambda c: edits.rename(c, venue_id, **names, by=actor.name), new)


@router.post("/places/{venue_id}/locate", responses=REFUSED)
def locate_place(venue_id: VenueId, given: Degrees, actor: Editor) -> WholePlace:
    """Sets the coordinates."""
    at = given.model_dump()
    return _changed(actor, "locate venue", lambda c: edits.locate(c, venue_id, **at, by=actor.name), (venue_id, at))


@router.post("/places/{venue_id}/room", responses=REFUSED)
def house_place(venue_id: VenueId, given: Building, actor: Editor) -> WholePlace:
    """Makes the place a room of a building, or a place of its own."""
    new = (venue_id, {"building_id": given.building})
    return _changed(actor, "house venue", lambda c: edits.house(c, venue_id, given.building, by=actor.name), new)


@router.get("/venue-suggestions")
def list_suggestions(_actor: Editor) -> PlaceSuggestions:
    """Lists pairs of places that may be one, those with the most events first."""
    with transaction() as connection:
        found = reads.suggestions(connection, limit=MOST_SUGGESTIONS)
    return PlaceSuggestions(suggestions=[PlaceSuggestion.model_validate(each) for each in found])


@router.post("/venue-suggestions/accept", responses=REFUSED)
def accept_suggestion(given: Pair, actor: Editor) -> WholePlace:
    """Makes two places one for good, or the first a room of the other. Returns what people see."""
    return _changed(
        actor,
        "accept venue",
        lambda c: edits.accept(c, given.venue, given.other, inside=given.inside, keep=given.keep, by=actor.name),
    )


@router.post("/venue-suggestions/refuse", responses=REFUSED)
def refuse_suggestion(given: Apart, actor: Editor) -> WholePlace:
    """Keeps two places apart for good. Returns the first."""

    def act(connection: Connection) -> int:
        edits.refuse(connection, given.venue, given.other, by=actor.name)
        return given.venue

    return _changed(actor, "keep venues apart", act)


def _changed(
    actor: Actor, action: str, act: Callable[[Connection], int], new: tuple[int, Mapping[str, object]] | None = None
) -> WholePlace:
    """Makes the change and records it, unless the place has all the `new` values already. Raises Problem 404 or 409
    with the reason if it can't be made."""
    try:
        with transaction() as connection:
            if new is not None:
                current = _found(connection, new[0])
                if all(getattr(current, name) == value for name, value in new[1].items()):
                    return _whole(connection, current)
            place = _whole(connection, _found(connection, act(connection)))
            after = place.model_dump(mode="json", include={"label", "address", "latitude", "longitude", "building_id"})
            subject = f"venue:{place.id}"
            audit.record(connection, actor=actor.name, action=action, subject=subject, after=after)
            return place
    except NoSuchVenue as error:
        raise Problem(HTTPStatus.NOT_FOUND, str(error)) from error
    except PlaceRefused as error:
        raise Problem(HTTPStatus.CONFLICT, str(error)) from error


def _found(connection: Connection, venue_id: int) -> PlaceEntry:
    place_id = reads.place_id_of(connection, venue_id)
    place = None if place_id is None else reads.read_place(connection, place_id)
    if place is None:
        raise Problem(HTTPStatus.NOT_FOUND, f"There is no venue {venue_id}.")
    return place


def _whole(connection: Connection, place: PlaceEntry) -> WholePlace:
    return WholePlace(
        **asdict(place),
        label=place.label,
        spelled=[SpellingOf.model_validate(each) for each in reads.spellings(connection, place.id)],
        inside=[TownPlace.model_validate(each) for each in reads.rooms(connection, place.id)],
        suggestions=[PlaceSuggestion.model_validate(each) for each in reads.suggestions(connection, place_id=place.id)],
    )


def _position(cursor: str) -> int:
    (after,) = unpack(cursor, 1)
    if not isinstance(after, int) or not 0 < after < 2**31:
        refuse("cursor", UNKNOWN_CURSOR)
    return after
