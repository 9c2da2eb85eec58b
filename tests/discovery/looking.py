"""Small pages of a site, and a look at them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from core.fetching.fetcher import Fetcher
from core.recipes.recipe import Recipe
from scrapers.discovery.explorer import Explorer
from scrapers.discovery.findings import Findings

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
Pages = Mapping[str, tuple[int, str]]
Site = Callable[[Pages], str]


def calendar(*titles: str) -> str:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}\r\nDTSTART;TZID=America/Chicago:202612{number + 4:02}T190000\r\n"
        f"SUMMARY:{title}\r\n"
        "END:VEVENT\r\n"
        for number, title in enumerate(titles)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n"


def cards(*titles: str) -> str:
    shown = "".join(
        f"<div class='card'><h3>{title}</h3><p>Dec {number + 4}, 2026</p></div>" for number, title in enumerate(titles)
    )
    return f"<html><head><title>Tern Hall | Events</title></head><body>{shown}{{}}</body></html>"


TITLES = ("Tin Herons", "Quiet Tide", "Night Ferry")


def look(url: str, kind: str | None = None, recipe: Recipe | None = None) -> Findings:
    fetcher = Fetcher("Marquee/test", anywhere=True)
    explorer = Explorer(
        fetcher=fetcher, agent="Marquee", now=NOW, timezone="America/New_York", pause_s=0, recipe=recipe
    )
    return explorer.explore(url, kind)


def chosen(findings: Findings) -> list[tuple[str, str, int]]:
    return [
        (one.platform, one.base_url.partition("//")[2].partition("/")[2], len(one.events))
        for one in findings.candidates
    ]


TIDES = json.dumps(
    {
        "events": [
            {
                "event": {
                    "id": number,
                    "title": title,
                    "urlname": f"e{number}",
                    "event_instances": [{"event_instance": {"start": f"2026-12-{number + 4:02}T19:00:00-05:00"}}],
                }
            }
            for number, title in enumerate(TITLES)
        ],
        "page": {"current": 1, "size": 3, "total": 1},
    }
)


def tribe_page(*titles: str) -> str:
    """A listing of The Events Calendar, with the structured data that the plugin writes."""
    events = [
        {
            "@type": "Event",
            "name": title,
            "startDate": f"2026-12-{number + 4:02}T19:00:00-05:00",
            "url": f"/event/{number}/",
        }
        for number, title in enumerate(titles)
    ]
    data = json.dumps({"@context": "https://schema.org", "@graph": events})
    return f"""<html><head><title>Tern Hall</title>
        <script type="application/ld+json">{data}</script>
        </head><body><div class="tribe-events-calendar-list"></div></body></html>"""
