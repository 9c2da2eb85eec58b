"""The rules' reasons as the API gives them."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from app.edits.reasons import TEXT, read_reasons


class MatchReason(BaseModel):
    """One of the rules' reasons. `points`: of this reason and those before it without points; null: it gives none."""

    model_config = ConfigDict(from_attributes=True)

    code: str = Field(description=f"`{TEXT}`: the value is a text.", examples=["same_address"])
    value: str = Field(description="What it names; empty for nothing.", examples=["12 harbor"])
    points: float | None = Field(examples=[2])


def reasons_of(texts: Iterable[str | None]) -> list[MatchReason]:
    return [MatchReason.model_validate(each) for one in texts if one for each in read_reasons(one)]
