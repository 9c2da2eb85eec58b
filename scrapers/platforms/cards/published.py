"""Dates that no event has: those of posts and releases, and a house's hours on some days."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NEWS = re.compile(r"/(?:news|newsroom|press|press-?releases?|blogs?)(?:/|$)")
_EVENTS = re.compile(r"event|calendar|meeting|show|concert|what-?s-?on")
_POSTS = (
    r"(?:news(?:room)?|press(?: (?:releases?|room|coverage))?|blogs?|posts?|articles?|stories|reviews?|testimonials?"
    r"|videos?|podcasts?|announcements?|updates?)"
)
_PUBLISHED = re.compile(
    rf"\W*(?:(?:the|our|all|latest|recent|more|past|from|in) )*{_POSTS}(?: (?:and|&) {_POSTS})?\W*", re.IGNORECASE
)
"""A heading above what has the day of its publication."""
_HOURS = re.compile(
    r"\b(?:(?:holiday|opening|business|library|museum) hours|holiday clos(?:ings?|ures?))\b", re.IGNORECASE
)


def below_posts(headings: Sequence[str]) -> bool:
    """Whether a heading says that what follows was published: "Press Releases"."""
    return any(map(_PUBLISHED.fullmatch, headings))


def below_hours(headings: Sequence[str]) -> bool:
    """Whether the next heading is of a house's hours: "Holiday Hours"."""
    return bool(headings) and _HOURS.search(headings[0]) is not None


def are_posts(paths: Sequence[str]) -> bool:
    """Whether most of a list's links lead below `/news/` or `/blog/`. `paths`: of their addresses."""
    lower = [path.lower() for path in paths]
    return sum(_NEWS.search(path) is not None and not _EVENTS.search(path) for path in lower) > len(lower) / 2
