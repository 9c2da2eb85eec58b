"""DICE: the lists of its widgets for venues."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="dice",
    title="DICE",
    covers="every event of the venue from now on, once the list was read to its end",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"perm_name"', '"ticket_types"'),
            weight=124,
            reason="an event's perm_name",
        ),
        Mark(
            body=Body.JSON,
            words=("events-api.dice.fm",),
            weight=125,
            reason="addresses of the API",
        ),
        Mark(
            body=Body.JSON,
            words=("partners-endpoint.dice.fm",),
            weight=126,
            reason="addresses of the API",
        ),
    ),
    signs=(
        Sign(
            pattern=r"(?:events-api\.dice\.fm/v1|partners-endpoint\.dice\.fm/api/v2)/events\?[^\"'\s<>]*?"
            r"filter(?:\[|%5B)venues(?:\]|%5D)(?:\[\]|%5B%5D)=([^&\"'\s<>]+)",
            words=("events-api.dice.fm/", "partners-endpoint.dice.fm/"),
            address="https://events-api.dice.fm/v1/events?filter[venues][]={}",
            reason="the venue's list at DICE",
        ),
        Sign(
            pattern=r"DiceEventListWidget\.create\(\{[^}]{0,800}?[\"']?venues[\"']?\s*:\s*\[\s*[\"']([^\"']{2,80})[\"']",
            words=("diceeventlistwidget",),
            address="https://events-api.dice.fm/v1/events?filter[venues][]={}",
            reason="a widget of DICE with the venue's events",
        ),
    ),
    key="dice_key",
    arguments=PAGE_ARGUMENTS,
)
