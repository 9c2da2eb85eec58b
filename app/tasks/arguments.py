"""Checks the arguments of a task: JSON values from anyone who can reach the broker."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.recipes.recipe import BadRecipe, Recipe, parse_recipe
from core.zone_names import zone_names
from storage.sources.rules import BadRules, SourceRules, parse_rules


class BadArguments(ValueError):
    """The task was called with arguments that can never work, so it is not retried."""


def whole(value: object, name: str, least: int, most: int) -> int:
    """A whole number within bounds, or BadArguments."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise BadArguments(f"{name} must be a whole number from {least} to {most}, not {value!r}")
    return value


def number(value: object, name: str, least: float, most: float) -> float:
    """A number within bounds, or BadArguments."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise BadArguments(f"{name} must be a number from {least} to {most}, not {value!r}")
    return float(value)


def flag(value: object, name: str) -> bool:
    """True or false, or BadArguments."""
    if not isinstance(value, bool):
        raise BadArguments(f"{name} must be true or false, not {value!r}")
    return value


def zone(value: object, name: str) -> str:
    """The name of an IANA zone, or BadArguments."""
    if not isinstance(value, str) or value not in zone_names():
        raise BadArguments(f"{name} must be an IANA zone such as America/New_York, not {value!r}")
    return value


def one_of(value: object, name: str, known: Sequence[str]) -> str:
    """A known name, or BadArguments."""
    if not isinstance(value, str) or value not in known:
        raise BadArguments(f"{name} must be one of {', '.join(known)}, not {value!r}")
    return value


def recipe(value: Any, name: str) -> Recipe:
    """A recipe from its JSON form, or BadArguments."""
    try:
        return parse_recipe(value)
    except BadRecipe as error:
        raise BadArguments(f"{name}: {error}") from error


def rules(value: Any, name: str) -> SourceRules:
    """A source's rules from their JSON form, or BadArguments."""
    if not isinstance(value, dict):
        raise BadArguments(f"{name} must be an object, not {value!r}")
    try:
        return parse_rules(value)
    except BadRules as error:
        raise BadArguments(f"{name}: {error}") from error
