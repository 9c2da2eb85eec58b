"""Runs all corpora and puts the verdicts together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from quality.accuracy import fixtures, oracles, recorded, replicas
from quality.accuracy.disputes import Dispute, settle
from quality.accuracy.listed import Document
from quality.accuracy.reading import checks_of
from quality.accuracy.recorded_disputes import RECORDED_DISPUTES
from quality.accuracy.verdicts import Check

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All that was found. `stale`: disputes that no check needs; the tables are to be mended then.

    real  the folder of recorded pages, None where it was absent.
    """

    checks: tuple[Check, ...]
    cases: tuple[oracles.Case, ...]
    stale: tuple[Dispute, ...]
    files: int
    real: Path | None

    @property
    def is_true(self) -> bool:
        """Every fact that is not disputed is right, nothing is invented, every case agrees, no dispute is stale."""
        agreed = all(case.agrees or case.skipped for case in self.cases)
        return agreed and not self.stale and not any(check.is_bad for check in self.checks)


def measure(real: Path, progress: Progress = lambda done, total: None) -> Outcome:
    """`real`: the folder of recorded pages; without it own fixtures and the sandbox are all.

    Raises fixtures.NoExpectationError for a fixture of which nobody says what it tells.
    """
    present = (real / "INDEX.tsv").is_file()
    documents = list(_documents(real if present else None))
    checks: list[Check] = []
    for number, document in enumerate(documents):
        progress(number, len(documents))
        checks += checks_of(document)
    settled, stale = settle(checks, RECORDED_DISPUTES if present else ())
    cases = tuple(oracles.cases(real / "ical_oracles")) if present else ()
    progress(len(documents), len(documents))
    return Outcome(
        checks=tuple(settled),
        cases=cases,
        stale=tuple(stale),
        files=len({(document.corpus, document.file) for document in documents}),
        real=real if present else None,
    )


def _documents(real: Path | None) -> Iterator[Document]:
    yield from fixtures.documents()
    yield from replicas.documents()
    if real is not None:
        yield from recorded.documents(real)
