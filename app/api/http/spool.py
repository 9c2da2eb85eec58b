"""Finishes an answer before sending it, in a temporary file if it is long.

A slow client then holds no database connection, and a failure halfway is an error, not a calendar that lost half of its
events.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile

from fastapi.responses import Response, StreamingResponse

IN_MEMORY = 256 * 1024
"""In bytes. Longer answers go to disk."""
PIECE = 64 * 1024


def spooled(pieces: Iterable[bytes], media_type: str, headers: Mapping[str, str]) -> Response:
    """A response with all the pieces. Consumes them before it returns."""
    with ExitStack() as failing:
        file = failing.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))
        for piece in pieces:
            file.write(piece)
        length = file.tell()
        file.seek(0)
        if length <= IN_MEMORY:
            return Response(file.read(), media_type=media_type, headers=dict(headers))
        failing.pop_all()
    body = _read(file)
    next(body)
    return StreamingResponse(body, media_type=media_type, headers={**headers, "Content-Length": str(length)})


def _read(file: SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    """Yields an empty piece first: a generator that has started closes the file even if nobody reads the rest."""
    with file:
        yield b""
        while piece := file.read(PIECE):
            yield piece
