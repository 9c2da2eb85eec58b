"""The parameters of the public pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import Query, Request

from app.api.calendar.filters import NO_NUL, refuse
from app.api.feeds.saved_filter import FILTERS as OF_FEEDS
from app.api.pages.language.choice import PARAMETER

FILTERS = ("q", *(name for name in OF_FEEDS if name != "q"))
OF_SCRIPT = ("view", "month", PARAMETER)
"""Parameters that don't filter: `view=calendar` shows a month."""
TRACKING = re.compile(r"utm_\w+|\w*clid|mc_[ce]id|igshid|ref")
"""Parameters that other sites and mail programs add to links."""
_MONTH = re.compile(r"(19|2[01])\d\d-(0[1-9]|1[0-2])")
Cursor = Annotated[str | None, Query(max_length=300)]
Words = Annotated[str, Query(max_length=200, pattern=NO_NUL)]


def tracking(request: Request) -> Sequence[str]:
    """The parameters that say nothing to the filters."""
    return [name for name in request.query_params if name == PARAMETER or TRACKING.fullmatch(name)]


def given_in(request: Request) -> dict[str, str | list[str]]:
    """The request's filters. Several categories are a list, because a category may have commas."""
    filters: dict[str, str | list[str]] = {}
    for name in FILTERS:
        values = [value.strip() for value in request.query_params.getlist(name) if value.strip()]
        if values:
            filters[name] = values if name == "category" else ",".join(values)
    return filters


def month_in(request: Request, today: date, *, asked: bool = False) -> date | None:
    """The first day of the month to show; None if the request doesn't ask for the calendar. `asked`: it does, without
    saying so. Raises Problem 422."""
    if not asked and request.query_params.get("view") != "calendar":
        return None
    month = request.query_params.get("month", "")
    if not month:
        return today.replace(day=1)
    if not _MONTH.fullmatch(month):
        refuse("month", "must be a month such as 2026-11")
    return date.fromisoformat(f"{month}-01")
