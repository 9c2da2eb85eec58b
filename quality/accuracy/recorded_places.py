"""Where and when each recorded file was recorded: the zone of the place, the site's address, the day."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapers.reading.contract import Context, Window

_LONDON, _NEW_YORK, _CHICAGO = "Europe/London", "America/New_York", "America/Chicago"
_INDIANA = "America/Indiana/Indianapolis"
_DENVER, _TORONTO, _CALIFORNIA = "America/Denver", "America/Toronto", "America/Los_Angeles"

_ZONES = {
    "carbonhouse/bridgestonearena": _CHICAGO,
    "carbonhouse/cocacolacoliseum": _TORONTO,
    "carbonhouse/empty": _TORONTO,
    "carbonhouse/historytoronto": _TORONTO,
    "carbonhouse/ovoarena": _LONDON,
    "carbonhouse/paramountoakland": _CALIFORNIA,
    "carbonhouse/radius": _CHICAGO,
    "carbonhouse/theo2": _LONDON,
    "eventbrite/": "Australia/Sydney",
    "eventsmanager_html/": _INDIANA,
    "hcalendar/": _CALIFORNIA,
    "ics_": _CALIFORNIA,
    **dict.fromkeys(("ics_campuslabs/bloomington", "ics_egov/bloomington"), _INDIANA),
    **dict.fromkeys(("ics_google/bloomington", "ics_tribe/bloomington"), _INDIANA),
    "ics_misc/bethel_park": _NEW_YORK,
    "ics_misc/det_": "America/Detroit",
    "ics_misc/minn_": _CHICAGO,
    "ics_tribe/wichita": _CHICAGO,
    "ics_civicplus/firestone": _DENVER,
    "ics_google/elizabeth": _DENVER,
    "jsonld/concert_hall": _TORONTO,
    "jsonld/cook_landbank": _CHICAGO,
    "jsonld/drom_taberna": _TORONTO,
    "jsonld/event-": _LONDON,
    "jsonld/pilot": _TORONTO,
    "jsonld/songkick-maximopark": _LONDON,
    "jsonld/songkick-tovestyrke": _LONDON,
    "jsonld/songkick-yearsandyears": _LONDON,
    "libcal/": "Europe/Amsterdam",
    "localist/ucdavis": _CALIFORNIA,
    "localist/unr": _CALIFORNIA,
    "microdata/chi_": _CHICAGO,
    "microdata/wicks_": _CHICAGO,
    "pipeline_petaluma/": _CALIFORNIA,
    "rss/boarddocs": _CHICAGO,
    "rss/civicplus": _DENVER,
    "rss/judell": _INDIANA,
    "rss/libcal": _DENVER,
    "rss/sidearm": _CALIFORNIA,
    "squarespace/": _TORONTO,
    "squarespace/fiddlerselbow": _LONDON,
    "squarespace/ourblackheart": _LONDON,
    "squarespace/babys": _NEW_YORK,
    "squarespace/house": _NEW_YORK,
    "squarespace/royal": _NEW_YORK,
    "squarespace/saint": _NEW_YORK,
    "tribe_html/castros": _TORONTO,
    "tribe_html/det_": "America/Detroit",
    "tribe_html/grossmans": _TORONTO,
    "tribe_html/junction": _TORONTO,
    "tribe_html/tec-": "Europe/Paris",
    "tribe_html/wiggle": _TORONTO,
    "tribe_rest/tec-": "UTC",
    "wix/": _TORONTO,
    "wix/wampo": _CHICAGO,
}
"""By the beginning of the file's name, the longest that fits; else New York."""

_DAYS = {
    "carbonhouse/bridgestonearena-events": "2021-08-20",
    "carbonhouse/bridgestonearena-detail": "2021-04-20",
    "carbonhouse/cocacolacoliseum": "2024-07-20",
    "carbonhouse/historytoronto": "2024-07-20",
    "carbonhouse/empty": "2024-07-20",
    "carbonhouse/ovoarena": "2026-08-15",
    "carbonhouse/paramountoakland": "2026-07-19",
    "carbonhouse/radius": "2026-06-01",
    "carbonhouse/theo2": "2026-08-15",
    "ics_": "2026-03-26",
    "libcal/": "2022-01-01",
    "pipeline_petaluma/": "2026-03-26",
    "squarespace/": "2026-05-01",
}
"""The day of the recording where it matters to years that the text leaves out; else 2026-10-01."""

_URLS = {
    "carbonhouse/bridgestonearena-detail": "https://www.bridgestonearena.com/events/detail/nsh-vs-fla-2",
    "carbonhouse/bridgestonearena-events": "https://www.bridgestonearena.com/events",
    "carbonhouse/cocacolacoliseum": "https://www.coca-colacoliseum.com/events/events_ajax/0",
    "carbonhouse/empty": "https://www.historytoronto.com/events/events_ajax/96",
    "carbonhouse/historytoronto": "https://www.historytoronto.com/events/events_ajax/0",
    "carbonhouse/ovoarena": "https://www.ovoarena.co.uk/events/detail/megadeth",
    "carbonhouse/paramountoakland": "https://www.paramountoakland.org/events/events_ajax/6",
    "carbonhouse/radius-event": "https://www.radius-chicago.com/events/detail/1000001",
    "carbonhouse/theo2-detail": "https://www.theo2.co.uk/events/detail/accept",
    "carbonhouse/theo2-venue1": "https://www.theo2.co.uk/events/events_ajax/0",
    "carbonhouse/vanwezel-ajax": "https://www.vanwezel.org/events/events_ajax/9",
    "carbonhouse/vanwezel-events": "https://www.vanwezel.org/events",
    "ics_civicplus/firestone": "https://www.firestoneco.gov/common/modules/iCalendar/iCalendar.aspx",
    "jsonld/concert_hall": "https://www.theconcerthall.ca/",
    "jsonld/drom_taberna": "https://www.dromtaberna.com/",
    "jsonld/pilot": "https://thepilot.ca/events",
    "microdata/phipa_bosfp": "https://www.phila.gov/departments/board-of-safety-and-fire-prevention/",
    "microdata/phipa_cpoc": "https://www.phila.gov/departments/citizens-police-oversight-commission/",
    "wix/story": "https://www.storytoronto.ca/",
}
"""Where a file came from, where its links or its kind hang on that."""

UTC_IS_LOCAL = {"jsonld/pilot.html"}
"""Sites that label wall-clock times as UTC: a setting of the source."""


def context_of(file: str, kind: str) -> Context:
    """Unbounded, so that all events of an old recording count."""
    day = _longest(_DAYS, file) or "2026-10-01"
    return Context(
        url=_longest(_URLS, file) or f"https://recorded.example/{file}",
        timezone=_longest(_ZONES, file) or _NEW_YORK,
        now=datetime.fromisoformat(day).replace(hour=16, tzinfo=UTC),
        window=Window(),
        source=kind,
        utc_is_local=file in UTC_IS_LOCAL,
    )


def _longest(table: dict[str, str], file: str) -> str | None:
    fitting = [start for start in table if file.startswith(start)]
    return table[max(fitting, key=len)] if fitting else None
