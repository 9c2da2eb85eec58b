"""The crawl: platforms, reading, politeness, and launching."""
