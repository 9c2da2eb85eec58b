"""web/openapi.json, from which the page's types are made, matches the service."""

from __future__ import annotations

from app.cli import openapi


def test_the_committed_file_is_current():
    committed = openapi.FILE.read_text(encoding="utf-8")
    assert committed == openapi.described(), "the API has changed: run `python -m app openapi`, then `make types`"
