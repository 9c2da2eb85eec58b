"""Caches each feed's last response, so that only what changed is parsed again."""
