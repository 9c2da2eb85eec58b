"""Scrapy extensions: they open and close runs, and give logs, traces and exports their form."""
