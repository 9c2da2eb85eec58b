"""The settings of a source whose site errs in a known way, or that is asked in its own rhythm."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator


class SourceSettings(BaseModel):
    """utc_is_local   the site writes local times but marks them as UTC
    local_is_utc      the reverse: the site writes UTC times without a zone, or marks them with its own zone
    uids_change       the site makes new UIDs on every load
    learn_poll_rate   false: every scheduled run reads every feed

    If a run suggests `utc_is_local` or `local_is_utc` but the hours are right, false ends the suggestions."""

    model_config = ConfigDict(extra="forbid")

    utc_is_local: bool | None = None
    local_is_utc: bool | None = None
    uids_change: bool | None = None
    learn_poll_rate: bool | None = None

    @model_validator(mode="after")
    def _not_both(self) -> Self:
        if self.utc_is_local and self.local_is_utc:
            raise ValueError("utc_is_local and local_is_utc are opposites: set at most one")
        return self
