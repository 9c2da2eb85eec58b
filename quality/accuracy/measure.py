"""Reads all corpora and collects the verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from quality.accuracy import folder, replicas
from quality.accuracy.facts import Document
from quality.accuracy.reading import checks_of
from quality.accuracy.verdicts import Check, Verdict
from quality.places import PLATFORM_TESTS

OWN_FIXTURES, RECORDED = "fixtures", "recorded"
Progress = Callable[[int, int], None]


class MissingExpectationsError(Exception):
    """A fixture of our own has no expectation file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """All that was found.

    unjudged       files without expectations.
    stale_disputes  disputes that no fact needs anymore: delete them from their expectation file.
    """

    checks: tuple[Check, ...]
    unjudged: tuple[folder.UnjudgedFile, ...]
    stale_disputes: tuple[str, ...]
    files: int

    @property
    def is_true(self) -> bool:
        """Every undisputed fact is right, nothing is invented, and every dispute is needed."""
        return not self.stale_disputes and not any(check.is_bad for check in self.checks)


def own_documents(fixtures: Path = PLATFORM_TESTS) -> Iterator[Document]:
    """The readers' fixtures and the sandbox's pages.

    Raises MissingExpectationsError.
    """
    missing = [str(path) for path in folder.files_in(fixtures) if folder.expectation_of(path, fixtures) is None]
    if missing:
        raise MissingExpectationsError(f"write an .expected.json file next to {', '.join(missing)}")
    yield from folder.judged(OWN_FIXTURES, fixtures)
    yield from replicas.documents()


def measure(
    real: Path,
    *,
    fixtures: Path = PLATFORM_TESTS,
    timezone: str = "America/New_York",
    progress: Progress = lambda done, total: None,
) -> Outcome:
    """`real`: the folder of recorded pages, which may be absent or empty.

    Raises MissingExpectationsError.
    """
    documents = [*own_documents(fixtures), *folder.judged(RECORDED, real)]
    checks: list[Check] = []
    for number, document in enumerate(documents):
        progress(number, len(documents))
        checks += checks_of(document)
    progress(len(documents), len(documents))
    return Outcome(
        checks=tuple(checks),
        unjudged=tuple(folder.unjudged(real, timezone)),
        stale_disputes=tuple(_stale(documents, checks)),
        files=len({(document.corpus, document.file) for document in documents}),
    )


def _stale(documents: Iterable[Document], checks: Iterable[Check]) -> list[str]:
    needed = {(check.file, check.origin, check.field.value) for check in checks if check.verdict is Verdict.DISPUTED}
    return [
        f"{file} {origin} {field}"
        for file, origin, field in dict.fromkeys(one for document in documents for one in _disputed(document))
        if (file, origin, field) not in needed
    ]


def _disputed(document: Document) -> Iterator[tuple[str, str, str]]:
    if document.count_dispute is not None:
        yield document.file, "count", "events"
    for expected in document.events:
        for field in expected.disputed:
            yield document.file, expected.origin, field.value
