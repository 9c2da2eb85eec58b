"""Finds the platforms by walking this package's folders, so nobody has to keep a list."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import scrapers.platforms as package
from scrapers.platforms.platform import Platform


@cache
def platforms() -> dict[str, Platform]:
    """The platforms by name, in alphabetical order. Raises LookupError for a folder without a PLATFORM of its name."""
    found: dict[str, Platform] = {}
    for module in sorted(iter_modules(package.__path__), key=lambda one: one.name):
        if not module.ispkg:
            continue
        described = getattr(import_module(f"{package.__name__}.{module.name}"), "PLATFORM", None)
        if not isinstance(described, Platform) or described.name != module.name:
            raise LookupError(
                f"scrapers/platforms/{module.name}/__init__.py must define PLATFORM with the folder's name"
            )
        found[module.name] = described
    return found


def platform(name: str) -> Platform:
    """The named platform. Raises KeyError with the known names."""
    known = platforms()
    if name not in known:
        raise KeyError(f"there is no platform {name}; choose one of {', '.join(known)}")
    return known[name]
