"""The result of a bench: a ratio, its goal, and both sides."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from quality.bench.environment.servers import Servers


class BenchFailed(RuntimeError):
    """A side did not finish its work, so there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Goal:
    """`sign` is `≥` or `≤`."""

    sign: str
    value: float

    def met(self, figure: float) -> bool:
        return figure >= self.value if self.sign == "≥" else figure <= self.value

    def __str__(self) -> str:
        return f"{self.sign} {self.value:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """`sides`: both sides with units, for people."""

    value: float
    sides: str
    unit: str = "ratio"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bench runs: the servers, its own folder, and whether its sizes are tiny."""

    servers: Servers
    folder: Path
    quick: bool

    def size(self, full: int, quick: int) -> int:
        return quick if self.quick else full


def line(name: str, figure: Figure, goal: Goal) -> str:
    """`bench NAME VALUE UNIT (goal GOAL): both sides; met or missed`."""
    verdict = "met" if goal.met(figure.value) else "missed"
    return f"bench {name} {figure.value:.3g} {figure.unit} (goal {goal}): {figure.sides}; {verdict}"
