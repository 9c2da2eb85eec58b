"""Metrics of crawls, queues, Beat, and the database, in Prometheus's text format."""

from app.metrics.exposition import CONTENT_TYPE, expose

__all__ = ["CONTENT_TYPE", "expose"]
