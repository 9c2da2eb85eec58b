"""A run's requests, kept in Redis so that several workers can share them and survive each other (FRONTIER=redis)."""

from scrapers.frontier.scheduler import FrontierScheduler

__all__ = ["FrontierScheduler"]
