"""The parameters of the public pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import Query, Request

from app.api.calendar.filters import FIRST_YEAR, LAST_YEAR, NO_NUL, refuse
from app.api.feeds.saved_filter import FILTERS as OF_FEEDS
from app.api.pages.language.choice import PARAMETER

FILTERS = ("q", *(name for name in OF_FEEDS if name != "q"))
OF_SCRIPT = ("view", "month", "week", PARAMETER)
"""Parameters that don't filter: `view=calendar` shows a month, `view=week` a week, `view=print` a list for paper, and
`view=map` a map next to the list, for which the page's script is needed."""
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


def view_in(request: Request) -> str:
    """`calendar`, `week`, or what else the page's script shows; "": a list."""
    return request.query_params.get("view", "")


def month_in(request: Request, today: date) -> date:
    """The first day of the month to show. Raises Problem 422."""
    month = request.query_params.get("month", "")
    if not month:
        return today.replace(day=1)
    if not _MONTH.fullmatch(month):
        refuse("month", "must be a month such as 2026-11")
    return date.fromisoformat(f"{month}-01")


def day_of_week_in(request: Request, today: date) -> date:
    """A day of the week to show. Raises Problem 422."""
    given = request.query_params.get("week", "")
    try:
        day = date.fromisoformat(given) if given else today
    except ValueError:
        day = date.min
    if not FIRST_YEAR <= day.year < LAST_YEAR:
        refuse("week", "must be one of its days, such as 2026-11-30")
    return day
