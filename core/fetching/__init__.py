"""Fetches pages with limits on size and time, from public addresses only."""
