"""The HTTP service: events for people and programs, and the back office for operators."""

from app.api.application import create_app

__all__ = ["create_app"]
