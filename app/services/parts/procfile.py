"""Reads a Procfile: a name and a shell command per line."""

from __future__ import annotations

import re

LINE = re.compile(r"^([A-Za-z0-9_-]+):\s*(\S.*)$", re.MULTILINE)


def parse(text: str) -> dict[str, str]:
    """The commands by name, in order. Skips comments and other lines without a name."""
    return {name: command.rstrip() for name, command in LINE.findall(text)}
