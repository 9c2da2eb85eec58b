"""Addresses of feeds, and links to subscribe to them."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from fastapi import Request
from pydantic import BaseModel, Field

from app.api.feeds.saved_filter import FILTERS
from app.feeds.addresses import web_address
from app.feeds.formats import FORMATS, FeedFormat
from core.config import settings

PARAMETERS = (*FILTERS, "limit", "days")
SPANS = (31, 92, 366)
"""How many days the calendars have that people can choose from, besides all."""
LONGEST = 3660
"""In days: ten years, which is every event that a source announces."""
LONGEST_HEADER = 3000
"""In characters. By default nginx allows 4 KB for all headers of an answer."""


class FeedAddress(BaseModel):
    """One format of a feed."""

    format: FeedFormat
    media_type: str = Field(examples=["text/calendar"])
    url: str = Field(examples=["https://events.example/feeds/events.ics?free=true"])


class Span(BaseModel):
    """The calendar of the next so many days; `days` is null for all events."""

    days: int | None = Field(examples=[92])
    url: str = Field(examples=["https://events.example/feeds/events.ics?days=92"])
    webcal: str = Field(examples=["webcal://events.example/feeds/events.ics?days=92"])


class FeedAddresses(BaseModel):
    """A feed's address in every format, links to subscribe to it, and calendars of other spans.

    `webcal` opens the device's calendar program; `google` and `outlook` add the feed to web calendars.
    """

    feeds: list[FeedAddress]
    spans: list[Span]
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


def query(request: Request, days: int | None = None) -> str:
    """The request's filters in a fixed order, as a query string with its question mark; "" without filters. `days`
    replaces the request's own."""
    filters = [(name, value) for name in PARAMETERS for value in request.query_params.getlist(name)]
    if days is not None:
        filters = [*((name, value) for name, value in filters if name != "days"), ("days", str(days))]
    return f"?{urlencode(filters)}" if filters else ""


def address(request: Request, folder: str, format: FeedFormat, days: int | None = None) -> str:  # noqa: A002
    """A feed's address with the request's filters. `folder`: "", or for example `venues/3/`. `days`: another span."""
    return f"{base(request)}/feeds/{quote(folder)}events.{format}{query(request, days)}"


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
        spans=[_span(request, folder, days) for days in (*SPANS, None)],
        webcal=webcal(calendar),
        google=f"https://calendar.google.com/calendar/r?{urlencode({'cid': webcal(calendar)})}",
        outlook=f"https://outlook.live.com/calendar/0/addfromweb?{urlencode({'url': calendar})}",
    )


def _span(request: Request, folder: str, days: int | None) -> Span:
    url = address(request, folder, FeedFormat.ICS, days or LONGEST)
    return Span(days=days, url=url, webcal=webcal(url))


def media_type(format: FeedFormat) -> str:  # noqa: A002  # the parameter's name
    """The format's media type without parameters."""
    return FORMATS[format].media_type.partition(";")[0]


def link_header(request: Request, folder: str, own: FeedFormat, *, bounded: bool) -> dict[str, str]:
    """The `Link` header (RFC 8288): this feed, its other formats, the calendar's `webcal` address, and for a `bounded`
    feed the one without an end. Empty if the filters are so long that a proxy might refuse the header."""
    start, filters = f"{base(request)}/feeds/{quote(folder)}events", query(request)
    urls = {each: web_address(f"{start}.{each}{filters}") for each in FORMATS}
    links = [
        f'<{url}>; rel="{"self" if each is own else "alternate"}"; type="{media_type(each)}"'
        for each, url in urls.items()
    ]
    calendar = webcal(urls[FeedFormat.ICS] or "")
    links.append(f'<{calendar}>; rel="alternate"; type="text/calendar"; title="subscribe"')
    if bounded:
        everything = web_address(address(request, folder, own, LONGEST))
        links.append(f'<{everything}>; rel="alternate"; type="{media_type(own)}"; title="all events"')
    header = ", ".join(links)
    return {"Link": header} if len(header) <= LONGEST_HEADER else {}
