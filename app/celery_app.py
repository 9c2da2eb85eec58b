"""The Celery application under its second name: `celery -A app.celery_app`."""

from celery_app import app

__all__ = ["app"]
