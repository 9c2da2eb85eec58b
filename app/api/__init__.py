"""The HTTP service: events for people and programs, and the back office for operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI


def create_app() -> FastAPI:
    """The application: `uvicorn --factory app.api:create_app`. Imports it here, because its routes take a second, and
    the commands `export` and `events bulk` need only the filters."""
    from app.api.application import create_app

    return create_app()
