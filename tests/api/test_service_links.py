"""The back office's link to Flower: FLOWER_URL, or else only for browsers on the service's machine."""

from __future__ import annotations

import pytest

from core.config import BadSettings, settings


@pytest.mark.parametrize(
    ("host", "flower_url", "expected"),
    [
        ("127.0.0.1:8000", "", "http://127.0.0.1:5555/"),
        ("localhost", "", "http://localhost:5555/"),
        ("[::1]:8000", "", "http://[::1]:5555/"),
        ("events.example", "", None),
        ("127.0.0.1.evil.example", "", None),
        ("events.example", "https://flower.example/", "https://flower.example/"),
    ],
)
def test_where_flower_is(acting, reader, monkeypatch, host, flower_url, expected):
    monkeypatch.setenv("FLOWER_URL", flower_url)
    settings.cache_clear()
    answer = acting.get("/api/beside", headers={**reader, "Host": host})
    assert (answer.status_code, answer.json()) == (200, {"flower_url": expected})


def test_only_for_those_who_have_logged_in(acting):
    assert acting.get("/api/beside").status_code == 401


def test_an_invalid_flower_url_is_refused(monkeypatch):
    monkeypatch.setenv("FLOWER_URL", "javascript:alert(1)")
    settings.cache_clear()
    with pytest.raises(BadSettings, match="FLOWER_URL"):
        settings()
    monkeypatch.undo()
    settings.cache_clear()
