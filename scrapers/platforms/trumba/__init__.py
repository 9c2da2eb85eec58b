"""Trumba calendars, and 25Live Publisher's, which have the same answers."""

from scrapers.platforms.arguments import PAGE_ARGUMENTS
from scrapers.platforms.platform import Body, Mark, Platform, Sign

PLATFORM = Platform(
    name="trumba",
    title="Trumba and 25Live Publisher",
    covers="every event that the calendar shows from now on, once it was read",
    marks=(
        Mark(
            body=Body.JSON,
            words=('"eventid"', '"starttimezoneoffset"'),
            weight=110,
            reason="the calendar's eventID and startTimeZoneOffset",
        ),
        Mark(
            body=Body.JSON,
            words=('"eventactionurl"',),
            weight=111,
            reason="the calendar's eventActionUrl",
        ),
    ),
    signs=(
        Sign(
            pattern=r"webName\s*:\s*[\"']([\w-]{2,60})[\"']",
            words=("webname",),
            address="https://www.trumba.com/calendars/{}.ics",
            feed=True,
            reason="an embedded Trumba calendar",
        ),
        Sign(
            pattern=r"\btrumba\.com/calendars/([\w-]{2,60})",
            words=("trumba.com/calendars/",),
            address="https://www.trumba.com/calendars/{}.ics",
            feed=True,
            reason="a link to a Trumba calendar",
        ),
        Sign(
            pattern=r"\b25livepub\.collegenet\.com/calendars/([\w-]{2,80})",
            words=("25livepub.collegenet.com/",),
            address="https://25livepub.collegenet.com/calendars/{}.ics",
            feed=True,
            reason="a calendar of 25Live Publisher",
        ),
    ),
    one_answer=True,
    arguments=PAGE_ARGUMENTS,
)
