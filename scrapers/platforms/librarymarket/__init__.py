"""LibraryMarket (LibraryCalendar), the calendars of public libraries."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

DAYS = 365
"""How far the list is asked for."""

PLATFORM = Platform(
    name="librarymarket",
    title="LibraryMarket",
    covers="the next 365 days, once the list was read",
    days_ahead=DAYS,
    marks=(
        Mark(
            body=Body.JSON,
            words=('"start_date"', '"branch"', '"age_group"'),
            weight=164,
            reason="an event's branch and age_group",
        ),
    ),
    signs=(
        Sign(
            pattern=r"\b([\w-]+\.(?:librarymarket|librarycalendar)\.com)\b",
            words=(
                ".librarymarket.com",
                ".librarycalendar.com",
            ),
            address="https://{}/events/feed/json",
            reason="a link to the library's calendar",
        ),
        Sign(
            pattern=r"class=[\"'][^\"']*\blc-(?:event|list-event)\b",
            words=("lc-event", "lc-list-event"),
            address="/events/feed/json",
            reason="classes of LibraryMarket",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
