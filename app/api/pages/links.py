"""Where the programs beside this service are, for the back office's links."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from app.api.access.auth import Reader
from core.config import settings

router = APIRouter(prefix="/api/beside", tags=["session"])
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")


class Beside(BaseModel):
    """Null: not known, and not guessed."""

    flower_url: str | None = Field(examples=["http://127.0.0.1:5555/"])


@router.get("")
def show_beside(request: Request, _actor: Reader) -> Beside:
    """Flower as FLOWER_URL says; else on its port, for those who are on this machine themselves."""
    known, host = settings().flower_url, request.url.hostname or ""
    if known is None and host in THIS_MACHINE:
        shown = f"[{host}]" if ":" in host else host
        known = f"http://{shown}:{settings().flower_port}/"
    return Beside(flower_url=known)
