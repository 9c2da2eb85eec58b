"""Redirects from the addresses that the public pages had earlier (`/plain/`)."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.api.http.fields import BigId

router = APIRouter(prefix="/plain", include_in_schema=False)


@router.api_route("", methods=["GET", "HEAD"])
@router.api_route("/", methods=["GET", "HEAD"])
def front(request: Request) -> Response:
    return _moved(request, "/")


@router.api_route("/{kind}/{identity}", methods=["GET", "HEAD"])
def event_or_venue(request: Request, kind: str, identity: BigId) -> Response:
    return _moved(request, f"/{kind}/{identity}" if kind in ("events", "venues") else "/")


def _moved(request: Request, path: str) -> Response:
    query = request.url.query
    return RedirectResponse(f"{path}?{query}" if query else path, HTTPStatus.MOVED_PERMANENTLY)
