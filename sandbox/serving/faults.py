"""Applies faults to an answer. Pure functions; bodies too large for memory are iterators."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sandbox.serving.disfigure import changed_markup, no_date, no_events
from sandbox.serving.trouble import Fault
from sandbox.site import ICAL, Answer

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Sent:
    """The answer as sent.

    declared_length   the Content-Length, which is more than the length of `chunks` in a truncated answer.
    close             whether to close the connection after it.
    """

    status: int
    content_type: str
    chunks: Iterable[bytes]
    declared_length: int
    headers: Mapping[str, str] = field(default_factory=dict)
    close: bool = False


def plain(answer: Answer) -> Sent:
    return Sent(answer.status, answer.content_type, (answer.body,), len(answer.body), answer.headers)


def spoil(answer: Answer, troubles: Mapping[Fault, str], target: str) -> Sent:
    """The answer with its faults. One that replaces the answer wins; otherwise text changes come before bytes."""
    for kind, replacement in _REPLACEMENTS.items():
        if kind in troubles:
            return replacement(answer, troubles[kind], target)
    for kind, change in _CHANGES.items():
        if kind in troubles:
            answer = replace(answer, body=change(answer, troubles[kind]))
    for kind, packing in _PACKINGS.items():
        if kind in troubles:
            return packing(answer, troubles[kind])
    return plain(answer)


def _error(answer: Answer, value: str, target: str) -> Sent:
    status = int(value or 500)
    body = b"<!doctype html><html><head><title>Internal error</title></head><body>The database is down.</body></html>"
    return plain(Answer(body, status=status, headers={"Retry-After": "1"} if status in (429, 503) else {}))


def _redirect(answer: Answer, value: str, target: str) -> Sent:
    return plain(Answer(b"", status=302, headers={"Location": target}))


def _challenge(answer: Answer, value: str, target: str) -> Sent:
    body = (
        b"<!doctype html><html><head><title>Just a moment...</title></head><body><h1>Are you a person?</h1>"
        b'<noscript>This site needs scripts to let you in.</noscript><div id="challenge-form"></div></body></html>'
    )
    return plain(Answer(body, status=403, headers={"cf-mitigated": "challenge"}))


def _refuse(answer: Answer, value: str, target: str) -> Sent:
    return plain(
        Answer(b"<html><head><title>Not Acceptable</title></head><body>Not acceptable.</body></html>", status=406)
    )


def _html(answer: Answer, value: str, target: str) -> Sent:
    return plain(
        Answer(b"<!doctype html><html><head><title>Welcome</title></head><body>Our new site is here!</body></html>")
    )


def _robots(answer: Answer, value: str, target: str) -> Sent:
    return plain(Answer(b"User-agent: *\nDisallow: /\n", "text/plain; charset=utf-8"))


def _empty(answer: Answer, value: str, target: str) -> Sent:
    return plain(replace(answer, body=b"", status=200))


_REPLACEMENTS: Mapping[Fault, Callable[[Answer, str, str], Sent]] = {
    Fault.ROBOTS_DISALLOW: _robots,
    Fault.ERROR500: _error,
    Fault.CHALLENGE403: _challenge,
    Fault.REFUSE406: _refuse,
    Fault.REDIRECT_LOOP: _redirect,
    Fault.EMPTY200: _empty,
    Fault.HTML_FOR_ICAL: _html,
}


def _recode(answer: Answer, value: str) -> bytes:
    return answer.body.decode().encode(value or "cp1252", errors="replace")


_CHANGES: Mapping[Fault, Callable[[Answer, str], bytes]] = {
    Fault.CHANGED_MARKUP: changed_markup,
    Fault.NO_DATE: no_date,
    Fault.NO_EVENTS: no_events,
    Fault.WRONG_CHARSET: _recode,
}


def _truncate(answer: Answer, value: str) -> Sent:
    kept = int(value) if value else len(answer.body) // 2
    return Sent(
        answer.status, answer.content_type, (answer.body[:kept],), len(answer.body) + 1000, answer.headers, close=True
    )


def _bomb(answer: Answer, value: str) -> Sent:
    """The body followed by spaces, compressed about 1000:1. One compressed megabyte is flushed so that it can be
    repeated (RFC 1951 2.3), so the size of the whole costs nothing."""
    megabytes = int(value or 200)
    blanks = b" " * MEGABYTE
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    head = packer.compress(answer.body) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(blanks) + packer.flush(zlib.Z_FULL_FLUSH)
    end = packer.flush(zlib.Z_FINISH)
    checksum = zlib.crc32(answer.body)
    for _ in range(megabytes):
        checksum = zlib.crc32(blanks, checksum)
    size = (len(answer.body) + megabytes * MEGABYTE) & 0xFFFFFFFF
    packed = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff" + head + block * megabytes + end
    packed += struct.pack("<II", checksum, size)
    headers = {**answer.headers, "Content-Encoding": "gzip"}
    return Sent(answer.status, answer.content_type, (packed,), len(packed), headers)


_FILLER = (
    "BEGIN:VEVENT\r\nUID:filler-{0:08d}@feeds.example\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART:20270101T120000Z\r\nSUMMARY:Filler {0:08d}\r\nEND:VEVENT\r\n"
)
_CALENDAR_HEAD = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Sandbox//Huge//EN\r\n"
_CALENDAR_TAIL = b"END:VCALENDAR\r\n"


def _huge(answer: Answer, value: str) -> Sent:
    """A calendar of events of equal length, or the page followed by spaces, with the right Content-Length."""
    megabytes = int(value or 50)
    if not answer.content_type.startswith("text/calendar"):
        chunks: Iterable[bytes] = (answer.body, *([b" " * MEGABYTE] * megabytes))
        return Sent(answer.status, answer.content_type, chunks, len(answer.body) + megabytes * MEGABYTE, answer.headers)
    events = megabytes * MEGABYTE // len(_FILLER.format(0))
    length = len(_CALENDAR_HEAD) + events * len(_FILLER.format(0)) + len(_CALENDAR_TAIL)
    return Sent(200, ICAL, _filled(events), length)


def _filled(events: int) -> Iterator[bytes]:
    yield _CALENDAR_HEAD
    for first in range(0, events, 1000):
        yield "".join(_FILLER.format(number) for number in range(first, min(first + 1000, events))).encode()
    yield _CALENDAR_TAIL


_PACKINGS: Mapping[Fault, Callable[[Answer, str], Sent]] = {
    Fault.HUGE: _huge,
    Fault.GZIP_BOMB: _bomb,
    Fault.TRUNCATED: _truncate,
}
