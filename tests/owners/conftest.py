"""The command line, keys for the API, and crawls of the sandbox."""

from __future__ import annotations

from tests.alerts.conftest import crawls, pytest_configure, running_sandbox, sandbox
from tests.health.conftest import acting, admin, editor, marquee, queue, quick_hashes, reader, service

__all__ = [
    "acting",
    "admin",
    "crawls",
    "editor",
    "marquee",
    "pytest_configure",
    "queue",
    "quick_hashes",
    "reader",
    "running_sandbox",
    "sandbox",
    "service",
]
