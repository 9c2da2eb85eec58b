"""Keeps the answers of crawls, and repeats a crawl from kept answers."""
