"""A long answer is complete before it is sent, and its file is always closed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from app.api.http import spool


def pieces(number: int) -> Iterator[bytes]:
    for index in range(number):
        yield f"{index:06}".encode() * 1000


def body_of(response) -> bytes:
    if not hasattr(response, "body_iterator"):
        return response.body

    async def collected() -> bytes:
        return b"".join([piece async for piece in response.body_iterator])

    return asyncio.run(collected())


@pytest.mark.parametrize("number", [0, 1, 200])
def test_short_and_long_answers_are_complete(number):
    response = spool.spooled(pieces(number), "text/plain", {"X-Kept": "yes"})
    body = body_of(response)
    assert body == b"".join(pieces(number))
    assert (len(body) > spool.IN_MEMORY) == (number == 200)
    assert response.headers["content-length"] == str(len(body))
    assert response.headers["x-kept"] == "yes"


def test_a_failure_halfway_is_an_error():
    def failing() -> Iterator[bytes]:
        yield b"a"
        raise ValueError("the database went away")

    with pytest.raises(ValueError, match="went away"):
        spool.spooled(failing(), "text/plain", {})


def test_an_answer_that_nobody_reads_closes_its_file(monkeypatch):
    made = []
    real = spool.SpooledTemporaryFile

    def watched(**options):
        made.append(real(**options))
        return made[-1]

    monkeypatch.setattr(spool, "SpooledTemporaryFile", watched)
    response = spool.spooled(pieces(200), "text/plain", {})
    assert not made[0].closed
    del response
    assert made[0].closed
