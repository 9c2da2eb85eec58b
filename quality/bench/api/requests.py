"""How long requests to the real service take (uvicorn, as in the Procfile) ÷ to a bare route of the same framework that
reads 50 events by primary key from the same database.

Both are asked in turn, over an open connection each, so that other load on the machine affects both. Every address is
requested once, so that no answer comes from a cache. Pages have 50 occurrences.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from app.services import ports
from quality.bench.api import calendar
from quality.bench.environment.children import PYTHON, child
from quality.bench.figures import BenchFailed, Figure, Place

LARGE, SMALL, QUICK = 1_000_000, 10_000, 1_000
REQUESTS = 250
WARM_UP = 5
BARE = "bare "
Query = dict[str, str | int | float]


def slowest(place: Place, kind: str) -> Figure:
    """The 95th percentile of one kind of request ÷ that of the bare route, at 1,000,000 occurrences."""
    occurrences = place.size(LARGE, QUICK)
    ours, bare = p95(place, kind, occurrences), p95(place, BARE + kind, occurrences)
    sides = f"{ours:.1f} ÷ {bare:.1f} ms at {occurrences:,} occurrences, {place.size(REQUESTS, 8)} different requests"
    return Figure(ours / bare, sides)


def growth(place: Place) -> Figure:
    """How much slower requests are at 1,000,000 occurrences than at 10,000: the ratio of the kind that grows most."""
    large, small = place.size(LARGE, QUICK), place.size(SMALL, QUICK)
    times = {kind: (p95(place, kind, large), p95(place, kind, small)) for kind in KINDS}
    worst, (slow, quick) = max(times.items(), key=lambda pair: pair[1][0] / pair[1][1])
    return Figure(slow / quick, f"{worst}: {slow:.1f} ms at {large:,} ÷ {quick:.1f} ms at {small:,} occurrences")


def p95(place: Place, kind: str, occurrences: int) -> float:
    """Milliseconds within which 95 of 100 requests of a kind are answered; with BARE before the kind, those of the bare
    route that took turns with them. Measured once for all benches."""
    known = place.servers.measured
    if (kind, occurrences) not in known:
        with service(place, occurrences) as ours, bare_service(place, occurrences) as bare:
            for each in KINDS:
                took = _measure(ours, bare, each, place.size(REQUESTS, 8), occurrences)
                known[each, occurrences], known[BARE + each, occurrences] = took
    return known[kind, occurrences]


@contextmanager
def service(place: Place, occurrences: int) -> Iterator[int]:
    """Runs a service on a calendar of this size, and yields its port."""
    variables = {"RATE_LIMIT_PER_MINUTE": "0", "LOG_LEVEL": "WARNING", "REDIS_URL": place.servers.redis.url}
    with _uvicorn(place, occurrences, ("--factory", "app.api:create_app"), "/readyz", variables) as port:
        yield port


@contextmanager
def bare_service(place: Place, occurrences: int) -> Iterator[int]:
    """Runs the bare route on the same calendar, and yields its port."""
    application = ("quality.bench.rivals.bare_rows:app",)
    with _uvicorn(place, occurrences, application, "/events?ids=1", {}) as port:
        yield port


@contextmanager
def _uvicorn(
    place: Place, occurrences: int, application: Sequence[str], first: str, variables: Mapping[str, str]
) -> Iterator[int]:
    """Yields the port once the address `first` is answered."""
    calendar.database(place, occurrences)
    port = ports.choose()
    command = [*PYTHON, "uvicorn", *application, "--host", "127.0.0.1", "--port", str(port)]
    log = Path(place.folder) / f"service-{port}.log"
    quiet = ("--no-server-header", "--no-access-log", "--log-level", "warning")
    with (
        place.servers.using(f"calendar_{occurrences}"),
        child([*command, *quiet], log, variables) as running,
    ):
        running.wait_until(lambda: ready(port, first), 90)
        yield port


def ready(port: int, address: str = "/readyz") -> bool:
    try:
        return ask(http.client.HTTPConnection("127.0.0.1", port, timeout=10), address)[0] == 200
    except (OSError, http.client.HTTPException):
        return False


def ask(connection: http.client.HTTPConnection, address: str) -> tuple[int, bytes]:
    connection.request("GET", address)
    answer = connection.getresponse()
    return answer.status, answer.read()


def _measure(ours: int, bare: int, kind: str, count: int, occurrences: int) -> tuple[float, float]:
    """Both sides' 95th percentiles in milliseconds."""
    sides = (
        (http.client.HTTPConnection("127.0.0.1", ours, timeout=60), addresses(kind, count + WARM_UP), list[float]()),
        (
            http.client.HTTPConnection("127.0.0.1", bare, timeout=60),
            by_key(occurrences, count + WARM_UP),
            list[float](),
        ),
    )
    for number in range(count + WARM_UP):
        for connection, asked, took in sides:
            started = time.perf_counter()
            status, body = ask(connection, asked[number])
            took.append(1000 * (time.perf_counter() - started))
            if status != 200 or not body:
                raise BenchFailed(f"{asked[number]} answered {status}: {body[:200]!r}")
    for connection, _, _ in sides:
        connection.close()
    mine, theirs = (sorted(took[WARM_UP:])[int(0.95 * count)] for _, _, took in sides)
    return mine, theirs


