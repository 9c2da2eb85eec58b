"""Celery workers: how soon, how many, how large."""
