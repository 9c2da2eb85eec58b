"""The page's types stand on web/openapi.json; it says what the service says."""

from __future__ import annotations

from app.cli import openapi


def test_the_committed_file_is_current():
    committed = openapi.FILE.read_text(encoding="utf-8")
    assert committed == openapi.described(), "the API has changed: run `python -m app openapi`, then `make types`"
