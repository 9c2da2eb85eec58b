"""The sandbox on a fixed day, and sources that harvest it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sandbox.server import Sandbox
from storage.database.engine import transaction
from storage.sources import records as sources
from storage.sources.records import SourceSeed

from .running import SITES, TODAY, Crawls


def pytest_configure(config: pytest.Config) -> None:
    """crochet 2.1.1 still calls `Event.isSet`."""
    config.addinivalue_line("filterwarnings", r"ignore:isSet\(\) is deprecated:DeprecationWarning")


@pytest.fixture(scope="session")
def running_sandbox() -> Iterator[Sandbox]:
    with Sandbox(today=TODAY) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(running_sandbox: Sandbox) -> Iterator[Sandbox]:
    """All sites, healthy, with an empty log of requests."""
    running_sandbox.requests.clear()
    yield running_sandbox
    running_sandbox.trouble.clear()


@pytest.fixture
def crawls(sandbox: Sandbox, service_environment: None) -> Crawls:
    """Harvests into the test's own database, in which each site of the sandbox is a source."""
    with transaction() as connection:
        sources.seed(
            connection,
            [
                SourceSeed(
                    id=number,
                    name=site,
                    title=site.title(),
                    base_url=sandbox.url(site),
                    timezone="America/New_York",
                    floor=5 if site == "vanwezel" else 0,
                )
                for number, site in SITES.items()
            ],
        )
    return Crawls(sandbox)
