"""The FastAPI application, whose routes are built once per test process."""

from __future__ import annotations

import pytest
from fastapi import FastAPI
from starlette.datastructures import State


@pytest.fixture(scope="session")
def _built() -> FastAPI:
    from app.api import create_app  # takes a second, and most tests need no application

    return create_app()


@pytest.fixture
def application(_built: FastAPI) -> FastAPI:
    """As if just created: without a cache, with new middleware. An application builds its routes at its first request,
    which takes 0.15 s. Tests of what it reads at its creation, or with one client after another, call `create_app`."""
    _built.state = State()
    _built.dependency_overrides = {}
    _built.middleware_stack = None
    return _built
