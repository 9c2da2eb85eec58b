"""The requests of a run, kept in Redis: what a killed worker left undone, another does (FRONTIER=redis)."""

from scrapers.frontier.scheduler import FrontierScheduler

__all__ = ["FrontierScheduler"]
