"""A page of occurrences to look for, and how its statements run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from storage.database import prepared
from storage.search.conditions import Conditions
from storage.search.filters import Once, Position, Sort
from storage.search.fragments import TRUE, Fragment

PASSING = """
    SELECT x.entry_id, x.event_id, x.status, x.latitude, x.longitude, x.first_at, x.first_is_live, x.series_id,
           x.each_date, {value} AS value
      FROM event_search x WHERE {passing}"""


@dataclass(frozen=True, slots=True)
class Search:
    """A page to look for. `once`: what it shows only once, by its first occurrence in the range; None: nothing."""

    connection: Connection
    conditions: Conditions
    sort: Sort
    limit: int
    after: Position | None
    once: Once | None

    @property
    def direction(self) -> str:
        return "DESC" if self.sort is Sort.LATEST else "ASC"

    @property
    def order(self) -> str:
        return f"o.starts_at {self.direction}, o.id {self.direction}"

    @property
    def reached(self) -> datetime:
        """Where the page begins, if the soonest comes first."""
        return max(self.after.starts_at, self.conditions.start) if self.after else self.conditions.start

    def beyond(self, value: Fragment | None = None) -> Fragment:
        """Of o: it comes after the position. `value`: what the page is sorted by first."""
        if self.after is None:
            return TRUE
        position: dict[str, object] = {"after_at": self.after.starts_at, "after_id": self.after.occurrence_id}
        if value is None:
            sign = "<" if self.sort is Sort.LATEST else ">"
            return Fragment(f"(o.starts_at, o.id) {sign} (:after_at, :after_id)", ("o",), position)
        position["after_value"] = self.after.value
        test = f"({value.text}, o.starts_at, o.id) > (:after_value, :after_at, :after_id)"
        return Fragment(test, ("o", *value.aliases), {**value.parameters, **position})


def read(search: Search, statement: Fragment, **more: object) -> list[Position]:
    given = parameters(search, statement, **more)
    if search.conditions.one_plan:
        rows = prepared.run(search.connection, statement.text, given).all()
    else:
        rows = search.connection.execute(text(statement.text), given).all()
    return [Position(row.starts_at, row.id, row.value) for row in rows]


def parameters(search: Search, statement: Fragment, **more: object) -> dict[str, object]:
    return {**statement.parameters, "limit": search.limit, **more}
