"""Maps errors of Scrapy and Twisted to the named errors in `core.errors`. Pure."""

from __future__ import annotations

from scrapy.exceptions import (
    DownloadCancelledError,
    IgnoreRequest,
    ResponseDataLossError,
)

from core.errors import Blocked, EmptyBody, PageGone, SourceError, TooLarge, TransportFailure, WrongKind

REFUSALS = frozenset({401, 402, 403, 405, 406, 407, 429, 451})
GONE = frozenset({404, 410})
NOT_SENT = "not_sent"
"""In a request's meta: it failed with NotSent and never reached the site."""


class NotSent(TransportFailure, IgnoreRequest):
    """The crawl was stopped while the request waited. An IgnoreRequest: for Scrapy no fault, and nothing to retry."""

    advice = "The next crawl will send it."


def check_status(status: int, url: str) -> None:
    """Raise the named error for an HTTP status (RFC 9110, 15); 2xx and 304 pass."""
    if 200 <= status < 300 or status == 304:
        return
    if status in REFUSALS:
        raise Blocked(f"HTTP {status}", url=url)
    if status in GONE:
        raise PageGone(f"HTTP {status}", url=url)
    if status == 408 or status >= 500:
        raise TransportFailure(f"HTTP {status}", url=url)
    if 300 <= status < 400:
        raise TransportFailure(f"HTTP {status}: a redirect without a target", url=url)
    raise WrongKind(f"HTTP {status}", url=url)


def check_body(body: bytes, status: int, url: str) -> None:
    """Raise EmptyBody for a 200 that has only white space."""
    if status == 200 and not body.strip():
        raise EmptyBody(f"HTTP 200 with {len(body)} bytes", url=url)


def name_failure(error: BaseException, url: str) -> SourceError:
    """The named error for any error an errback receives. The original is kept as its cause."""
    if isinstance(error, SourceError):
        error.url = error.url or url
        return error
    named = _named(error, url)
    named.__cause__ = error
    return named


def _named(error: BaseException, url: str) -> SourceError:
    text = str(error)
    if isinstance(error, IgnoreRequest):
        if "robots.txt" in text:
            return Blocked("robots.txt forbids it", url=url)
        if "redirect" in text:
            return TransportFailure(f"a redirect loop: {text}", url=url)
        return Blocked(text or "the request was dropped", url=url)
    if isinstance(error, DownloadCancelledError):
        return TooLarge(text or "the body is larger than DOWNLOAD_MAXSIZE", url=url)
    if isinstance(error, ResponseDataLossError):
        return TransportFailure(text or "the answer was cut short", url=url)
    return TransportFailure(f"{type(error).__name__}: {text}", url=url)
