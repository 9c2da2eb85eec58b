"""The addresses of a box office at Spektrix."""

from __future__ import annotations

import re

_CLIENT = re.compile(r"^(https?://[^/]+/[^/]+)/(?:api|website)/")


def events_url(base_url: str) -> str:
    """Its list of events. Raises ValueError for another site's address."""
    found = _CLIENT.match(base_url)
    if found is None:
        raise ValueError("the address of a box office at Spektrix is https://HOST/CLIENT/api/v3/")
    return f"{found[1]}/api/v3/events"


def instances_url(events: str) -> str:
    """Its showings from now on. `events`: the address of its list of events."""
    return f"{events.removesuffix('/events')}/instances?filter=startFrom%3Dnow"
