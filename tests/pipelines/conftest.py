"""Sandbox crawls."""

from tests.crawl.fixtures import crawls, pytest_configure, running_sandbox, sandbox

__all__ = ["crawls", "pytest_configure", "running_sandbox", "sandbox"]
