"""Replicas of real sites to crawl offline, with made-up events whose dates move with today."""
