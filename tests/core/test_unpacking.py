"""Unpacks bodies piece by piece. tests/hostile measures the memory."""

from __future__ import annotations

import gzip
import random
import sys
import zlib

import brotli
import pytest

from core.fetching.unpacking import PIECE, Damaged, TooLong, unpack

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

BODY = random.Random(1).randbytes(3000) + b" " * 3 * PIECE + random.Random(2).randbytes(3000)
START, REST = BODY[:1000], BODY[1000:]
PACKED = {
    "gzip": ("gzip", gzip.compress(BODY)),
    "gzip members": ("x-gzip", gzip.compress(START) + gzip.compress(b"") + gzip.compress(REST)),
    "zlib": ("deflate", zlib.compress(BODY)),
    "deflate": ("deflate", zlib.compress(BODY)[2:-4]),
    "stored deflate": ("deflate", zlib.compress(BODY, 0)[2:-4]),
    "brotli": ("br", brotli.compress(BODY)),
    "zstd": ("zstd", zstd.compress(BODY)),
    "zstd frames": ("zstd", zstd.compress(START) + zstd.compress(b"") + zstd.compress(REST)),
    "gzip in brotli": ("gzip, br", brotli.compress(gzip.compress(BODY))),
    "zstd in deflate in gzip": ("Zstd,DEFLATE , gzip", gzip.compress(zlib.compress(zstd.compress(BODY)))),
    "gz file": ("", gzip.compress(BODY)),
    "gz file in brotli": ("br", brotli.compress(gzip.compress(BODY))),
    "nothing": ("identity", BODY),
}


def parts(body, length):
    return [body[start : start + length] for start in range(0, len(body), length)]


@pytest.mark.parametrize("length", [1, 2, 7, 1000, PIECE + 1, 10**9])
@pytest.mark.parametrize("name", PACKED)
def test_however_it_arrives(name, length):
    encoding, packed = PACKED[name]
    assert unpack(parts(packed, length), encoding, len(BODY) + 100) == BODY


@pytest.mark.parametrize("name", [name for name in PACKED if name not in ("nothing", "gz file")])
def test_cut_anywhere(name):
    """Except between two members, which is a whole body too."""
    encoding, packed = PACKED[name]
    whole = {len(gzip.compress(START)), len(gzip.compress(START) + gzip.compress(b""))} if "members" in name else set()
    if "frames" in name:
        whole = {len(zstd.compress(START)), len(zstd.compress(START) + zstd.compress(b""))}
    for length in range(1, len(packed), max(1, len(packed) // 200)):
        if length not in whole and length - 1 not in whole:
            with pytest.raises(Damaged):
                unpack([packed[:length]], encoding, len(BODY))


@pytest.mark.parametrize("name", PACKED)
def test_one_byte_over_the_limit(name):
    encoding, packed = PACKED[name]
    with pytest.raises(TooLong):
        unpack([packed], encoding, len(BODY) - 1)
    if len(packed) <= len(BODY):
        assert unpack([packed], encoding, len(BODY)) == BODY


def test_no_more_is_read_than_the_limit_needs():
    def endless():
        while True:
            read.append(1)
            yield gzip.compress(b" " * PIECE)

    read = []
    with pytest.raises(TooLong):
        unpack(endless(), "gzip", 10 * PIECE)
    assert len(read) <= 12


@pytest.mark.parametrize("tail", [b"\0" * 1000, b"\x1f", b"<!-- made in 0.2 s -->"])
def test_what_follows_gzip_is_ignored(tail):
    assert unpack([gzip.compress(BODY) + tail], "gzip", 10**6) == BODY


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "gzip, br"])
def test_no_body(encoding):
    """An answer to HEAD, or 304, has the header of the body that it leaves out."""
    assert unpack([], encoding, 10) == unpack([b""], encoding, 10) == b""


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_another_body_than_declared(encoding):
    with pytest.raises(Damaged):
        unpack([b"BEGIN:VCALENDAR"], encoding, 100)


def test_an_unknown_encoding_is_left():
    assert unpack([gzip.compress(b"secret")], "aes128gcm, gzip", 100) == b"secret"
    assert unpack([b"secret"], "aes128gcm", 100) == b"secret"
