"""By which request a kept answer is found, and what is hidden in its body."""

from __future__ import annotations

from scrapy.crawler import Crawler
from scrapy.http import Request

from core.config import Settings
from core.scrubbing import SCRUBBED, scrub_address


def request_key(request: Request, crawler: Crawler) -> str:
    """A fingerprint of method, address, and body, in hexadecimal. Keys in the address don't count; of a redirected
    request, the first address counts."""
    assert crawler.request_fingerprinter is not None
    address = scrub_address(request.meta.get("redirect_urls", [request.url])[0])
    asked = request if address == request.url else request.replace(url=address)
    return crawler.request_fingerprinter.fingerprint(asked).hex()


def without_keys(body: bytes, settings: Settings) -> bytes:
    """The body without our own keys, which some services repeat in their answers."""
    for key in (settings.eventbrite_key, settings.ticketmaster_key, settings.dice_key):
        if key is not None and (secret := key.get_secret_value()):
            body = body.replace(secret.encode(), SCRUBBED.encode())
    return body
