"""scrapy-redis's duplicate filter, for a crawl whose pages may be fetched twice because a worker died."""

from __future__ import annotations

import json
from hashlib import sha256

from scrapy.http import Request
from scrapy_redis.dupefilter import RFPDupeFilter


class RunDupeFilter(RFPDupeFilter):  # type: ignore[misc]  # scrapy-redis has no types
    """The fingerprints of all requests that a run ever queued."""

    def request_seen(self, request: Request) -> bool:
        """Only asks: `RunQueue.push` records and queues in one step, so that a worker cannot die between the two."""
        return bool(self.server.sismember(self.key, self.request_fingerprint(request)))

    def request_fingerprint(self, request: Request) -> str:
        """Tells apart requests to one address that set `dont_filter`: a page fetched again yields them again.

        A retry and the next hop of a redirect are new requests, so their counters are part of the fingerprint.
        """
        fingerprint: str = super().request_fingerprint(request)
        if not request.dont_filter:
            return fingerprint
        methods = [getattr(method, "__name__", None) for method in (request.callback, request.errback)]
        counters = [request.meta.get(name, 0) for name in ("retry_times", "redirect_times")]
        parts = [fingerprint, methods, counters, request.cb_kwargs]
        return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
