"""The frontier is in a Redis with TLS or a unix socket."""

from __future__ import annotations

import pytest

from core import redis_client
from storage.runs.ledger import RunStatus
from tests.services.redis_forms import FORMS, parts

from .fixtures import read_run

__all__ = ["parts"]


@pytest.mark.parametrize("form", ["authority", "none", "redis+socket"])
def test_a_crawl(form, parts, feeds, undisturbed, monkeypatch):
    address = FORMS[form].format_map(parts)
    monkeypatch.setenv("REDIS_URL", address)
    feeds.be_slow(0.1)
    worker = feeds.begin("r")
    with redis_client.connect(address, 5) as client:
        feeds.until(lambda: client.keys("marquee:crawl:r*"))
        worker.ended()
        assert client.keys("*") == []
    assert read_run("r").status is RunStatus.OK
    assert feeds.stored() == undisturbed
