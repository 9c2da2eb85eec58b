"""The HTTP service: what people and other programs read of the events, and what operators do."""

from app.api.application import create_app

__all__ = ["create_app"]
