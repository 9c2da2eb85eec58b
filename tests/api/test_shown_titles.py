"""Where a badge says that an event is canceled or sold out, its title doesn't say so again; feeds keep the source's."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from app.api.calendar.shown_title import shown_title
from core.items import EventStatus
from storage.database.read_only import reading
from storage.search import listings
from storage.search.filters import EventFilter
from tests.api.harvest import at, concert, harvest, seed

CANCELLED, POSTPONED, SCHEDULED = EventStatus.CANCELLED, EventStatus.POSTPONED, EventStatus.SCHEDULED


@pytest.mark.parametrize(
    ("title", "status", "sold_out", "shown"),
    [
        ("CANCELED: Jazz Night", CANCELLED, False, "Jazz Night"),
        ("Canceled - Jazz Night!", CANCELLED, False, "Jazz Night!"),
        ("Oklahoma! (CANCELLED)", CANCELLED, False, "Oklahoma!"),
        ("Jazz Night CANCELLED", CANCELLED, False, "Jazz Night"),
        ("Planning Board | Postponed", POSTPONED, False, "Planning Board"),
        ("Notice of Cancellation: Planning Board", CANCELLED, False, "Planning Board"),
        ("CANCELADO: Noche de jazz", CANCELLED, False, "Noche de jazz"),
        ("SOLD OUT! Jazz at 8", SCHEDULED, True, "Jazz at 8"),
        ("Postponed to May 3: Jazz", POSTPONED, False, "Postponed to May 3: Jazz"),
        ("CANCELED", CANCELLED, False, "CANCELED"),
        ("The Cancelled Wedding", CANCELLED, False, "The Cancelled Wedding"),
        ("Jazz · Food! · Fun", CANCELLED, False, "Jazz · Food! · Fun"),
        ("CANCELED: Jazz Night", SCHEDULED, False, "CANCELED: Jazz Night"),
    ],
)
def test_marks(service_environment, title, status, sold_out, shown):
    seed()
    harvest(concert("one", at(2)))
    with reading() as connection:
        (found,) = listings.page(connection, EventFilter(), limit=2).listings
    assert shown_title(found._replace(status=status, sold_out=sold_out), title) == shown


def test_pages_show_the_title_next_to_the_badge_without_the_mark(service_environment, client):
    seed()
    dates = at(2), replace(at(3), title="CANCELED: Open Mic", status=CANCELLED)
    harvest(
        concert("off", at(1), title="CANCELED: Jazz Night", status=CANCELLED),
        concert("mic", *dates, title="Open Mic"),
        concert("only", at(4, status=CANCELLED), title="CANCELED: Only Night"),
    )
    for path in (
        "/",
        "/music",
        "/?view=print",
        "/events/1",
        "/events/2",
        "/events/3",
        "/venues/1",
        "/my-list?events=1",
    ):
        page = client.get(path, follow_redirects=True).text.partition("<main")[2].partition("</main>")[0]
        assert "CANCELED" not in re.sub("<[^>]+>", "", page), path
        assert "Canceled" in page, path
    assert "CANCELED" not in client.get("/widget/v1/content").text
    month = client.get(f"/?view=calendar&month={at(1).starts_at:%Y-%m}").text
    assert "CANCELED: Jazz Night" in month, "a month has no badges"
    event = client.get("/api/events/1").json()
    assert (event["title"], event["shown_title"]) == ("CANCELED: Jazz Night", "Jazz Night")
    times = client.get("/api/events/2").json()["occurrences"]
    assert [(one["title"], one["shown_title"]) for one in times] == [(None, None), ("CANCELED: Open Mic", None)]
    assert "SUMMARY:CANCELED: Jazz Night" in client.get("/feeds/events.ics").text


@pytest.mark.parametrize("when", [at(1), at(1, None), at(-1), at(1, status=CANCELLED)])
def test_an_event_with_one_date_can_be_added_to_a_calendar(service_environment, client, when):
    seed()
    harvest(concert("once", when), whole=False)
    page = client.get("/events/1?lang=es", follow_redirects=True).text
    assert 'id="dates"' not in page
    assert '<summary class="button">Agregar al calendario</summary>' in page
    assert page.count("/feeds/dates/1/events.ics") == 1
