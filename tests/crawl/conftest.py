"""Crawls of the sandbox, and clients of the API that see what they stored."""

from tests.api.acting import acting, editor, queue, quick_hashes, service
from tests.crawl.fixtures import crawls, pytest_configure, running_sandbox, sandbox

__all__ = [
    "acting",
    "crawls",
    "editor",
    "pytest_configure",
    "queue",
    "quick_hashes",
    "running_sandbox",
    "sandbox",
    "service",
]
