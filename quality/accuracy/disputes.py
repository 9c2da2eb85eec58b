"""Listed facts that cannot be held against a reader: each with the reason, and with what the reader says instead.

A dispute holds only while the reader says exactly that, so a reader that changes its mind is wrong again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from quality.accuracy.listed import Field
from quality.accuracy.verdicts import Check, Verdict

ANYTHING = "*"


@dataclass(frozen=True, slots=True)
class Dispute:
    """`file`, `wanted` and `told` are shell patterns on the file's name and on what a check shows of the two values."""

    file: str
    fields: tuple[Field, ...]
    told: str
    reason: str
    wanted: str = ANYTHING
    kind: str = ANYTHING

    def covers(self, check: Check) -> bool:
        return (
            check.field in self.fields
            and fnmatchcase(check.file, self.file)
            and fnmatchcase(check.told, self.told)
            and fnmatchcase(check.wanted, self.wanted)
            and fnmatchcase(check.kind, self.kind)
        )


def settle(checks: Iterable[Check], disputes: Sequence[Dispute]) -> tuple[list[Check], list[Dispute]]:
    """The checks with the disputed ones marked, and the disputes that none of them needs any more."""
    settled: list[Check] = []
    used: set[Dispute] = set()
    for check in checks:
        dispute = next((one for one in disputes if one.covers(check)), None) if check.is_bad else None
        if dispute is None:
            settled.append(check)
            continue
        used.add(dispute)
        settled.append(replace(check, verdict=Verdict.DISPUTED, reason=dispute.reason))
    return settled, [one for one in disputes if one not in used]
