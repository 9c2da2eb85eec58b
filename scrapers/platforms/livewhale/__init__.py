"""LiveWhale, the calendars of universities."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

DAYS = 365
"""How far the list is asked for."""

PLATFORM = Platform(
    name="livewhale",
    title="LiveWhale",
    covers="the next 365 days, once the list was read to its end",
    days_ahead=DAYS,
    marks=(
        Mark(body=Body.JSON, words=('"date_iso"', '"date_utc"'), weight=160, reason="an event's date_iso and date_utc"),
        Mark(body=Body.ICALENDAR, words=("x-livewhale-",), weight=18, reason="the feed's X-LIVEWHALE properties"),
    ),
    signs=(
        Sign(
            pattern=r"/live/(?:calendar|widget|json|ical|resource)|livewhale",
            words=("livewhale", "/live/"),
            address="/live/ical/events",
            feed=True,
            reason="a LiveWhale calendar",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
