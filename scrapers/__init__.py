"""The crawl: platforms, readers, politeness, and how crawls are launched."""
