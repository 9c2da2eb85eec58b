"""Writes JSON documents piece by piece, safe to embed in an HTML script element."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_UNSAFE = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029", "\x7f": "\\u007f"}
)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def encoded(value: Any) -> str:
    """JSON without `</script>` and `<!--` (JSON-LD 1.1, 7.2): their characters occur only in strings, where an escape
    means the same. Half a surrogate pair becomes `?`."""
    return _encode(value).encode("utf-8", "replace").decode().translate(_UNSAFE)


def document(head: Mapping[str, Any], name: str, entries: Iterable[Any]) -> Iterator[bytes]:
    """Yields an object: the members of `head`, then the array `name`, one entry at a time, each on its own line."""
    yield f"{encoded(dict(head))[:-1]}{',' if head else ''}{encoded(name)}:[\n".encode()
    comma = ""
    for entry in entries:
        yield f"{comma}{encoded(entry)}".encode()
        comma = ",\n"
    yield b"\n]}\n"


def without_nulls(members: Mapping[str, Any]) -> dict[str, Any]:
    """The members without nulls, empty strings, and empty containers."""
    return {name: value for name, value in members.items() if value not in (None, "", [], {})}
