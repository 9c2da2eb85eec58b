"""What a widget shows and how it looks, from the parameters of its address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from fastapi import Request

from app.api.calendar.filters import refuse
from app.api.feeds.saved_filter import FILTERS
from app.api.http.known_parameters import refuse_unknown
from app.api.http.pagination import LARGEST_BIGINT
from app.api.pages.content.view import Filters
from app.api.pages.given import given_in, month_in
from app.api.pages.language.choice import PARAMETER
from app.language.files import languages

Word = TypeVar("Word", bound=StrEnum)


class Show(StrEnum):
    LIST = "list"
    CARDS = "cards"
    MONTH = "month"
    EVENT = "event"


class Theme(StrEnum):
    """`auto`: as the visitor's system."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


COLORS = ("accent", "background", "text")
LOOK = ("theme", *COLORS)
OWN = ("show", "limit", "days", "month", "heading", PARAMETER, *LOOK)
PARAMETERS = (*OWN, *FILTERS)
"""Each is an attribute of the widget's element, too."""
MOST_EVENTS, USUAL, MOST_DAYS = 50, 10, 366
NO_HEADING = "none"
LONGEST_HEADING = 120
_COLOR = re.compile("#[0-9a-f]{6}")
_NUMBER = re.compile("[1-9][0-9]{0,18}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """`days`: how many from today, None for all. `month`: its first day, only with Show.MONTH; `event_id`: only with
    Show.EVENT. `colors`: `#0a6166` by name, those that the site chose. `heading`: the site's own; "" is
    the calendar's, NO_HEADING leaves it out. `given`: the parameters as they came, checked."""

    show: Show
    filters: Filters
    limit: int
    days: int | None
    month: date | None
    event_id: int | None
    heading: str
    theme: Theme
    colors: dict[str, str]
    given: Sequence[tuple[str, str]]

    def query(self, *, without: Sequence[str] = (), **changed: str) -> str:
        """The parameters as a query string without its question mark, with some of them left out or changed."""
        kept = [(name, value) for name, value in self.given if name not in (*without, *changed)]
        return urlencode([*kept, *changed.items()])

    def bounded(self, today: date) -> Filters:
        """The filters with the end that `days` names."""
        if self.days is None:
            return self.filters
        return {**self.filters, "until": (today + timedelta(days=self.days)).isoformat()}


def widget_in(request: Request, now: datetime, *, besides: Sequence[str] = ()) -> Widget:
    """The widget that a request asks for. Empty parameters are ignored. Raises Problem 422 with the first parameter
    that is wrong. `now`: aware, in the town's zone; `besides`: parameters that say nothing to the widget."""
    refuse_unknown(request, (*PARAMETERS, *besides))
    show = _word(request, "show", Show, Show.LIST)
    filters = dict(given_in(request))
    event = str(filters.pop("event", "")) if show is Show.EVENT else None
    if event is not None and not (_NUMBER.fullmatch(event) and int(event) <= LARGEST_BIGINT):
        refuse("event", "must be the number at the end of the event's address")
    heading = _text(request, "heading")
    if len(heading) > LONGEST_HEADING:
        refuse("heading", f"must have at most {LONGEST_HEADING} characters")
    days = _number(request, "days", MOST_DAYS)
    if days is not None and filters.keys() & {"day", "from", "until"}:
        refuse("days", "cannot be combined with `day`, `from`, or `until`")
    return Widget(
        show=show,
        filters=filters,
        limit=_number(request, "limit", MOST_EVENTS) or USUAL,
        days=days,
        month=month_in(request, now.date()) if show is Show.MONTH else None,
        event_id=None if event is None else int(event),
        heading=heading,
        theme=_word(request, "theme", Theme, Theme.AUTO),
        colors=dict(_colors(request)),
        given=[
            (name, value.strip())
            for name, value in request.query_params.multi_items()
            if value.strip() and name not in besides
        ],
    )


def _text(request: Request, name: str) -> str:
    values = [value.strip() for value in request.query_params.getlist(name) if value.strip()]
    if len(values) > 1:
        refuse(name, "takes one value")
    return values[0] if values else ""


def _word(request: Request, name: str, words: type[Word], usual: Word) -> Word:
    text = _text(request, name)
    if text and text not in list(words):
        refuse(name, f"must be {', '.join(list(words)[:-1])}, or {list(words)[-1]}")
    return words(text) if text else usual


def _number(request: Request, name: str, most: int) -> int | None:
    text = _text(request, name)
    if not text:
        return None
    if not re.fullmatch("[0-9]{1,4}", text) or not 1 <= int(text) <= most:
        refuse(name, f"must be a number from 1 to {most}")
    return int(text)


def _colors(request: Request) -> Iterator[tuple[str, str]]:
    for name in COLORS:
        if color := _text(request, name).lower():
            if not _COLOR.fullmatch(color):
                refuse(name, "must be a color such as #0a6166")
            yield name, color


def language_in(request: Request) -> str | None:
    """The language that the request names. Raises Problem 422 for an unknown one."""
    chosen = _text(request, PARAMETER)
    if chosen and chosen not in languages():
        refuse(PARAMETER, f"must be one of: {', '.join(languages())}")
    return chosen or None
