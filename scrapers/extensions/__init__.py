"""Scrapy extensions: they open and close runs, and format logs, traces, and exports."""
