"""Small bodies that unpack into gigabytes. Each is built without holding what it unpacks to."""

from __future__ import annotations

import gzip
import sys
import zlib
from functools import cache

import brotli

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

GIGABYTE = 1024
MEGABYTE = b" " * 2**20
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


def repeatable(wbits: int, part: bytes) -> tuple[bytes, bytes, bytes]:
    """The part as a block that may be repeated (RFC 1951, 2.3), with the head and the end of the stream."""
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    head = packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH)
    return head, block, packer.flush(zlib.Z_FINISH)


@cache
def deflated(wbits: int) -> bytes:
    """Its checksum is wrong, which nobody sees before the end."""
    head, block, end = repeatable(wbits, MEGABYTE)
    return head + block * GIGABYTE + end


def gzipped() -> bytes:
    return deflated(zlib.MAX_WBITS | 16)


@cache
def members() -> bytes:
    return gzip.compress(MEGABYTE) * GIGABYTE


@cache
def brotlied() -> bytes:
    packer = brotli.Compressor(quality=1)
    return b"".join(packer.process(MEGABYTE) for _ in range(GIGABYTE)) + packer.finish()


@cache
def frames() -> bytes:
    return zstd.compress(MEGABYTE * 64) * (GIGABYTE // 64)


def wide_window() -> bytes:
    """A zstd frame for which the reader must reserve 128 MB."""
    packer = zstd.ZstdCompressor(options={zstd.CompressionParameter.window_log: 27})
    return packer.compress(b"BEGIN:VCALENDAR") + packer.flush()


@cache
def hollow() -> bytes:
    """Gzip within gzip: the inner one is a gigabyte of empty blocks, and unpacks to nothing."""
    head, block, end = repeatable(-zlib.MAX_WBITS, b"\x00\x00\x00\xff\xff" * 200_000)
    _, start, _ = repeatable(-zlib.MAX_WBITS, GZIP_HEAD)
    return GZIP_HEAD + head + start + block * GIGABYTE + end


def empty_members() -> bytes:
    return gzip.compress(b"") * 500_000


def layers(number: int) -> bytes:
    body = gzipped()
    for _ in range(number - 1):
        body = gzip.compress(body)
    return body
