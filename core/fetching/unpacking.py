"""Unpacks compressed bodies piece by piece, so that a small body that unpacks into gigabytes never fills the memory."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PIECE = 64 * 1024
"""Bytes that are unpacked at once. Brotli may return half as much again."""
MOST_LAYERS = 4
"""Content-Encodings of one body. Real ones have one, or two by mistake."""
MOST_MEMBERS = 2_000
"""Members of a gzip body, or frames of a zstd body. A block gzip of 20 MB has about 1,000."""
ZSTD_WINDOW_LOG = 23
"""8 MiB, the largest window that Content-Encoding zstd may use (RFC 9659)."""
GZIP_MAGIC = b"\x1f\x8b\x08"
"""RFC 1952, 2.3.1, with the only compression method in use."""


class TooLong(ValueError):
    """The body, or what it unpacks to, is over the limit."""


class Damaged(ValueError):
    """The compressed data is broken or cut short."""


def unpack(parts: Iterable[bytes], content_encoding: str, limit: int) -> bytes:
    """The body without its Content-Encoding (RFC 9110, 8.4), and without gzip if the file itself is a `.gz`.

    parts             the body as received; read only as far as needed
    content_encoding  the header's value, "" if it has none. An encoding that we do not know ends the unpacking.
    limit             bytes, of the body as received and after each layer

    Raises TooLong or Damaged, and what `parts` raises.
    """
    names = [name for each in reversed(content_encoding.split(",")) if (name := each.strip().lower()) not in _PLAIN]
    if len(names) > MOST_LAYERS:
        raise Damaged(f"it is packed {len(names)} times")
    stream = _Stream(parts, limit)
    for name in names:
        if name not in _LAYERS or not stream.peek(1):  # an answer without a body (HEAD, 304) may have the header too
            return b"".join(stream)
        stream = _Stream(_LAYERS[name](stream), limit)
    if stream.peek(len(GZIP_MAGIC)).startswith(GZIP_MAGIC):
        stream = _Stream(_gunzip(stream), limit)
    return b"".join(stream)


class _Stream:
    """The parts of a body, cut into pieces, as long as they are within the limit. Raises TooLong."""

    def __init__(self, parts: Iterable[bytes], limit: int) -> None:
        self._pieces = _limited(parts, limit)
        self._first = b""

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if not self._first:
            return next(self._pieces)
        first, self._first = self._first, b""
        return first

    def peek(self, length: int) -> bytes:
        """The next bytes, `length` of them or more unless the body ends. They stay in the stream."""
        while len(self._first) < length and (piece := next(self._pieces, b"")):
            self._first += piece
        return self._first

    def put_back(self, data: bytes) -> None:
        self._first = data


def _limited(parts: Iterable[bytes], limit: int) -> Iterator[bytes]:
    size = 0
    for part in parts:
        size += len(part)
        if size > limit:
            raise TooLong(f"more than {limit} bytes")
        for start in range(0, len(part), PIECE):
            yield part[start : start + PIECE]


def _gunzip(stream: _Stream) -> Iterator[bytes]:
    """All members (RFC 1952, 2.2). What follows the last one is ignored, as browsers and gzip do."""
    for _ in range(MOST_MEMBERS):
        yield from _inflate_one(zlib.decompressobj(zlib.MAX_WBITS | 16), stream)
        if not stream.peek(2).startswith(GZIP_MAGIC[:2]):
            return
    raise TooLong(f"more than {MOST_MEMBERS} gzip members")


def _inflate(stream: _Stream) -> Iterator[bytes]:
    """zlib data (RFC 1950), as RFC 9110 8.4.1.2 says, or bare deflate data (RFC 1951), as some servers send."""
    head = stream.peek(2)
    is_zlib = head[0] & 15 == zlib.DEFLATED and int.from_bytes(head[:2], "big") % 31 == 0
    yield from _inflate_one(zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS), stream)


def _inflate_one(data: zlib._Decompress, stream: _Stream) -> Iterator[bytes]:
    try:
        for piece in stream:
            yield data.decompress(piece, PIECE)
            while data.unconsumed_tail and not data.eof:
                yield data.decompress(data.unconsumed_tail, PIECE)
            if data.eof:
                stream.put_back(data.unused_data)
                return
        while rest := data.decompress(b"", PIECE):
            yield rest
    except zlib.error as error:
        raise Damaged(str(error)) from error
    if not data.eof:
        raise Damaged("it is cut short")


def _unbrotli(stream: _Stream) -> Iterator[bytes]:
    """RFC 7932."""
    data = brotli.Decompressor()
    try:
        for piece in stream:
            unpacked = data.process(piece, output_buffer_limit=PIECE)
            while unpacked or not data.can_accept_more_data():
                yield unpacked
                unpacked = data.process(b"", output_buffer_limit=PIECE)
    except brotli.error as error:
        raise Damaged(str(error)) from error
    if not data.is_finished():
        raise Damaged("it is cut short")


def _unzstd(stream: _Stream) -> Iterator[bytes]:
    """All frames (RFC 8878, 3.1)."""
    for _ in range(MOST_MEMBERS):
        yield from _unzstd_one(stream)
        if not stream.peek(1):
            return
    raise TooLong(f"more than {MOST_MEMBERS} zstd frames")


def _unzstd_one(stream: _Stream) -> Iterator[bytes]:
    frame = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: ZSTD_WINDOW_LOG})
    try:
        for piece in stream:
            yield frame.decompress(piece, PIECE)
            while not frame.eof and not frame.needs_input:
                yield frame.decompress(b"", PIECE)
            if frame.eof:
                stream.put_back(frame.unused_data)
                return
    except zstd.ZstdError as error:
        raise Damaged(str(error)) from error
    raise Damaged("it is cut short")


_LAYERS: Mapping[str, Callable[[_Stream], Iterator[bytes]]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _inflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
_PLAIN = frozenset({"", "identity"})
ACCEPT_ENCODING = "gzip, deflate, br, zstd"
"""For requests."""
