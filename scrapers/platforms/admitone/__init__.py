"""Admit One, tickets for music clubs."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform

PLATFORM = Platform(
    name="admitone",
    title="Admit One",
    covers="no days: what its listing lacks is withdrawn once more proves that it is gone",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"event_date"', '"promoter_presents"'),
            weight=156,
            reason="an event's event_date and promoter_presents",
        ),
    ),
    arguments=PAGE_ARGUMENTS,
)
