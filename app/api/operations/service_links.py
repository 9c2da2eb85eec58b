"""Addresses of Marquee's other services, for the back office's links."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from app.api.access.auth import Reader
from core.config import settings

router = APIRouter(prefix="/api/beside", tags=["session"])
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class ServiceLinks(BaseModel):
    """An address is null if it is unknown."""

    flower_url: str | None = Field(examples=["http://127.0.0.1:5555/"])


@router.get("")
def show_service_links(request: Request, _actor: Reader) -> ServiceLinks:
    """Returns Flower's address: FLOWER_URL, or else its port if the request comes from a browser on this machine."""
    flower_url, host = settings().flower_url, request.url.hostname or ""
    if flower_url is None and host in THIS_MACHINE:
        bracketed = f"[{host}]" if ":" in host else host
        flower_url = f"http://{bracketed}:{settings().flower_port}/"
    return ServiceLinks(flower_url=flower_url)
