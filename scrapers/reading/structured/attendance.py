"""Finds the words with which a schema.org event says that people can attend online."""

from __future__ import annotations

import re
from typing import Any

from scrapers.reading.structured.types import short_type, types_of
from scrapers.reading.structured.values import as_list, line, texts

_MODES = ("OnlineEventAttendanceMode", "MixedEventAttendanceMode")
_MEETING = re.compile(
    r"https?://(?:[\w-]+\.)*(?:zoom\.us|teams\.microsoft\.com|teams\.live\.com|meet\.google\.com|webex\.com|gotomeeting\.com"
    r"|gotowebinar\.com|youtube\.com|youtu\.be|twitch\.tv|vimeo\.com|crowdcast\.io|streamyard\.com)(?:[/?:#]|$)",
    re.IGNORECASE,
)
"""Where people meet or watch. Another address as a location may be the page of a place."""


def online_words(location: Any, mode: Any) -> str | None:
    """A type, an address, or an attendance mode. None if the event doesn't say so.

    mode   eventAttendanceMode.
    """
    for entry in as_list(location):
        if isinstance(entry, dict) and "VirtualLocation" in types_of(entry):
            return "VirtualLocation"
        said = line(entry, "name", "url")
        if said is not None and _MEETING.match(said):
            return said
    return next((name for text in texts(mode, "@id", "name") if (name := short_type(text)) in _MODES), None)
