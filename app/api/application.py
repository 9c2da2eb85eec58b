"""The FastAPI application, assembled: `uvicorn --factory app.api:create_app`."""

from __future__ import annotations

from fastapi import APIRouter, Depends, FastAPI
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from app.api import compression, head_requests
from app.api.access import account, audit, cross_origin, invitations, keys, people, session, two_step
from app.api.alerts import routes as alert_routes
from app.api.branding import files as brand_files
from app.api.branding import routes as branding
from app.api.calendar import discover, events, occurrences, venues
from app.api.editing import (
    added_events,
    bulk,
    categories,
    edits,
    hidden_events,
    inbox,
    merged_events,
    places,
    queue,
    series,
    stories,
)
from app.api.feeds import event_feed, feeds, kit, searches
from app.api.http import body_limit, headers, problems, rate_limit, unavailable
from app.api.http.fields import whole_characters
from app.api.http.known_parameters import known_parameters
from app.api.http.tracing import Traced
from app.api.letter import lists as letter_lists
from app.api.letter import online as letters_online
from app.api.letter import pages as letter_pages
from app.api.letter import routes as letter_routes
from app.api.operations import health, metrics, openapi, service_links
from app.api.operations.watching import watching
from app.api.pages import answers, earlier, mine, page, public, reference, sitemap, social, submit
from app.api.runs import progress, runs
from app.api.sources import admin as sources_admin
from app.api.sources import coverage as source_coverage
from app.api.sources import discovery as source_discovery
from app.api.sources import health as source_health
from app.api.sources import platforms as source_platforms
from app.api.sources import recipes as source_recipes
from app.api.sources import removal as source_removal
from app.api.sources import reports as source_reports
from app.api.sources import states as source_states
from app.api.sources.copy import routes as source_copies
from app.api.tasks import parked, schedules, tasks
from app.api.widget import builder, oembed
from app.api.widget import routes as widget
from app.branding.file import file_branding
from core.config import settings
from core.tracing import enabled

ROUTERS: tuple[APIRouter, ...] = (
    occurrences.router,
    events.router,
    events.uncached,
    venues.router,
    places.router,
    categories.router,
    discover.router,
    searches.router,
    hidden_events.router,
    edits.router,
    added_events.router,
    bulk.router,
    stories.router,
    queue.router,
    inbox.router,
    merged_events.router,
    series.router,
    source_states.router,  # before /api/sources/{id}
    source_coverage.router,
    source_reports.router,
    sources_admin.router,
    source_removal.router,
    source_discovery.router,
    source_recipes.router,
    source_copies.router,
    source_platforms.router,
    source_health.router,
    health.api,
    alert_routes.router,
    letter_lists.router,  # before /api/letters/{id}
    letter_routes.router,
    tasks.router,
    runs.router,
    progress.router,
    schedules.router,
    parked.router,
    session.router,
    account.router,
    two_step.router,
    people.router,
    invitations.router,
    keys.router,
    audit.router,
    branding.router,
    service_links.router,
    feeds.router,
    event_feed.router,
    kit.router,
)
"""The API and the feeds, in the order of its documentation."""
OTHERS: tuple[APIRouter, ...] = (
    health.router,
    metrics.router,
    submit.router,
    letter_pages.router,
    letters_online.router,
    sitemap.router,
    social.router,
    earlier.router,
    source_reports.page,
    mine.router,
    brand_files.router,
    widget.router,
    widget.content,
    builder.router,
    oembed.router,
    public.router,
)
"""Probes of the process may add parameters, and the pages explain a refusal themselves."""


def create_app() -> FastAPI:
    """Builds the application. Nothing connects before it serves. Raises BadSettings."""
    file_branding()
    app = FastAPI(
        title="Marquee",
        summary="Local events, collected from the sites of the venues and organizers that publish them.",
        version="1",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=watching,
    )
    problems.install(app)
    unavailable.install(app)
    openapi.install(app)
    headers.install(app)
    reference.install(app)
    if enabled():
        app.add_middleware(Traced)
    compression.install(app)
    app.add_middleware(cross_origin.CrossOrigin)
    for middleware in (head_requests.HeadRequests, body_limit.BodyLimit, rate_limit.RateLimit):
        app.add_middleware(middleware)
    if proxies := settings().trusted_proxies:  # added last, it runs first: all others see the client's address
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=proxies)
    for router in ROUTERS:
        app.include_router(router, dependencies=[Depends(known_parameters), Depends(whole_characters)])
    for router in OTHERS:
        app.include_router(router)
    app.include_router(page.router(answers.nothing_here))  # last, because it matches every other path
    return app
