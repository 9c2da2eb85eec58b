"""Starts parts again when they die."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from app.services.embedded.folder import quoted
from app.services.errors import ServiceError
from app.services.parts.deaths import MOST, WINDOW_S, Deaths
from app.services.parts.part import Part, Server

WAIT_S = 1.0
"""Between two looks at what a start waits for."""
REMIND_S = 60.0


@dataclass
class Watch:
    """What the keeper knows about a part."""

    part: Part
    deaths: Deaths = field(default_factory=Deaths)
    start_at: float | None = None
    """When it starts again, on the monotonic clock; None while it runs."""
    left_down: bool = False
    wanted: bool = False
    """It was asked to stop in order to start again, so its end isn't counted."""


class Keeper:
    """Starts each part that died, after a pause. A part that dies five times in a minute is left down.

    While the disk takes no data, nothing starts and no death counts, so that everything comes back once there is room.
    Children wait for the servers. `parts`: the servers first. `trouble` says why the disk takes no data.
    """

    def __init__(
        self,
        parts: Sequence[Part],
        *,
        say: Callable[[str], None],
        trouble: Callable[[], str | None],
        left_down: Callable[[str, str], None],
    ) -> None:
        self._watches = {part.name: Watch(part) for part in parts}
        self._say, self._trouble, self._left_down = say, trouble, left_down
        self._reminded_at = float("-inf")

    def tend(self) -> None:
        """Looks at each part once. Call it a few times a second."""
        for watch in self._watches.values():
            if watch.left_down:
                continue
            if watch.start_at is not None:
                if time.monotonic() >= watch.start_at:
                    self._start(watch)
            elif (status := watch.part.status()) is not None:
                if watch.wanted:
                    watch.wanted, watch.start_at = False, time.monotonic()
                else:
                    seen = f"exited with status {status}; its last lines:\n{quoted(watch.part.last_lines())}"
                    self._died(watch, seen)

    def will_end(self, name: str) -> None:
        """The caller has asked the part to stop: it starts again at once."""
        if name in self._watches:
            self._watches[name].wanted = True

    def _died(self, watch: Watch, seen: str) -> None:
        name = watch.part.name
        self._say(f"{name} {seen}")
        if self._trouble() is not None:
            watch.start_at = time.monotonic()
            return
        pause = watch.deaths.add(time.monotonic())
        if pause is None:
            watch.left_down = True
            what = f"{name} ended {MOST} times within {WINDOW_S:.0f} s and is left down"
            advice = "its last lines say why: fix that, then stop Marquee and start it again"
            self._say(f"{what}: {advice}")
            self._left_down(name, seen.splitlines()[0].removesuffix("; its last lines:"))
        else:
            self._say(f"starting {name} again in {pause:g} s")
            watch.start_at = time.monotonic() + pause

    def _start(self, watch: Watch) -> None:
        if self._must_wait(watch):
            watch.start_at = time.monotonic() + WAIT_S
            return
        watch.start_at = None
        try:
            watch.part.start()
        except (ServiceError, OSError) as error:
            self._died(watch, f"did not start: {error}")
        else:
            self._say(f"{watch.part.name} started again")

    def _must_wait(self, watch: Watch) -> bool:
        trouble = self._trouble()
        if trouble is not None:
            if time.monotonic() - self._reminded_at >= REMIND_S:
                self._reminded_at = time.monotonic()
                self._say(f"{trouble}. What has ended starts again as soon as there is room")
            return True
        if isinstance(watch.part, Server):
            return False
        servers = [other for other in self._watches.values() if isinstance(other.part, Server)]
        return any(other.start_at is not None for other in servers)
