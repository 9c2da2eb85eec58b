"""`/sitemap.xml`, `/robots.txt`, and the style sheet of plain documents."""

from __future__ import annotations

from collections.abc import Iterator

from fastapi import APIRouter, Request, Response

from app.api.access.public_reads import PUBLIC
from app.api.feeds.links import base, vary
from app.api.pages import frame
from app.api.pages.addresses import DAYS, category_path, event_path, venue_path
from app.api.pages.caching import CachedByHost
from app.feeds.markup import escape
from core.config import settings
from storage.categories.rules import category_names
from storage.database.read_only import reading
from storage.search import sitemap

MOST_EVENTS, MOST_VENUES = 40_000, 9_000
"""A sitemap has at most 50,000 addresses (sitemaps.org)."""
FORBIDDEN = ("/admin/", "/api/", "/submit", "/*?*cursor=")

router = APIRouter(include_in_schema=False)
cached = APIRouter(include_in_schema=False, dependencies=PUBLIC, route_class=CachedByHost)


@cached.api_route("/sitemap.xml", methods=["GET", "HEAD"])
def sitemap_xml(request: Request) -> Response:
    body = "".join(_urls(base(request)))
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{body}</urlset>\n'
    return Response(text, media_type="application/xml", headers=vary())


def _urls(origin: str) -> Iterator[str]:
    with reading() as connection:
        events = sitemap.coming_events(connection, most=MOST_EVENTS)
        venues = sitemap.venues(connection, most=MOST_VENUES)
        categories = category_names(connection)
    for path in ("/", "/venues/", *(f"/{day}" for day in DAYS)):
        yield _url(f"{origin}{path}")
    for slug in categories:
        yield _url(f"{origin}{category_path(slug)}")
    for one in events:
        changed = f"<lastmod>{one.changed_at:%Y-%m-%d}</lastmod>" if one.changed_at else ""
        yield _url(f"{origin}{event_path(one.id, one.name)}", changed)
    for one in venues:
        yield _url(f"{origin}{venue_path(one.id, one.name)}")


def _url(address: str, more: str = "") -> str:
    return f"<url><loc>{escape(address)}</loc>{more}</url>\n"


@router.api_route("/robots.txt", methods=["GET", "HEAD"])
def robots(request: Request) -> Response:
    """Lets search engines read the public pages, if reads are public."""
    paths = FORBIDDEN if settings().public_reads else ("/",)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in paths)]
    if settings().public_reads:
        lines.append(f"Sitemap: {base(request)}/sitemap.xml")
    return Response("\n".join(lines) + "\n", media_type="text/plain", headers=vary())


@router.api_route("/style.css", methods=["GET", "HEAD"])
def style() -> Response:
    return Response(frame.STYLE, media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})


router.include_router(cached)
