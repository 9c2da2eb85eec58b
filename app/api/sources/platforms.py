"""The route that lists the platforms: the choices for a source's spider and for a preview."""

from __future__ import annotations

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from app.api.access.auth import require
from scrapers.platforms.arguments import ArgumentType
from scrapers.platforms.registry import platforms

router = APIRouter(prefix="/api/sources/platforms", tags=["sources"], dependencies=[Depends(require("read"))])


class PlatformArgument(BaseModel):
    """An argument of a platform's spider. `least` and `most` are inclusive; null means no bound."""

    model_config = ConfigDict(from_attributes=True)

    name: str = Field(examples=["months_ahead"])
    type: ArgumentType
    help: str = Field(examples=["Months to read after this one."])
    default: int | bool | None = Field(examples=[2])
    least: int | None = Field(default=None, examples=[0])
    most: int | None = Field(default=None, examples=[24])


class PlatformChoice(BaseModel):
    """A way in which sites publish events."""

    model_config = ConfigDict(from_attributes=True)

    name: str = Field(description="Also the name of its spider.", examples=["tribe"])
    title: str = Field(examples=["The Events Calendar (WordPress)"])
    covers: str = Field(
        description="The days that a run covers. Only events on these days can be withdrawn.",
        examples=["the requested months, once their feeds are read"],
    )
    docs: str = Field(description="The guide's path in the repository.", examples=["docs/platforms/tribe.md"])
    arguments: list[PlatformArgument]


class Platforms(BaseModel):
    platforms: list[PlatformChoice]


@router.get("")
def list_platforms() -> Platforms:
    """Lists the platforms whose sites Marquee can read, in alphabetical order."""
    return Platforms(platforms=[PlatformChoice.model_validate(one) for one in platforms().values()])
