"""Follows redirects to `webcal:` addresses: Scrapy follows only http and https."""

from __future__ import annotations

from scrapy.http import Request, Response

from core.addresses import http_address


class WebcalRedirects:
    """Downloader middleware."""

    def process_response(self, request: Request, response: Response) -> Response:
        location = response.headers.get("Location")
        if location is None or not 300 <= response.status < 400:
            return response
        target = location.decode("latin-1").strip()
        if (usual := http_address(target)) == target:
            return response
        headers = response.headers.copy()
        headers["Location"] = usual.encode("latin-1")
        return response.replace(headers=headers)
