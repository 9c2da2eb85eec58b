"""The routes that say what the town's sources don't cover."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.api.access.auth import Reader
from app.api.sources.states import CsvResponse
from app.board.coverage_rows import as_csv
from core.config import settings
from storage.database.engine import transaction
from storage.health import coverage

router = APIRouter(prefix="/api/sources", tags=["sources"])


class UncoveredVenue(BaseModel):
    """A venue without an enabled source of its own: none has most of its events there, and none has its name."""

    model_config = ConfigDict(from_attributes=True)

    place_id: int | None = Field(description="null if only a submission names it.")
    name: str
    address: str | None
    known_from: list[str] = Field(
        examples=[["gazetteer", "listing"]],
        description="`gazetteer`: a file or an editor. `submission`: the public or editors. `listing`: other sources.",
    )
    upcoming: int
    categories: list[str]
    listed_by: list[str] = Field(description="The titles of the sources that list its upcoming events.")


class UnconfirmedSource(BaseModel):
    """A source whose upcoming events no other source lists."""

    model_config = ConfigDict(from_attributes=True)

    source_id: int
    title: str
    upcoming: int


class CategoryDays(BaseModel):
    """`days`: how many showings there are in the next weeks on Mondays, Tuesdays, and so on."""

    model_config = ConfigDict(from_attributes=True)

    slug: str
    name: str
    days: list[int] = Field(min_length=7, max_length=7)


class TownCoverage(BaseModel):
    weeks: int
    venues: list[UncoveredVenue]
    sources: list[UnconfirmedSource]
    categories: list[CategoryDays]


@router.get("/coverage")
def show_coverage(_actor: Reader) -> TownCoverage:
    """Says what the sources don't cover: venues without a source, sources that nobody confirms, and weekdays on which a
    category has no events."""
    found = _read()
    return TownCoverage(
        weeks=coverage.WEEKS,
        venues=[UncoveredVenue.model_validate(one) for one in found.venues],
        sources=[UnconfirmedSource.model_validate(one) for one in found.sources],
        categories=[CategoryDays.model_validate(one) for one in found.categories],
    )


@router.get("/coverage.csv", response_class=CsvResponse)
def download_coverage(_actor: Reader) -> CsvResponse:
    """The same as a CSV file."""
    return CsvResponse(as_csv(_read()), headers={"Content-Disposition": 'attachment; filename="coverage.csv"'})


def _read() -> coverage.Coverage:
    with transaction() as connection:
        return coverage.read_coverage(connection, datetime.now(ZoneInfo(settings().timezone)).date())
