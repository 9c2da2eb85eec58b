"""How soon a part that died starts again, and when it is left down."""

from __future__ import annotations

WINDOW_S = 60.0
MOST = 5
"""So many deaths within WINDOW_S mean that another start won't help."""
FIRST_PAUSE_S = 0.5
"""Doubled for each further death within WINDOW_S."""


class Deaths:
    """The deaths of one part within the last WINDOW_S."""

    def __init__(self) -> None:
        self._times: list[float] = []

    def add(self, now: float) -> float | None:
        """Seconds until the next start. None: leave the part down. `now` is in seconds, on any steady clock."""
        self._times = [time for time in self._times if now - time < WINDOW_S] + [now]
        if len(self._times) >= MOST:
            return None
        return float(FIRST_PAUSE_S * 2 ** (len(self._times) - 1))
