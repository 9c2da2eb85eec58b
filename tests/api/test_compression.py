"""Answers in the encoding that the client asks for, with entity tags that fit all encodings."""

from __future__ import annotations

import gzip

import brotli
import pytest
import zstandard
from fastapi.testclient import TestClient

from tests.api.harvest import harvest, many, seed

UNPACK = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompressobj().decompress(body),
}
FEEDS = [f"/feeds/events.{extension}" for extension in ("ics", "rss", "atom", "json", "jsonld")]
PATHS = [*FEEDS, "/api/occurrences?limit=50", "/api/openapi.json", "/", "/api/kit?format=csv"]


@pytest.fixture
def client(application, service_environment):
    seed()
    harvest(*many(60))
    with TestClient(application) as client:
        yield client


def raw(client: TestClient, path: str, **headers: str):
    """The answer, and its body as it was sent."""
    with client.stream("GET", path, headers=headers) as answer:
        return answer, b"".join(answer.iter_raw())


@pytest.mark.parametrize("encoding", UNPACK)
@pytest.mark.parametrize("path", PATHS)
def test_the_client_chooses(client, path, encoding):
    plain, whole = raw(client, path, **{"Accept-Encoding": "identity"})
    packed, small = raw(client, path, **{"Accept-Encoding": encoding})
    assert (plain.status_code, packed.status_code) == (200, 200)
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == encoding
    assert UNPACK[encoding](small) == whole
    assert len(small) < len(whole) / 2
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["vary"]
    assert int(packed.headers.get("content-length", len(small))) == len(small)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br, zstd", "zstd"), ("gzip, br;q=0, zstd;q=0", "gzip"), ("deflate", None), ("", None)],
)
def test_the_best_that_is_accepted(client, accepted, encoding):
    answer, _ = raw(client, "/feeds/events.ics", **{"Accept-Encoding": accepted})
    assert answer.headers.get("content-encoding") == encoding


@pytest.mark.parametrize("path", ["/feeds/events.ics", "/api/occurrences?limit=50"])
def test_one_weak_tag_for_all_encodings(client, path):
    tags = {raw(client, path, **{"Accept-Encoding": each})[0].headers["etag"] for each in ("identity", *UNPACK)}
    (tag,) = tags
    assert tag.startswith('W/"')
    for named in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        for accepted in ("identity", *UNPACK):
            again, body = raw(client, path, **{"Accept-Encoding": accepted, "If-None-Match": named})
            assert (again.status_code, body, again.headers["etag"]) == (304, b"", tag)
            assert "content-encoding" not in again.headers
            assert "Accept-Encoding" in again.headers["vary"]
    assert raw(client, path, **{"If-None-Match": 'W/"other"'})[0].status_code == 200


def test_progress_is_sent_as_it_is(acting, reader):
    seed()
    harvest(*many(2))
    number = acting.get("/api/runs", headers=reader).json()["runs"][0]["id"]
    headers = {**reader, "Accept-Encoding": "gzip, br, zstd"}
    with acting.stream("GET", f"/api/runs/{number}/events", headers=headers) as stream:
        assert "content-encoding" not in stream.headers
        assert b"".join(stream.iter_raw()).startswith(b"event: run\ndata: ")


def test_short_answers_stay_as_they_are(client):
    answer, body = raw(client, "/healthz", **{"Accept-Encoding": "gzip"})
    assert (answer.status_code, len(body) < 500, "content-encoding" in answer.headers) == (200, True, False)
