"""Finds the parts of a JSON answer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from core.errors import PageChanged
from core.items import Venue
from scrapers.reading.bodies import decode, refuse_challenge
from scrapers.reading.contract import Context
from scrapers.reading.json_text import json_document
from scrapers.reading.structured.values import as_list, first_text, line, position_of

Record = Mapping[str, Any]


def document_of(body: bytes, context: Context) -> Any:
    """The body's JSON value. Raises EmptyBody, BadCharset, Blocked, and WrongKind."""
    text = decode(body, context)
    refuse_challenge(text, context)
    return json_document(text, context)


def list_at(document: Any, context: Context, *path: str) -> list[Any]:
    """The list at a path of keys. Raises PageChanged without one."""
    found = document
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    if not isinstance(found, list):
        shown = ", ".join(map(str, document))[:150] if isinstance(document, dict) else str(document)[:150]
        where = ".".join(path) or "a list"
        raise PageChanged(
            f"JSON without {where}: {shown}", url=context.url, source=context.source, field=".".join(path)
        )
    return found


def inner(record: Any, *path: str) -> Record:
    """The object at a path of keys; empty without one."""
    for name in path:
        record = record.get(name) if isinstance(record, dict) else None
    return record if isinstance(record, dict) else {}


def objects(value: Any) -> list[Record]:
    """The objects of a list, or a single one."""
    return [one for one in as_list(value) if isinstance(one, dict)]


def text_at(record: Any, path: str) -> str | None:
    *names, last = path.split(".")
    return line(inner(record, *names).get(last))


def cents(amount: Any) -> int | None:
    """Hundredths of an amount in whole units; None for anything but a finite number."""
    try:
        value = float(first_text(amount) or "")
    except ValueError:
        return None
    return round(value * 100) if math.isfinite(value) else None


def place(name: Any, *address: Any, latitude: Any = None, longitude: Any = None) -> Venue | None:
    """A venue from a name and the parts of its address; None if it has neither."""
    named = line(name)
    written = ", ".join(dict.fromkeys(part for one in address if (part := line(one)))) or None
    if named is None and written is None:
        return None
    north, east = position_of(first_text(latitude), first_text(longitude))
    return Venue(name=named, address=written, latitude=north, longitude=east)
