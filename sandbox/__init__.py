"""Replica sites to crawl offline: the shapes of real ones, invented events, dates that move with today."""
