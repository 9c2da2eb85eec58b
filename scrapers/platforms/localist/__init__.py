"""Localist calendars (Concept3D)."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

DAYS = 365
"""How far the list reaches."""

PLATFORM = Platform(
    name="localist",
    title="Localist",
    covers="the next 365 days, once the list was read to its end",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"event_instance"',),
            weight=60,
            reason="the API's event_instance",
        ),
        Mark(
            body=Body.HTML,
            words=('ele-prop="event.',),
            weight=40,
            reason="an event property of Localist's template",
        ),
        Mark(
            body=Body.HTML,
            words=("em-card_title",),
            weight=41,
            reason="the card class em-card_title",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
    signs=(
        Sign(
            pattern=r"localist|em-card_title",
            words=("localist", "em-card_title"),
            address="/api/2/events",
            reason="assets of Localist",
        ),
    ),
    days_ahead=DAYS,
)
