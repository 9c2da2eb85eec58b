"""What a run owes to other processes than this one: those that share it, and those that died at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """To be added to a spider's own account when it speaks for its run.

    problems    how many errors; `errors` and `unread` (as `RunEnd` has them) list them, at the run's end only.
    goes_on     another process will write the run's end.
    """

    pages: int = 0
    rejected: int = 0
    problems: int = 0
    errors: Sequence[Mapping[str, Any]] = ()
    unread: Sequence[str] = ()
    goes_on: bool = False
