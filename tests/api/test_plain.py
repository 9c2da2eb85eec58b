"""The plain pages show events without JavaScript, and text from sources stays text."""

from __future__ import annotations

import re

import pytest

from core.items import Venue
from storage.database.engine import transaction
from storage.search import directory
from tests.api.harvest import at, concert, harvest, seed

HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture
def events(service_environment: None) -> None:
    seed()
    harvest(
        concert("jazz", at(0, 23), at(4), title="Jazz & Friends", description="First line\nsecond\n\nNext block."),
        concert("dawn", at(1, None), title="Dawn Chorus"),
        concert(
            "bad",
            at(2),
            title=HOSTILE,
            description=HOSTILE,
            url="javascript:alert(2)",
            ticket_url="javascript:alert(3)",
            image_url='https://x.example/"onerror="alert(4)',
            categories=(HOSTILE,),
            venue=Venue(name=HOSTILE, address=HOSTILE),
        ),
    )


@pytest.fixture
def plain(client, events):
    def get(path: str, status: int = 200) -> str:
        answer = client.get(f"/plain{path}")
        assert answer.status_code == status
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "script-src" not in answer.headers["content-security-policy"], "no script may run"
        return answer.text

    return get


def _event_address(listing: str, title: str) -> str:
    found = re.search(rf'href="/plain(/events/\d+)">{re.escape(title)}<', listing)
    assert found, listing
    return found[1]


def test_the_list_and_its_filters(plain):
    everything = plain("/")
    assert everything.count("<li>") == 3
    assert "<p>and on " in everything
    assert "time not announced" in everything
    assert "Dawn Chorus" not in plain("/?day=today&q=&free=&category=")
    assert "Jazz &amp; Friends" in plain("/?day=today")
    assert plain("/?q=dawn").count("<li>") == 1
    assert 'value="dawn"' in plain("/?q=dawn"), "the form keeps the search"
    assert "No events found" in plain("/?category=Opera")


def test_an_event(plain):
    event = plain(_event_address(plain("/"), "Jazz &amp; Friends"))
    assert event.count("<li>") == 2
    assert "<p>First line<br>second</p><p>Next block.</p>" in event.replace("\n", "")
    assert "$20" in event
    assert "The Hall" in event
    assert "/events.ics" in event
    assert '"@type":"Event"' in event


def test_a_venue_with_its_events(plain):
    with transaction() as connection:
        hall = directory.venues(connection, words="The Hall", near=None, after=None, limit=1)[0]
    shown = plain(f"/venues/{hall.id}")
    assert "<h1>The Hall</h1>" in shown
    assert shown.count("<li>") == 2


def test_hostile_text_stays_text(plain):
    listing = plain("/")
    address = _event_address(listing, "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;")
    for text in (listing, plain(address), plain("/?q=" + HOSTILE), plain(f"/?category={HOSTILE}")):
        assert "<script>alert" not in text
        assert 'href="javascript' not in text
        assert '"onerror="' not in text


@pytest.mark.parametrize("path", ["/events/999999", "/venues/999999"])
def test_unknown_events_and_venues(plain, path):
    assert f"This {path.split('/')[1][:-1]} doesn't exist." in plain(path, 404)


def test_invalid_parameters_are_explained(plain):
    answer = plain("/?day=yesterday%3Cb%3E", 422)
    assert "must be a date" in answer
    assert "<form" in answer
    assert "<b>" not in answer
    assert "is not a cursor from this service" in plain("/?cursor=x", 422)


def test_pages_follow_each_other(client, service_environment):
    seed()
    harvest(*(concert(f"c{index:03}", at(1 + index)) for index in range(60)))
    first = client.get("/plain/?q=concert").text
    more = re.search(r'href="(\?[^"]+)" rel="next"', first)
    assert more
    second = client.get("/plain/" + more[1].replace("&amp;", "&")).text
    assert (first.count("<li>"), second.count("<li>")) == (50, 10)


def test_the_calendar_of_one_event(client, events):
    number = _event_address(client.get("/plain/").text, "Jazz &amp; Friends").rpartition("/")[2]
    answer = client.get(f"/feeds/events/{number}/events.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.text.count("BEGIN:VEVENT") == 2
    assert client.get("/feeds/events/999999/events.ics").status_code == 404
