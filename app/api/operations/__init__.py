"""Health checks, metrics, and the OpenAPI description."""
