"""The file of a recorded crawl: compressed JSON, without cookies and tokens."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

SCRUBBED = "scrubbed"
_NAMES = (
    r"(?:access|auth|bearer|csrf|xsrf|refresh|id|session|client|api|verification)?[_-]?(?:token|secret|nonce|session(?:id)?"
    r"|signature|passw(?:or)?d|jwt|authenticity_token)|api[_-]?key|x-api-key|sid|sig|phpsessid|jsessionid"
)
_IN_ADDRESSES = re.compile(rf"(?i)(?<=[?&;])({_NAMES}|key)=([^&#\s\"'<>]{{6,}})")
_IN_BODIES = re.compile(
    rf"(?i)([\"']?\b(?:{_NAMES})[\"']?\s*[:=]\s*[\"'])([^\"'\s<>]{{8,}})([\"'])|(name=[\"'](?:{_NAMES})[\"'][^>]*?\bvalue=[\"'])([^\"']{{8,}})"
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


def scrub_address(url: str) -> str:
    """Replaces the values of parameters that identify a visitor or a key. Requests are looked up by what remains."""
    return _IN_ADDRESSES.sub(lambda found: f"{found[1]}={SCRUBBED}", url)


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

    return _IN_ADDRESSES.sub(lambda found: f"{found[1]}={SCRUBBED}", _IN_BODIES.sub(hide, text))


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
