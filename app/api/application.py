"""The FastAPI application, assembled: `uvicorn --factory app.api:create_app`."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.api import (
    audit,
    beside,
    body_limit,
    discover,
    event_feed,
    events,
    feeds,
    headers,
    health,
    hidden,
    hiding,
    keys,
    kit,
    metrics,
    occurrences,
    openapi,
    page,
    parked,
    plain,
    problems,
    progress,
    rate_limit,
    reference,
    runs,
    schedules,
    searches,
    session,
    source_health,
    sources_admin,
    tasks,
    unavailable,
    venues,
)
from app.api.tracing import Traced
from app.config import settings
from app.tracing import enabled

ROUTERS: tuple[APIRouter, ...] = (
    occurrences.router,
    events.router,
    events.lively,
    venues.router,
    discover.router,
    searches.router,
    hiding.router,
    hidden.router,
    sources_admin.router,
    source_health.router,
    tasks.router,
    runs.router,
    progress.router,
    schedules.router,
    parked.router,
    session.router,
    keys.router,
    audit.router,
    beside.router,
    feeds.router,
    event_feed.router,
    kit.router,
    health.router,
    metrics.router,
    plain.router,
)
"""In this order, which is the order of the documentation too."""


def create_app() -> FastAPI:
    """A new application. Connects to nothing before the first request."""
    app = FastAPI(
        title="Marquee",
        summary="What is on: local events, harvested from the places that publish them.",
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    problems.install(app)
    unavailable.install(app)
    openapi.install(app)
    headers.install(app)
    reference.install(app)
    if enabled():
        app.add_middleware(Traced)
    for middleware in (body_limit.BodyLimit, rate_limit.RateLimit):
        app.add_middleware(middleware)
    if proxies := settings().trusted_proxies:  # added last, it runs first: all others see the client's address
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=proxies)
    for router in ROUTERS:
        app.include_router(router)
    app.include_router(page.router())  # last: it takes every address that is left
    return app
