"""The file of a recorded crawl: compressed JSON, without cookies and tokens."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from core.scrubbing import SCRUBBED, SECRET_NAMES, scrub_address

_IN_BODIES = re.compile(
    rf"(?i)([\"']?\b(?:{SECRET_NAMES})[\"']?\s*[:=]\s*[\"'])([^\"'\s<>]{{8,}})([\"'])|(name=[\"'](?:{SECRET_NAMES})[\"'][^>]*?\bvalue=[\"'])([^\"']{{8,}})"
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One response: of its headers only the type is kept, and where it redirects to."""

    url: str
    status: int
    content_type: str
    location: str
    body: bytes
    method: str = "GET"


def scrubbed(one: Recorded) -> Recorded:
    """A body that isn't text is kept as it is."""
    try:
        text = one.body.decode("utf-8")
    except UnicodeDecodeError:
        text = None
    body = one.body if text is None else _scrub_text(text).encode()
    location = scrub_address(one.location)
    return Recorded(scrub_address(one.url), one.status, one.content_type, location, body, one.method)


def _scrub_text(text: str) -> str:
    def hide(found: re.Match[str]) -> str:
        return f"{found[1]}{SCRUBBED}{found[3]}" if found[1] else f"{found[4]}{SCRUBBED}"

    return scrub_address(_IN_BODIES.sub(hide, text))


def save(path: Path, responses: Iterable[Recorded]) -> None:
    rows = [
        {
            "url": one.url,
            "method": one.method,
            "status": one.status,
            "content_type": one.content_type,
            "location": one.location,
            "body": b64encode(one.body).decode(),
        }
        for one in map(scrubbed, responses)
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(json.dumps(rows, indent=0).encode(), mtime=0))


def load(path: Path) -> Mapping[tuple[str, str], Recorded]:
    """By method and scrubbed address."""
    rows = json.loads(gzip.decompress(path.read_bytes()))
    found = (Recorded(**{**row, "body": b64decode(row["body"])}) for row in rows)
    return {(one.method, one.url): one for one in found}
