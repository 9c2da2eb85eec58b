"""Which good bodies without events say that nothing is on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from scrapers.reading.contract import Context
from scrapers.reading.no_events import says_no_events

CONTEXT = Context(url="https://hall.example/", timezone="America/New_York", now=datetime(2026, 11, 22, tzinfo=UTC))
PAGE = "<!DOCTYPE html><html><head><title>No events</title></head><body><main>{}</main></body></html>"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (PAGE.format("<p>There are no upcoming events.</p>"), True),
        (PAGE.format("<p>No scheduled performances</p> at this time."), True),
        (PAGE.format("<p>There are currently no public programs.</p>"), True),
        (PAGE.format("<p>Welcome to the hall.</p>"), False),
        (PAGE.format("<p>No parking at events.</p><script>var t = 'no events';</script>"), False),
        (PAGE.format("<h1>Calendar</h1><div>No upcoming events</div>"), True),
        (PAGE.format("<p>Sorry, we currently have no concerts.</p>"), True),
        (PAGE.format("<p>No meetings scheduled</p>"), True),
        (PAGE.format("<p>There were no results found. 0 events</p>"), True),
        (PAGE.format("<p>Hello. No events found, please check back soon!</p>"), True),
        (PAGE.format("<p>There are no events matching your search.</p>"), True),
        (PAGE.format("<p>No event is cancelled due to weather.</p>"), False),
        (PAGE.format("<p>There is no show tonight.</p>"), False),
        (PAGE.format("<p>No shows are refundable.</p>"), False),
        (PAGE.format("<p>There are no events like ours!</p>"), False),
        (PAGE.format("<p>No upcoming events for children. See all 40 events</p>"), False),
        (PAGE.format("<p hidden>No events</p>"), False),
        (PAGE.format('<p style="display: none">No upcoming events</p>Welcome'), False),
        (PAGE.format("<noscript>No events</noscript><template><p>No events</p></template>"), False),
        ('{"events": [], "total": 0}', True),
        ("[]", True),
        ('{"results": {"items": []}}', True),
        ('{"events": [], "venues": [{"id": 1}]}', False),
        ('{"total": 0}', False),
        ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", False),
        ('<?xml version="1.0"?><rss><channel><title>Events</title></channel></rss>', False),
        ("No events", False),
    ],
)
def test_says_no_events(body, says):
    assert says_no_events(body.encode(), CONTEXT) is says
