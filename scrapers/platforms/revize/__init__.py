"""Revize calendars of towns and counties."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="revize",
    title="Revize",
    covers="every event from today to 13 months ahead, once the table was read",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"primary_calendar_name"',),
            weight=144,
            reason="an event's primary_calendar_name",
        ),
    ),
    signs=(
        Sign(
            pattern=r"webspace=([\w-]{2,60})&(?:amp;)?relative_revize_url=(?:https?:)?//(cms\w*\.revize\.com)",
            words=("relative_revize_url",),
            address="/_assets_/plugins/revizeCalendar/calendar_data_handler.php?webspace={}&relative_revize_url=//{}&protocol=https:",
            reason="the address of a Revize calendar",
        ),
        Sign(
            pattern=r"//(cms\w*)\.revize\.com/(?:revize/)?([\w-]{3,60})/",
            address="/_assets_/plugins/revizeCalendar/calendar_data_handler.php?webspace={1}&relative_revize_url=//{0}.revize.com&protocol=https:",
            reason="files of a site made with Revize",
        ),
    ),
    days_ahead=390,
    one_answer=True,
    arguments=PAGE_ARGUMENTS,
)
