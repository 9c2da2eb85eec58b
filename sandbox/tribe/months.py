"""A month, and the grid of whole weeks that its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Month:
    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    def plus(self, months: int) -> Month:
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        return self.plus(1).first_day - timedelta(days=1)

    def grid(self) -> tuple[date, date]:
        """First and last day shown: from the Sunday on or before the 1st to the Saturday on or after the last day."""
        first, last = self.first_day, self.last_day
        return first - timedelta(days=first.isoweekday() % 7), last + timedelta(days=6 - last.isoweekday() % 7)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"
