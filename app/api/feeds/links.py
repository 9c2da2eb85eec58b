"""Addresses of feeds, and links to subscribe to them."""

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
"""In characters. By default nginx allows 4 KB for all headers of an answer."""


class FeedAddress(BaseModel):
    """One format of a feed."""

    format: FeedFormat
    media_type: str = Field(examples=["text/calendar"])
    url: str = Field(examples=["https://events.example/feeds/events.ics?free=true"])


class FeedAddresses(BaseModel):
    """A feed's address in every format, and links to subscribe to it.

    `webcal` opens the device's calendar program; `google` and `outlook` add the feed to web calendars.
    """

    feeds: list[FeedAddress]
    webcal: str = Field(examples=["webcal://events.example/feeds/events.ics?free=true"])
    google: str = Field(examples=["https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fevents.example%2F…"])
    outlook: str = Field(
        examples=["https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fevents.example%2F…"]
    )


def base(request: Request) -> str:
    """The service's address without a final slash: PUBLIC_URL, or else the one that the request used."""
    return (settings().public_url or str(request.base_url)).rstrip("/")


def vary() -> dict[str, str]:
    """What a cached answer with links depends on, as a `Vary` header: the host that the client used, unless PUBLIC_URL
    is set."""
    return {} if settings().public_url else {"Vary": "Host"}


def query(request: Request) -> str:
    """The request's filters in a fixed order, as a query string with its question mark; "" without filters."""
    filters = [(name, value) for name in PARAMETERS for value in request.query_params.getlist(name)]
    return f"?{urlencode(filters)}" if filters else ""


def address(request: Request, folder: str, format: FeedFormat) -> str:  # noqa: A002  # the parameter's name
    """A feed's address with the request's filters. `folder`: "", or for example `venues/3/`."""
    return f"{base(request)}/feeds/{quote(folder)}events.{format}{query(request)}"


def webcal(url: str) -> str:
    """The address for calendar programs. The scheme isn't registered, but all of them know it."""
    return f"webcal://{url.partition('://')[2]}"


def addresses(request: Request, folder: str) -> FeedAddresses:
    """A feed's addresses, with the request's filters."""
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
    """The format's media type without parameters."""
    return FORMATS[format].media_type.partition(";")[0]


def link_header(request: Request, folder: str, own: FeedFormat) -> dict[str, str]:
    """The `Link` header (RFC 8288): this feed, its other formats, and the calendar's `webcal` address. Empty if the
    filters are so long that a proxy might refuse the header."""
    links = []
    for each in FORMATS:
        url = web_address(address(request, folder, each))
        links.append(f'<{url}>; rel="{"self" if each is own else "alternate"}"; type="{media_type(each)}"')
    calendar = web_address(address(request, folder, FeedFormat.ICS)) or ""
    links.append(f'<{webcal(calendar)}>; rel="alternate"; type="text/calendar"; title="subscribe"')
    header = ", ".join(links)
    return {"Link": header} if len(header) <= LONGEST_HEADER else {}
