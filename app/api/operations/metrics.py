"""`/metrics`, for Prometheus."""

from __future__ import annotations

from fastapi import APIRouter, Response

from app import metrics as figures

router = APIRouter(tags=["health"])


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"example": 'marquee_up{server="postgres"} 1.0\n'}}}},
)
def metrics() -> Response:
    """Numbers on crawls, queues, Beat and the database, in Prometheus' text format."""
    return Response(figures.expose(), media_type=figures.CONTENT_TYPE)
