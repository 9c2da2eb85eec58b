"""A container's health check exits with 0 if healthy, or 1 and the reason."""

from __future__ import annotations

import pytest
import redis

from app.services import healthcheck, ports
from app.services.probes import BEAT_LOCK
from app.services.stack import PROCFILE
from core.config import settings


@pytest.fixture(autouse=True)
def environment(service_environment, monkeypatch):
    for name in ("API_PORT", "FLOWER_PORT", "SCRAPYD_PORT"):
        monkeypatch.setenv(name, str(ports.choose()))


@pytest.mark.parametrize("name", ["api", "flower", "scrapyd"])
def test_nothing_answers(name, capsys):
    assert healthcheck.main([name]) == 1
    assert "refused" in capsys.readouterr().err


def test_scrapyd_with_a_random_login(new_stack, monkeypatch):
    lines = [line for line in PROCFILE.read_text().splitlines() if line.startswith("scrapyd:")]
    with new_stack(lines[0] + "\n", extra_env={"PYTHONPATH": str(PROCFILE.parent)}) as stack:
        stack.wait_until_ready()
        monkeypatch.setenv("SCRAPYD_PORT", stack.env["SCRAPYD_PORT"])
        settings.cache_clear()
        assert healthcheck.main(["scrapyd"]) == 1
        monkeypatch.setenv("DATA_DIR", str(stack.data_dir))
        settings.cache_clear()
        assert healthcheck.main(["scrapyd"]) == 0


def test_beat(redis_url, capsys):
    assert healthcheck.main(["beat"]) == 1
    assert "lock" in capsys.readouterr().err
    with redis.Redis.from_url(redis_url) as client:
        client.set(BEAT_LOCK, "held")
    assert healthcheck.main(["beat"]) == 0


def test_redis_is_away(monkeypatch, capsys):
    monkeypatch.setenv("REDIS_URL", f"redis://127.0.0.1:{ports.choose()}/0")
    settings.cache_clear()
    assert healthcheck.main(["beat"]) == 1
    assert healthcheck.main(["worker"]) == 1
    assert "refused" in capsys.readouterr().err


def test_unknown_name(capsys):
    assert healthcheck.main(["nobody"]) == 2
    assert "usage" in capsys.readouterr().err
