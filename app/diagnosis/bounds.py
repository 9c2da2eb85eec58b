"""Thresholds beyond which a check fails."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Times are in seconds. `memory_share`: of the memory that a worker may use (see `workers.memory_limit`)."""

    waiting_s: float = 1800
    beat_late_s: float = 300
    transaction_s: float = 900
    skew_s: float = 5
    memory_share: float = 0.85
    connections_share: float = 0.85
    stale_s: float = 3 * 86_400
    crashes: int = 2