def by_key(occurrences: int, count: int) -> list[str]:
    """Different addresses of the bare route, each with 50 events."""
    random, events = Random("bare"), calendar.events(occurrences)
    return [f"/events?ids={','.join(map(str, random.sample(range(1, events + 1), 50)))}" for _ in range(count)]


def addresses(kind: str, count: int) -> list[str]:
    """Different addresses, the same in every run."""
    random = Random(kind)
    path, makers = KINDS[kind]
    ways = cycle(makers)
    return [f"{path}?{urlencode(next(ways)(random))}" for _ in range(count)]


def _moment(random: Random) -> str:
    moment = calendar.FIRST_DAY + timedelta(minutes=random.randrange(30 * 1440, 600 * 1440))
    return f"{moment:%Y-%m-%dT%H:%M}"


def _word(random: Random) -> str:
    return VOCABULARY[int(len(VOCABULARY) * random.random() ** 2)]


def _slip(random: Random) -> str:
    """A word with two letters exchanged."""
    word = _word(random)
    return f"{word[:2]}{word[3:4]}{word[2:3]}{word[4:]}"


def _point(random: Random) -> str:
    return ",".join(f"{at + random.uniform(-0.4, 0.4):.5f}" for at in calendar.CENTER)


def _category(random: Random) -> str:
    return random.choice((*calendar.CATEGORIES, calendar.RARE, calendar.SEASONAL))


def _venue(random: Random) -> int:
    return 1 + int(30 * random.random() ** 2)


def _week(random: Random) -> Query:
    first = calendar.FIRST_DAY + timedelta(days=random.randint(30, 600))
    return {"from": f"{first:%Y-%m-%d}", "until": f"{first + timedelta(days=7):%Y-%m-%d}"}


VOCABULARY = calendar.words(calendar.VOCABULARY)
KINDS: dict[str, tuple[str, Sequence[Callable[[Random], Query]]]] = {
    "range": (
        "/api/occurrences",
        (
            lambda r: {"from": _moment(r)},
            lambda r: {**_week(r), "sort": "-starts_at"},
            lambda r: {"from": _moment(r), "category": _category(r)},
            lambda r: {"from": _moment(r), "venue": _venue(r)},
            lambda r: {**_week(r), "category": _category(r), "free": "true"},
            lambda r: {"from": _moment(r), "source": f"bench-{r.randint(1, calendar.SOURCES)}", "free": "false"},
            lambda r: {"from": _moment(r), "category": _category(r), "venue": _venue(r), "free": "true"},
        ),
    ),
    "search": (
        "/api/occurrences",
        (
            lambda r: {"from": _moment(r), "q": _word(r)},
            lambda r: {"from": _moment(r), "q": f"{_word(r)} {_word(r)}"},
            lambda r: {"from": _moment(r), "q": _word(r)[:4]},
            lambda r: {"from": _moment(r), "q": _slip(r)},
            lambda r: {"from": _moment(r), "q": _word(r), "sort": "relevance"},
            lambda r: {**_week(r), "q": _word(r), "category": _category(r)},
        ),
    ),
    "near": (
        "/api/occurrences",
        (
            lambda r: {"from": _moment(r), "near": _point(r), "radius_km": 2},
            lambda r: {"from": _moment(r), "near": _point(r), "radius_km": 25},
            lambda r: {"from": _moment(r), "near": _point(r), "sort": "distance"},
            lambda r: {**_week(r), "near": _point(r), "category": _category(r)},
        ),
    ),
    "feed": (
        "/feeds/events.ics",
        (
            lambda r: {"from": _moment(r), "limit": 50},
            lambda r: {"from": _moment(r), "limit": 50, "category": _category(r)},
            lambda r: {"from": _moment(r), "limit": 50, "venue": _venue(r)},
        ),
    ),
}
