"""Scrapy commands that Marquee adds or changes."""
