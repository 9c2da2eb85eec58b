"""What a monitoring system asks: numbers on crawls, queues, Beat and the database, in Prometheus' text format."""

from app.metrics.exposition import CONTENT_TYPE, expose

__all__ = ["CONTENT_TYPE", "expose"]
