"""Errors of Scrapy and Twisted become named errors."""

from __future__ import annotations

import pytest
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest, ResponseDataLossError
from twisted.internet.error import ConnectionRefusedError as Refused
from twisted.internet.error import DNSLookupError
from twisted.internet.error import TimeoutError as TooSlow

from core.errors import BadCharset, Blocked, EmptyBody, PageGone, SourceError, TooLarge, TransportFailure, WrongKind
from scrapers.platforms.failures import check_body, check_status, name_failure

URL = "https://site.example/events"


@pytest.mark.parametrize("status", [200, 201, 204, 304])
def test_good_status(status):
    assert check_status(status, URL) is None


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (301, TransportFailure),
        (400, WrongKind),
        (401, Blocked),
        (403, Blocked),
        (404, PageGone),
        (406, Blocked),
        (408, TransportFailure),
        (410, PageGone),
        (418, WrongKind),
        (429, Blocked),
        (451, Blocked),
        (500, TransportFailure),
        (503, TransportFailure),
        (520, TransportFailure),
    ],
)
def test_bad_status(status, error):
    with pytest.raises(error, match=f"HTTP {status}") as caught:
        check_status(status, URL)
    assert caught.value.url == URL
    assert caught.value.retryable is (error is TransportFailure)


def test_body():
    assert check_body(b" x ", 200, URL) is None
    assert check_body(b"", 304, URL) is None
    for body in (b"", b" \r\n\t"):
        with pytest.raises(EmptyBody):
            check_body(body, 200, URL)


@pytest.mark.parametrize(
    ("raised", "error", "found"),
    [
        (IgnoreRequest("Forbidden by robots.txt"), Blocked, "robots.txt forbids it"),
        (IgnoreRequest("max redirections reached"), TransportFailure, "redirect loop"),
        (DownloadCancelledError("grew past DOWNLOAD_MAXSIZE"), TooLarge, "DOWNLOAD_MAXSIZE"),
        (IgnoreRequest(), Blocked, "dropped"),
        (DownloadCancelledError("too much"), TooLarge, "too much"),
        (ResponseDataLossError(), TransportFailure, "cut short"),
        (Refused(), TransportFailure, "ConnectionRefusedError"),
        (DNSLookupError("no such host"), TransportFailure, "no such host"),
        (TooSlow(), TransportFailure, "TimeoutError"),
        (OSError("broken"), TransportFailure, "broken"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_errors_are_named(raised, error, found):
    named = name_failure(raised, URL)
    assert type(named) is error
    assert found in named.found
    assert (named.url, named.__cause__) == (URL, raised)


def test_named_error_keeps_its_own_address():
    error = BadCharset("what", url="https://site.example/feed")
    assert name_failure(error, URL) is error
    assert error.url == "https://site.example/feed"
    assert name_failure(SourceError("what"), URL).url == URL
