"""Switches for faults: what goes wrong, on which paths, and for how many requests."""

from __future__ import annotations

import codecs
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sandbox.town.data import check_changes


class Fault(StrEnum):
    """The faults. Brackets say what `value` means."""

    SLOW = "slow"  # [seconds before the answer, default 1]
    ERROR500 = "error500"  # [the status, default 500]
    TRUNCATED = "truncated"  # [bytes sent, default half]; Content-Length is larger
    EMPTY200 = "empty200"
    REDIRECT_LOOP = "redirect_loop"
    WRONG_CHARSET = "wrong_charset"  # [the codec used, default cp1252]; UTF-8 is declared
    GZIP_BOMB = "gzip_bomb"  # [MB after decompression, default 200]
    HUGE = "huge"  # [MB, default 50]
    CHANGED_MARKUP = "changed_markup"
    HTML_FOR_ICAL = "html_for_ical"
    CHALLENGE403 = "challenge403"
    REFUSE406 = "refuse406"
    NO_DATE = "no_date"  # [text in the record to change, default the first record]
    NO_EVENTS = "no_events"  # a valid page with an empty list
    ROBOTS_DISALLOW = "robots_disallow"
    CHANGED = "changed"  # [names of changes in sandbox/town/town.toml, separated by commas]: they happened


_DEFAULT_PATHS = {Fault.REFUSE406: r"^/events/detail/", Fault.ROBOTS_DISALLOW: r"^/robots\.txt$"}
_EVERY_PAGE = r"^/(?!robots\.txt$)"
_PARTS = ("kind", "value", "path", "count")


@dataclass(slots=True)
class Switch:
    """A fault that is on. `path` is searched in the path with its query. `left`: remaining requests; None: until
    cleared."""

    site: str
    kind: Fault
    value: str
    path: re.Pattern[str]
    left: int | None

    def to_json(self) -> dict[str, Any]:
        return {"kind": self.kind.value, "value": self.value, "path": self.path.pattern, "left": self.left}


class Troubles:
    """All switches of a sandbox. Thread-safe."""

    def __init__(self, sites: tuple[str, ...]) -> None:
        self._sites = sites
        self._lock = threading.Lock()
        self._switches: list[Switch] = []

    def add(
        self, site: str, kind: str, *, value: object = "", path: str | None = None, count: int | None = None
    ) -> None:
        """Turn a fault on. `path`: a regular expression; default: every page except robots.txt, or for `refuse406` the
        detail pages.

        Raises ValueError for an unknown site or kind, or an invalid value, path, or count.
        """
        if site not in self._sites:
            raise ValueError(f"unknown site {site!r}; the sites are {', '.join(self._sites)}")
        if count is not None and count < 1:
            raise ValueError(f"count {count} is not at least 1")
        named = _fault(kind)
        _check_value(named, str(value))
        try:
            pattern = re.compile(path if path is not None else _DEFAULT_PATHS.get(named, _EVERY_PAGE))
        except re.error as error:
            raise ValueError(f"path {path!r} is not a regular expression: {error}") from error
        with self._lock:
            self._switches.append(Switch(site, named, str(value), pattern, count))

    def add_described(self, site: str, described: object) -> None:
        """Turn on a fault as JSON describes it. Raises ValueError."""
        if not isinstance(described, dict) or "kind" not in described or not described.keys() <= set(_PARTS):
            raise ValueError(
                f"a fault is an object with kind, and if needed with {', '.join(_PARTS[1:])}; "
                f"kind is one of {', '.join(Fault)}"
            )
        self.add(site, **described)

    def clear(self, site: str | None = None) -> None:
        """Turn all faults off, at one site or at all sites."""
        with self._lock:
            self._switches = [switch for switch in self._switches if site is not None and switch.site != site]

    def listed(self, site: str) -> list[dict[str, Any]]:
        with self._lock:
            return [switch.to_json() for switch in self._switches if switch.site == site]

    def take(self, site: str, target: str) -> Mapping[Fault, str]:
        """The faults for this request with their values. Decrements switches that have a count."""
        if not self._switches:
            return {}
        taken: dict[Fault, str] = {}
        with self._lock:
            for switch in self._switches:
                if switch.site == site and switch.kind not in taken and switch.path.search(target):
                    taken[switch.kind] = switch.value
                    if switch.left is not None:
                        switch.left -= 1
            self._switches = [switch for switch in self._switches if switch.left != 0]
        return taken


_CHECKS: Mapping[Fault, Callable[[str], object]] = {
    Fault.SLOW: float,
    Fault.ERROR500: int,
    Fault.TRUNCATED: int,
    Fault.GZIP_BOMB: int,
    Fault.HUGE: int,
    Fault.WRONG_CHARSET: codecs.lookup,
    Fault.CHANGED: check_changes,
}


def _fault(kind: str) -> Fault:
    try:
        return Fault(kind)
    except ValueError:
        raise ValueError(f"unknown fault {kind!r}; the faults are {', '.join(Fault)}") from None


def _check_value(kind: Fault, value: str) -> None:
    """Raises ValueError now for a value that would fail at the first request."""
    check = _CHECKS.get(kind)
    if not value or check is None:
        return
    try:
        check(value)
    except (ValueError, LookupError) as error:
        raise ValueError(f"{value!r} is not a value for {kind.value}: {error}") from error


_SPELLED = re.compile(r"(?P<site>[\w-]+):(?P<kind>\w+)(?:=(?P<value>[^@#]*))?(?:@(?P<path>[^#]+))?(?:#(?P<count>\d+))?")


def add_spelled(troubles: Troubles, text: str) -> None:
    """Turn on a fault given as `SITE:KIND[=VALUE][@PATH-REGEX][#COUNT]`. Raises ValueError."""
    found = _SPELLED.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is not SITE:KIND[=VALUE][@PATH][#COUNT]")
    count = None if found["count"] is None else int(found["count"])
    troubles.add(found["site"], found["kind"], value=found["value"] or "", path=found["path"], count=count)
