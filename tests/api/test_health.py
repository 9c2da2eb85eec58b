"""Health checks, and the common format of errors."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from app.services import ports
from core.config import settings
from storage.database import engine


def test_healthy(client):
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok"}


def test_not_ready_without_the_database(application, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"postgresql://u:s3cret@127.0.0.1:{ports.choose()}/d")
    settings.cache_clear()
    engine.engine.cache_clear()
    with TestClient(application) as client:
        assert client.get("/healthz").status_code == 200
        answer = client.get("/readyz")
    engine.engine.cache_clear()
    settings.cache_clear()
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == "The database is not responding."
    assert "s3cret" not in answer.text


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("POST", "/healthz", 405)])
def test_errors_are_problem_details(client, method, path, status):
    answer = client.request(method, path, headers={"Accept": "application/json"})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json()["status"], answer.json()["instance"]) == (status, path)


def test_metrics(client):
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert 'marquee_up{server="postgres"} 1.0' in answer.text
