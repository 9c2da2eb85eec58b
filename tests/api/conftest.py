"""The service on the test's own database, called over HTTP without a socket or in a separate process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from app.services import ports
from app.services.parts import procfile
from tests.api.acting import acting, admin, editor, queue, quick_hashes, reader, service

ROOT = Path(__file__).resolve().parents[2]

__all__ = ["acting", "admin", "editor", "queue", "quick_hashes", "reader", "service"]


@pytest.fixture
def client(application: FastAPI, service_environment: None) -> Iterator[TestClient]:
    """Exceptions become error answers, as in a real server."""
    with TestClient(application, raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def another_process(service_environment: None) -> Iterator[httpx.Client]:
    """A client of the API in a process of its own, started as the Procfile does. The compose files use the same line
    (tests/deploy/test_compose.py)."""
    port, folder = ports.choose(), Path(sys.executable).parent
    environment = {**os.environ, "API_PORT": str(port), "PATH": os.pathsep.join([str(folder), os.environ["PATH"]])}
    line = procfile.parse((ROOT / "Procfile").read_text())["api"]
    with (
        subprocess.Popen(["/bin/sh", "-c", line], cwd=ROOT, env=environment) as process,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as client,
    ):
        try:
            while not _answers(client):
                assert process.poll() is None, "the API exited during its start"
                time.sleep(0.05)
            yield client
        finally:
            process.terminate()


def _answers(client: httpx.Client) -> bool:
    try:
        return client.get("/healthz").is_success
    except httpx.TransportError:
        return False
