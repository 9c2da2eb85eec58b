"""A page that is looked for: its order, where it begins, what of an event can be on it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Row, text

from storage.search.conditions import Conditions
from storage.search.values import Position, Sort


@dataclass(frozen=True, slots=True)
class Search:
    """A page that is looked for. `once`: each event only by its first occurrence in the range."""

    connection: Connection
    conditions: Conditions
    sort: Sort
    limit: int
    after: Position | None
    once: bool

    @property
    def direction(self) -> str:
        return "DESC" if self.sort is Sort.LATEST else "ASC"

    @property
    def order(self) -> str:
        return f"o.starts_at {self.direction}, o.id {self.direction}"

    def beyond(self, row: str = "o", value: str | None = None) -> str:
        """SQL: the row comes after the position."""
        if self.after is None:
            return "true"
        sign = "<" if self.sort is Sort.LATEST else ">"
        if value is None:
            return f"({row}.starts_at, {row}.id) {sign} (:after_starts_at, :after_id)"
        return f"({value}, {row}.starts_at, {row}.id) > (:after_value, :after_starts_at, :after_id)"

    def rows(self, statement: str, **more: object) -> list[Position]:
        after = self.after or Position(self.conditions.parameters["from"], 0)
        parameters = {
            **self.conditions.parameters,
            "after_starts_at": after.starts_at,
            "after_id": after.occurrence_id,
            "after_value": after.value,
            "limit": self.limit,
            **more,
        }
        return [_position(row) for row in self.connection.execute(text(statement), parameters)]


def _position(row: Row[tuple[object, ...]]) -> Position:
    return Position(row.starts_at, row.id, row.value)


def following(search: Search, value: str | None = None) -> str:
    """SQL: the next occurrences of the event x, no more than a page; with `once` the first one, if it comes after."""
    inner, outer = ("true", search.beyond(value=value)) if search.once else (search.beyond(value=value), "true")
    return f"""(SELECT * FROM (
        SELECT o.id, o.starts_at FROM occurrences o
         WHERE o.event_id = x.event_id AND {search.conditions.shown} AND {inner}
         ORDER BY {search.order} LIMIT {"1" if search.once else ":limit"}) o WHERE {outer})"""
