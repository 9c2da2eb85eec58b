"""Health, metrics and the OpenAPI description."""
