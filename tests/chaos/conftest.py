"""The short form of chaos runs with all tests, the long one by `make chaos`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.chaos.__main__ import Place, stage


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "long: takes a minute and more; runs only with -m long, as `make chaos` does")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if "long" in str(config.getoption("markexpr")):
        return
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="make chaos runs it"))


@pytest.fixture(scope="session")
def place() -> Iterator[Place]:
    with stage() as place:
        yield place
