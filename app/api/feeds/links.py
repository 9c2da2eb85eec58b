"""The addresses under which feeds are found and subscribed to."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from fastapi import Request
from pydantic import BaseModel, Field

from app.api.feeds.saved_filter import FILTERS
from app.feeds.addresses import web_address
from app.feeds.formats import FORMATS, FeedFormat
from core.config import settings

PARAMETERS = (*FILTERS, "limit")
LONGEST_HEADER = 3000
"""Characters; nginx takes 4 KB for all headers of an answer unless told otherwise."""


class FeedAddress(BaseModel):
    """One format of a feed."""

    format: FeedFormat
    media_type: str = Field(examples=["text/calendar"])
    url: str = Field(examples=["https://events.example/feeds/events.ics?free=true"])


class FeedAddresses(BaseModel):
    """A view of the events in every format, and ways to subscribe to it.

    `webcal` opens the calendar program of the device; `google` and `outlook` add the feed to calendars on the web.
    """

    feeds: list[FeedAddress]
    webcal: str = Field(examples=["webcal://events.example/feeds/events.ics?free=true"])
    google: str = Field(examples=["https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fevents.example%2F…"])
    outlook: str = Field(
        examples=["https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fevents.example%2F…"]
    )


def base(request: Request) -> str:
    """Where people reach the service, without a slash at the end: PUBLIC_URL, else as the request was addressed."""
    return (settings().public_url or str(request.base_url)).rstrip("/")


def query(request: Request) -> str:
    """The filters of the request, in one order, with a question mark before them; "" for none."""
    told = [(name, value) for name in PARAMETERS for value in request.query_params.getlist(name)]
    return f"?{urlencode(told)}" if told else ""


def address(request: Request, folder: str, format: FeedFormat) -> str:  # noqa: A002  # the parameter's name
    """Of a feed. `folder`: "" or `venues/3/`."""
    return f"{base(request)}/feeds/{quote(folder)}events.{format}{query(request)}"


def webcal(url: str) -> str:
    """The address for programs that subscribe to calendars (an unregistered scheme that all of them know)."""
    return f"webcal://{url.partition('://')[2]}"


def addresses(request: Request, folder: str) -> FeedAddresses:
    """Every format of a feed, with the filters of the request."""
    calendar = address(request, folder, FeedFormat.ICS)
    return FeedAddresses(
        feeds=[
            FeedAddress(format=each, media_type=media_type(each), url=address(request, folder, each))
            for each in FORMATS
        ],
        webcal=webcal(calendar),
        google=f"https://calendar.google.com/calendar/r?{urlencode({'cid': webcal(calendar)})}",
        outlook=f"https://outlook.live.com/calendar/0/addfromweb?{urlencode({'url': calendar})}",
    )


def media_type(format: FeedFormat) -> str:  # noqa: A002  # the parameter's name
    """Without parameters."""
    return FORMATS[format].media_type.partition(";")[0]


def link_header(request: Request, folder: str, own: FeedFormat) -> dict[str, str]:
    """RFC 8288: the feed itself, the same in other formats, and the calendar's `webcal` address. None where the filters
    are so long that a proxy might refuse the answer for it."""
    told = []
    for each in FORMATS:
        url = web_address(address(request, folder, each))
        told.append(f'<{url}>; rel="{"self" if each is own else "alternate"}"; type="{media_type(each)}"')
    calendar = web_address(address(request, folder, FeedFormat.ICS)) or ""
    told.append(f'<{webcal(calendar)}>; rel="alternate"; type="text/calendar"; title="subscribe"')
    header = ", ".join(told)
    return {"Link": header} if len(header) <= LONGEST_HEADER else {}
