"""`make chaos N=20`: runs each disaster N times; exit status 1 if anything was lost, duplicated, or late."""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from rich.console import Console
from rich.progress import track

from tests.chaos import scenarios, town
from tests.chaos.before import prepare
from tests.chaos.holding import Point
from tests.chaos.ledger import Rows
from tests.chaos.scenarios import Disaster, Outcome, play
from tests.chaos.stage import Stage
from tests.plugins.memory import temporary_folder

Place = tuple[Stage, Rows]
LANES = 6
LONGEST_RECOVERY_S = 60.0
ONE_BY_ONE: Mapping[str, Disaster] = {
    "killed_before_ack": scenarios.killed_before_ack,
    "redis_restarted": scenarios.redis_restarted,
    "redis_gone_for_a_moment": scenarios.redis_gone_for_a_moment,
    "redis_full": scenarios.redis_full,
    "redis_read_only": scenarios.redis_read_only,
    "redis_wiped": scenarios.redis_wiped,
    "redis_wiped_worker_killed": scenarios.redis_wiped_and_worker_killed,
    "postgres_restarted": scenarios.postgres_restarted,
    "both_away_60_s": scenarios.both_away(60),
}
"""Disasters of the servers, which all lanes share. They run at most twice, because each has its own fixed point."""
AT_RANDOM: Mapping[str, Disaster] = {
    "worker_killed": scenarios.killed_anywhere,
    "worker_killed_after_fetch": scenarios.killed_after_fetch,
    "pool_killed": scenarios.children_killed,
    "worker_stopped": scenarios.stopped,
    **{f"worker_killed_{point.name.lower()}": scenarios.killed_at(point) for point in Point},
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--runs", type=int, default=20, help="of each random disaster (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the random points, to repeat a run")
    parser.add_argument("--only", action="append", default=[], help="the name of a disaster")
    options = parser.parse_args()
    sys.stdout.write(f"chaos seed={options.seed}\n")
    bad = 0
    with stage() as (place, expected), ThreadPoolExecutor(LANES) as lanes:
        for name, disaster in AT_RANDOM.items():
            if not options.only or name in options.only:
                chances = [random.Random(f"{options.seed} {name} {number}") for number in range(options.runs)]
                played = lanes.map(lambda chance, d=disaster: _played(place, expected, d, chance), chances)
                bad += tell(name, _watched(name, played, len(chances)))
        for name, disaster in ONE_BY_ONE.items():
            if not options.only or name in options.only:
                repeats = min(options.runs, 2)
                played = (_played(place, expected, disaster, random.Random(options.seed)) for _ in range(repeats))
                bad += tell(name, _watched(name, played, repeats))
        for name, whole in town.DISASTERS.items():
            if os.geteuid() != 0:
                sys.stdout.write(f"chaos {name} skipped: only root can mount a small disk\n")
            elif not options.only or name in options.only:
                repeats = min(options.runs, 2)
                chances = [random.Random(f"{options.seed} {name} {number}") for number in range(repeats)]
                played = (_played_whole(place, expected, whole, chance) for chance in chances)
                bad += tell(name, _watched(name, played, repeats))
    return 1 if bad else 0


@contextmanager
def stage() -> Iterator[Place]:
    """The stage, and the rows that an undisturbed harvest leaves."""
    with temporary_folder() as folder:
        place = Stage(folder)
        try:
            expected = prepare(place)
            place.sandbox.trouble.add("vanwezel", "slow", value=scenarios.SLOW_PAGE_S)
            yield place, expected
        finally:
            place.close()


def _played(place: Stage, expected: Rows, disaster: Disaster, chance: random.Random) -> Outcome | AssertionError:
    try:
        return play(place, expected, disaster, chance)
    except AssertionError as error:
        return error


def _played_whole(
    place: Stage, expected: Rows, disaster: town.TownDisaster, chance: random.Random
) -> Outcome | AssertionError:
    try:
        with temporary_folder() as folder:
            return town.play(place, expected, disaster, chance, folder=folder / "town")
    except AssertionError as error:
        return error


def _watched(name: str, played: Iterable[Outcome | AssertionError], count: int) -> list[Outcome | AssertionError]:
    """All outcomes. Shows a progress bar on a terminal."""
    screen = Console(stderr=True)
    return list(track(played, name, count, console=screen, transient=True, disable=not screen.is_terminal))


def tell(name: str, outcomes: list[Outcome | AssertionError]) -> bool:
    """Prints the scenario's line and what went wrong; returns whether anything did."""
    ended = [outcome for outcome in outcomes if isinstance(outcome, Outcome)]
    failed = [outcome for outcome in outcomes if not isinstance(outcome, Outcome)]
    lost = sum(len(outcome.difference.lost) for outcome in ended) + len(failed)
    doubled = sum(len(outcome.difference.doubled) for outcome in ended)
    slowest = max((outcome.recovery_s for outcome in ended), default=0.0)
    sys.stdout.write(
        f"chaos {name} runs={len(outcomes)} lost={lost} doubled={doubled} slowest_recovery_s={slowest:.1f}\n"
    )
    for outcome in ended:
        for row in (*outcome.difference.lost[:3], *outcome.difference.doubled[:3]):
            sys.stdout.write(f"    {row[:300]}\n")
    for failure in failed:
        sys.stdout.write("\n    ".join([f"    {failure}", *getattr(failure, "__notes__", ())]) + "\n")
    sys.stdout.flush()
    return bool(lost or doubled or slowest > LONGEST_RECOVERY_S)


if __name__ == "__main__":
    sys.exit(main())
