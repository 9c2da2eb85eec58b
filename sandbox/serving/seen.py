"""A request that the sandbox received, for tests of a crawler's behavior."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SeenRequest:
    """`path` includes the query; header names are lower case; `at`: seconds of the monotonic clock; `status`: as
    sent."""

    site: str
    method: str
    path: str
    headers: Mapping[str, str]
    at: float
    status: int
