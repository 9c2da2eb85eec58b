"""Two feeds of a source that have one event in different versions."""

from __future__ import annotations

import pytest

from storage.runs.ledger import RunStatus

from .feed_server import serving, vcalendar, vevent
from .running import FEEDS, add_feeds, count

OTHERS = [vevent(f"e{n}", f"Show {n}", f"DTSTART:202812{n:02}T190000Z") for n in range(1, 6)]
LISTED = "SELECT count(*) FROM occurrences o JOIN events e ON e.id = o.event_id AND e.uid = 'gig@hall.example' {}"
STANDS = LISTED.format("WHERE o.withdrawn_at IS NULL AND o.local_date = '2028-12-17'")
ALL = LISTED.format("WHERE o.withdrawn_at IS NULL")


@pytest.mark.parametrize("numbers", [(0, 1), (1, 0)], ids=["newer in the second", "newer in the first"])
def test_the_date_of_the_newer_version_stands_in_every_run(crawls, numbers):
    with serving() as server:
        add_feeds(FEEDS, [server.url("/a.ics"), server.url("/b.ics")])
        for name, sequence in zip(("/a.ics", "/b.ics"), numbers, strict=True):
            day = "17" if sequence else "10"
            gig = vevent("gig", "Gig", f"DTSTART:202812{day}T190000Z", f"SEQUENCE:{sequence}")
            server.bodies[name] = vcalendar([*OTHERS, gig])
        for _ in range(3):
            run = crawls(FEEDS, spider="ics")
            assert (run.status, count(STANDS), count(ALL)) == (RunStatus.OK, 1, 1)
