"""The `/metrics` route, for Prometheus."""

from __future__ import annotations

from fastapi import APIRouter, Response

from app import metrics as marquee_metrics

router = APIRouter(tags=["health"])


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"example": 'marquee_up{server="postgres"} 1.0\n'}}}},
)
def metrics() -> Response:
    """Returns metrics of crawls, queues, Beat, and the database in Prometheus's text format."""
    return Response(marquee_metrics.expose(), media_type=marquee_metrics.CONTENT_TYPE)
