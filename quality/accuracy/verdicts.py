"""The verdict on each expected fact, and the sums by reader and field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from quality.accuracy.facts import Field


class Verdict(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    MISSING = "missing"
    INVENTED = "invented"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One fact, compared with what was read. `units` is more than one where a count is compared.

    reason  why a fact is disputed; every disputed fact has one.
    """

    corpus: str
    kind: str
    file: str
    field: Field
    verdict: Verdict
    wanted: str
    read: str
    origin: str
    reason: str = ""
    units: int = 1

    def __post_init__(self) -> None:
        if self.verdict is Verdict.DISPUTED and not self.reason:
            raise ValueError(f"{self.file} {self.field}: disputed without a reason")

    @property
    def is_bad(self) -> bool:
        return self.verdict in (Verdict.WRONG, Verdict.MISSING, Verdict.INVENTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Counts of facts. Precision: the share of what was read that is right. Recall: the share of what is expected that
    was read right. Disputed facts are in neither; both are None where there is nothing to divide by."""

    right: int = 0
    wrong: int = 0
    missing: int = 0
    invented: int = 0
    disputed: int = 0

    @property
    def facts(self) -> int:
        return self.right + self.wrong + self.missing + self.disputed

    @property
    def precision(self) -> float | None:
        return _share(self.right, self.right + self.wrong + self.invented)

    @property
    def recall(self) -> float | None:
        return _share(self.right, self.right + self.wrong + self.missing)


def tally(checks: Iterable[Check]) -> dict[tuple[str, Field], Figures]:
    """By reader and field: readers in alphabetical order, fields in the order of `Field`."""
    counted: Counter[tuple[str, Field, Verdict]] = Counter()
    for check in checks:
        counted[check.kind, check.field, check.verdict] += check.units
    keys = {(kind, field) for kind, field, _ in counted}
    order = list(Field)
    return {
        key: Figures(**{verdict.value: counted[(*key, verdict)] for verdict in Verdict})
        for key in sorted(keys, key=lambda key: (key[0], order.index(key[1])))
    }


def total(figures: Iterable[Figures]) -> Figures:
    several = list(figures)
    return Figures(**{verdict.value: sum(getattr(one, verdict.value) for one in several) for verdict in Verdict})


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
