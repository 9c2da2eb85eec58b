"""Contracts for `scrapy check` that ask no site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from scrapy.contracts import Contract
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.responsetypes import responsetypes

ROOT = Path(__file__).resolve().parents[1]


class SavedPage(Contract):
    """`@page URL FILE`: the callback gets this file of the repository as the answer of this address."""

    name = "page"

    def adjust_request_args(self, args: dict[str, Any]) -> dict[str, Any]:
        url, file = self.args
        return {**args, "url": url, "meta": {**(args.get("meta") or {}), "saved_page": file}}


class SavedPages:
    """Downloader middleware that answers from the files, and refuses every other request."""

    def process_request(self, request: Request) -> Response:
        file = request.meta.get("saved_page")
        if file is None:
            raise IgnoreRequest(f"`scrapy check` asks no site: use @page URL FILE instead of @url {request.url}")
        body = (ROOT / file).read_bytes()
        return responsetypes.from_args(url=request.url, filename=file, body=body)(request.url, body=body)
