"""Know whether the code that makes rows of bodies is another than when a body was read."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable

DECIDES = (
    ("scrapers.reading", ()),
    ("scrapers.platforms", ()),
    ("core", ("core.items",)),
    ("pipelines", ()),
    ("storage", ("storage.events.rows",)),
)
"""Packages, and the modules of them that count where not all do."""


@cache
def reading_version() -> bytes:
    """A hash of the code that makes rows of bodies: with another version of it, everything is read again. The code may
    lie in an egg, where files have no paths."""
    digest = sha256()
    for package, modules in DECIDES:
        for name, text in _modules(files(package), package):
            if not modules or name in modules:
                digest.update(name.encode() + b"\0" + text + b"\0")
    return digest.digest()


def _modules(folder: Traversable, package: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        if entry.is_dir():
            yield from _modules(entry, f"{package}.{entry.name}")
        elif entry.name.endswith(".py"):
            yield f"{package}.{entry.name.removesuffix('.py')}", entry.read_bytes()
