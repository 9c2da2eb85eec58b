"""The arguments of spiders: their types, bounds, and help. Scrapy passes every argument as text."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from core.addresses import http_address


class ArgumentType(StrEnum):
    """The types of arguments, as the API names them."""

    WHOLE = "integer"
    SWITCH = "switch"
    ADDRESS = "url"
    ZONE = "timezone"


class Argument(Protocol):
    """A named argument of a spider. `parse` raises ValueError, with the argument's name and bounds."""

    @property
    def type(self) -> ArgumentType: ...
    @property
    def name(self) -> str: ...
    @property
    def help(self) -> str: ...
    @property
    def default(self) -> object: ...
    def parse(self, value: object) -> object: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A whole number from `least` to `most`, both inclusive; `most` None means no limit."""

    type: ClassVar[ArgumentType] = ArgumentType.WHOLE
    name: str
    help: str
    least: int
    most: int | None = None
    default: int

    def parse(self, value: object) -> int:
        try:
            number = int(str(value))
        except ValueError:
            number = self.least - 1
        if number < self.least or (self.most is not None and number > self.most) or isinstance(value, bool):
            bounds = f"of {self.least} or more" if self.most is None else f"from {self.least} to {self.most}"
            raise ValueError(f"{self.name} must be a whole number {bounds}, not {value!r}")
        return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """0 or 1."""

    type: ClassVar[ArgumentType] = ArgumentType.SWITCH
    name: str
    help: str
    default: bool = False

    def parse(self, value: object) -> bool:
        return switch(value, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """An http, https, webcal, or webcals address."""

    type: ClassVar[ArgumentType] = ArgumentType.ADDRESS
    name: str
    help: str
    default: None = None

    def parse(self, value: object) -> str | None:
        return None if value in (None, "") else address(str(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """An IANA time zone."""

    type: ClassVar[ArgumentType] = ArgumentType.ZONE
    name: str
    help: str
    default: None = None

    def parse(self, value: object) -> str | None:
        if value in (None, ""):
            return None
        if str(value) not in available_timezones():
            raise ValueError(f"{self.name} must be an IANA zone such as America/New_York, not {value!r}")
        return str(value)


PAGE_ARGUMENTS: tuple[Argument, ...] = (
    Address(name="url", help="The address to read; by default the source's own."),
    Zone(name="timezone", help="The zone of times without one; by default the source's own."),
)
"""The arguments of spiders that read a single address."""


def positive(text: object, name: str) -> int:
    """A whole number of 1 or more, or a ValueError that names the argument."""
    return Whole(name=name, help="", least=1, default=1).parse(text)


def switch(text: object, name: str) -> bool:
    """True for 1, False for 0, or a ValueError that names the argument."""
    if text not in ("0", "1", False, True):
        raise ValueError(f"{name} must be 0 or 1, not {text!r}")
    return text in ("1", True)


def seconds(text: str | float) -> float:
    """A delay of 0 to 600 seconds, or a ValueError."""
    try:
        number = float(text)
    except (TypeError, ValueError):
        number = math.nan
    if not 0 <= number <= 600:
        raise ValueError(f"delay must be a number of seconds from 0 to 600, not {text!r}")
    return number


def address(url: str) -> str:
    """An http(s) address as written, also for a `webcal:` one, or a ValueError."""
    url = http_address(url.strip())
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"base_url must be an http:// or https:// address, not {url!r}")
    return url
