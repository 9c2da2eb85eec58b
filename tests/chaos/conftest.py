"""The short form of chaos runs with all tests; `make chaos` runs the long one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.chaos.__main__ import Place, stage

Today = tuple[date, date]
"""In UTC and in the sources' zone. A harvest's window begins on it, so it decides which rows a harvest leaves."""


@pytest.fixture(scope="session")
def _places() -> Iterator[tuple[ExitStack, dict[Today, Place]]]:
    with ExitStack() as stack:
        yield stack, {}


@pytest.fixture
def place(_places: tuple[ExitStack, dict[Today, Place]]) -> Place:
    """The stage, and the rows that an undisturbed harvest of today leaves. All tests of one day share it."""
    stack, places = _places
    today = (datetime.now(UTC).date(), datetime.now(ZoneInfo("America/New_York")).date())
    if today not in places:
        places[today] = stack.enter_context(stage())
    return places[today]
