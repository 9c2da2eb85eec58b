"""The branding's files: the style sheet, the logo, and the web manifest with the town's name."""

from __future__ import annotations

import json
from functools import cache
from http import HTTPStatus
from pathlib import Path

from fastapi import APIRouter, Response

from app.api.http.problems import Problem
from app.branding import site

MANIFEST = Path(__file__).resolve().parents[3] / "web" / "public" / "site.webmanifest"
FOREVER = "public, max-age=31536000, immutable"
"""Their addresses change with their content."""
A_LITTLE = "public, max-age=300"
PICTURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'none'"
"""A logo opened on its own runs nothing, though an SVG could have a script."""
READ = ["GET", "HEAD"]

router = APIRouter(include_in_schema=False)


@router.api_route("/brand/{name}", methods=READ)
def brand_file(name: str) -> Response:
    """The present style sheet or logo. The address of an earlier style sheet has the present one, for cached pages."""
    found = site.current()
    if name.endswith(".css"):
        lifetime = FOREVER if found.style_path == f"/brand/{name}" else "no-cache"
        return Response(found.style, media_type="text/css", headers={"Cache-Control": lifetime})
    if found.logo is not None and found.logo.path == f"/brand/{name}":
        headers = {"Cache-Control": FOREVER, "Content-Security-Policy": PICTURE_POLICY}
        return Response(found.logo.content, media_type=found.logo.media_type, headers=headers)
    raise Problem(HTTPStatus.NOT_FOUND, f"There is nothing at /brand/{name}.")


@router.api_route("/site.webmanifest", methods=READ)
def manifest() -> Response:
    found = site.current()
    described = {**_manifest(), "theme_color": found.palette.light.accent}
    if found.named:
        described |= {"name": found.name, "short_name": found.name}
    text = json.dumps(described, ensure_ascii=False, indent=2)
    return Response(text, media_type="application/manifest+json", headers={"Cache-Control": A_LITTLE})


@cache
def _manifest() -> dict[str, object]:
    found: dict[str, object] = json.loads(MANIFEST.read_text(encoding="utf-8"))
    return found
