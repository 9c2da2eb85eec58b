"""The API reference at `/api/docs`: Swagger UI with the OpenAPI description.

All its files come from here. It works offline, and no other site's script gets near the session cookie.
"""

from __future__ import annotations

from pathlib import Path

import fastapi_offline
from fastapi import FastAPI
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles

from app.api.http.headers import page_policy
from app.api.http.inline_scripts import script_hashes

ADDRESS = "/api/docs"
FILES = Path(fastapi_offline.__file__).parent / "static"


def install(app: FastAPI) -> None:
    """Adds the page and its files."""
    assert app.openapi_url is not None
    page = get_swagger_ui_html(
        openapi_url=app.openapi_url,
        title=f"{app.title} API",
        swagger_js_url=f"{ADDRESS}/swagger-ui-bundle.js",
        swagger_css_url=f"{ADDRESS}/swagger-ui.css",
        swagger_favicon_url="/icon.svg",
    )
    text = bytes(page.body).decode()
    policy = {"Content-Security-Policy": page_policy(script_hashes(text))}

    @app.get(ADDRESS, include_in_schema=False)
    def reference() -> HTMLResponse:
        return HTMLResponse(text, headers=policy)  # a new one each time: the compression changes its headers

    app.mount(ADDRESS, StaticFiles(directory=FILES))
