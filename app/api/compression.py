"""Compresses answers with zstd, brotli, or gzip, as the client asks. A stream of events is never compressed or held."""

from __future__ import annotations

from fastapi import FastAPI
from starlette_compress import CompressMiddleware, add_compress_type, remove_compress_type

LEAST_BYTES = 500
"""Shorter answers fit into one packet anyway."""
ALSO = ("application/feed+json", "application/problem+json", "text/csv")
"""Media types that the library does not compress without being asked."""


def install(app: FastAPI) -> None:
    """Compresses what the routes answer. Their entity tags are weak, because one tag stands for the answer in every
    encoding (RFC 9110 8.8.1)."""
    for kind in ALSO:
        add_compress_type(kind)
    remove_compress_type("text/event-stream")
    app.add_middleware(CompressMiddleware, minimum_size=LEAST_BYTES)
