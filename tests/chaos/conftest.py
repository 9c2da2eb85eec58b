"""The short form of chaos runs with all tests; `make chaos` runs the long one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.chaos.__main__ import Place, stage


@pytest.fixture(scope="session")
def place() -> Iterator[Place]:
    with stage() as place:
        yield place
