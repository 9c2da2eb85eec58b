"""No answer of a site fills the memory or holds a crawl or a preview for longer than its deadline.

Each consumer is a process of its own that asks for the whole table, because a process's peak memory never falls.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.hostile.site import ANSWERS, HostileSite, serving

REPOSITORY = Path(__file__).resolve().parents[2]
ENOUGH_S, SHORT_S = 90, 2
"""Deadlines: one that a busy machine keeps too, and one that is worth waiting for."""
MOST_MB = 150
"""What the process may need beyond a healthy answer. The limits are 20 MB for a crawl and 5 MB for a preview, and a
body exists a few times while it is decoded. The smallest bomb unpacks to 1,024 MB."""
TITLE = "Manatees by moonlight"
CASES = [(kind, name) for kind, answers in ANSWERS.items() for name in answers]
OF_ROBOTS_TXT = [("bomb", "brotli"), ("bomb", "endless body"), ("slow", "dripping head")]
TOO_LARGE = {"preview": "larger than 5 MiB", "crawl": "TooLarge"}
TOO_LATE = {"preview": "took longer than 2 s", "crawl": "took longer than 2.0 seconds"}
NO_ANSWER = {"preview": "FetchFailed", "crawl": "TransportFailure"}

pytestmark = pytest.mark.timeout(300)


@dataclass(frozen=True)
class Outcome:
    titles: list[str]
    errors: list[str]
    peak_mb: int


@pytest.fixture(scope="module")
def site() -> Iterator[HostileSite]:
    """Its bodies are built before anybody waits for them."""
    for kind, name in CASES:
        ANSWERS[kind][name]()
    with serving() as site:
        yield site


def ask(consumer: str, deadline_s: int, urls: list[str]) -> list[Outcome]:
    ran = subprocess.run(
        [sys.executable, "-m", "tests.hostile.consumer", consumer, str(deadline_s), *urls],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    assert [url for url, *_ in lines] == urls, ran.stderr[-3000:]
    return [Outcome(*rest) for _, *rest in lines]


@pytest.fixture(scope="module", params=["preview", "crawl"])
def consumer(request) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def outcomes(consumer, site) -> dict[tuple[str, str], Outcome]:
    """The good answers come first: their peak is the measure."""
    urls = {case: site.url(*case) for case in CASES}
    with ExitStack() as sites:
        for kind, name in OF_ROBOTS_TXT:
            hostile = sites.enter_context(serving((kind, name)))
            urls[f"{kind} robots.txt", name] = hostile.url("good", "plain")
        slow = [case for case in urls if case[0].startswith("slow")]
        quick = sorted(urls.keys() - slow, key=lambda case: (case[0] != "good", case))
        answers = ask(consumer, ENOUGH_S, [urls[case] for case in quick])
        answers += ask(consumer, SHORT_S, [urls[case] for case in slow])
    return dict(zip(quick + slow, answers, strict=True))


@pytest.mark.parametrize("name", ANSWERS["good"])
def test_good_answers_are_read(name, outcomes):
    assert (outcomes["good", name].titles, outcomes["good", name].errors) == ([TITLE], [])


@pytest.mark.parametrize("name", ANSWERS["bomb"])
def test_bombs(name, outcomes, consumer):
    only_error(outcomes["bomb", name], TOO_LARGE[consumer])


@pytest.mark.parametrize("name", ANSWERS["broken"])
def test_broken_answers(name, outcomes, consumer):
    only_error(outcomes["broken", name], NO_ANSWER[consumer])


@pytest.mark.parametrize("name", ANSWERS["slow"])
def test_answers_that_drip(name, outcomes, consumer):
    only_error(outcomes["slow", name], TOO_LATE[consumer])


def only_error(outcome: Outcome, says: str) -> None:
    assert outcome.titles == []
    assert len(outcome.errors) == 1
    assert says in outcome.errors[0]


@pytest.mark.parametrize(("kind", "name"), CASES)
def test_memory(kind, name, outcomes):
    assert_in_bounds(kind, name, outcomes)


@pytest.mark.parametrize(("kind", "name"), OF_ROBOTS_TXT)
def test_robots_txt(kind, name, outcomes):
    """The limits hold for robots.txt too, which each asks for first."""
    assert_in_bounds(f"{kind} robots.txt", name, outcomes)


def assert_in_bounds(kind, name, outcomes):
    """A peak stays, so each is compared with the one before."""
    peaks = [outcome.peak_mb for outcome in outcomes.values()]
    healthy = max(outcome.peak_mb for (kind, _), outcome in outcomes.items() if kind == "good")
    here = list(outcomes).index((kind, name))
    assert peaks[here] <= max(healthy + MOST_MB, *peaks[:here], 0)
