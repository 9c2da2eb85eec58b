"""Elfsight's calendar widget."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="elfsight",
    title="Elfsight Event Calendar",
    covers="every event of the widget from today to 13 months ahead, once it was read",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"repeatperiod"',),
            weight=142,
            reason="an event's repeatPeriod",
        ),
        Mark(
            body=Body.JSON,
            words=('"widgets"', '"events-calendar"'),
            weight=143,
            reason="a widget of the app events-calendar",
        ),
    ),
    signs=(
        Sign(
            pattern=r"\b(?:elfsight-app-|eapps-event-calendar-|elfsight-sapp-)([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})",
            words=("elfsight-", "eapps-event-calendar-"),
            address="https://core.service.elfsight.com/p/boot/?page={page}&w={}",
            reason="a widget of Elfsight",
        ),
    ),
    days_ahead=390,
    one_answer=True,
    arguments=PAGE_ARGUMENTS,
)
