"""One request as the sandbox saw it, for asserting on a crawler's manners."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """`path` with its query; header names in lower case; `at` in seconds of the monotonic clock; `status` as sent."""

    site: str
    method: str
    path: str
    headers: Mapping[str, str]
    at: float
    status: int
