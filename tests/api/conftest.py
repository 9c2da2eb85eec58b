"""The service on a database of the test's own, asked over HTTP without a socket."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.api import create_app
from tests.api.acting import acting, admin, editor, queue, quick_hashes, reader, service

__all__ = ["acting", "admin", "editor", "queue", "quick_hashes", "reader", "service"]


@pytest.fixture
def client(service_environment: None) -> Iterator[TestClient]:
    """Errors are answered, not raised, as a server does it."""
    with TestClient(create_app(), raise_server_exceptions=False) as client:
        yield client
