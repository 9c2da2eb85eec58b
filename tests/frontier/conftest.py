"""A source of many calendars, crawled with the frontier in Redis."""

from tests.frontier.fixtures import _harvested, feeds, running_sandbox, server, undisturbed

__all__ = ["_harvested", "feeds", "running_sandbox", "server", "undisturbed"]
