"""The town of three sources, and an editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from storage.database.engine import transaction
from storage.edits import correct
from storage.edits.reads import Edit, edits_of, questions
from tests.storage.merging.conftest import Town, town

__all__ = ["town"]


class Editor:
    """Corrects what people see."""

    def correct(self, event_id: int, occurrence: str | None = None, **given: Any) -> int:
        with transaction() as connection:
            return correct.correct(connection, event_id, given, occurrence=occurrence, by="ada", because="she asked")

    def undo(self, event_id: int, field: str, occurrence: str | None = None) -> None:
        with transaction() as connection:
            correct.undo(connection, event_id, field, occurrence=occurrence, by="ben")

    def keep(self, edit_id: int) -> None:
        with transaction() as connection:
            correct.keep(connection, edit_id, by="ben")

    def take(self, edit_id: int) -> None:
        with transaction() as connection:
            correct.take(connection, edit_id, by="ben")

    def edits(self, event_id: int) -> list[Edit]:
        with transaction() as connection:
            return edits_of(connection, event_id)

    def questions(self) -> list[Edit]:
        with transaction() as connection:
            return questions(connection, limit=50)


@pytest.fixture
def ada(town: Town) -> Editor:
    return Editor()


@pytest.fixture
def only(town: Town) -> Callable[[], Any]:
    """The only listing that people see."""

    def listing() -> Any:
        (one,) = town.listings()
        return one

    return listing
