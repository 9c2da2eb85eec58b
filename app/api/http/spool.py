"""Long answers, made whole before they are sent, in a file where they are long.

So a slow client holds no connection of the database, and what fails half-way is an error and not a calendar that lost
the half of its events.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile

from fastapi.responses import Response, StreamingResponse

IN_MEMORY = 256 * 1024
"""Bytes; what is longer goes to the disk."""
PIECE = 64 * 1024


def spooled(pieces: Iterable[bytes], media_type: str, headers: Mapping[str, str]) -> Response:
    """A response of all the pieces, which are taken at once."""
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
    """Nothing at first: a generator that has begun closes the file also when nobody takes the rest."""
    with file:
        yield b""
        while piece := file.read(PIECE):
            yield piece
