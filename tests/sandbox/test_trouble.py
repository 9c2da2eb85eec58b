"""Each fault does what its name says, on the given paths and for the given number of requests."""

from __future__ import annotations

import gzip
import http.client
import json
import time

import pytest
from icalendar import Calendar
from parsel import Selector

from sandbox.serving.trouble import Fault, Troubles, add_spelled

MONTH = "/events/month/?ical=1"


def test_slow_answers_late_and_right(sandbox, get):
    sandbox.trouble.add("vanwezel", "slow", value=0.3)
    begun = time.monotonic()
    answer = get("vanwezel", "/events")
    assert time.monotonic() - begun >= 0.3
    assert answer.status == 200
    assert answer.body.count(b'class="eventItem ') == 9


def test_error_for_the_first_requests_only(sandbox, get):
    sandbox.trouble.add("mote", "error500", count=2)
    assert [get("mote", MONTH).status for _ in range(3)] == [500, 500, 200]


def test_error_of_another_status_on_a_path(sandbox, get):
    sandbox.trouble.add("mote", "error500", value=503, path=r"^/events/month/2026-12/")
    answer = get("mote", "/events/month/2026-12/?ical=1")
    assert (answer.status, answer.headers["retry-after"]) == (503, "1")
    assert get("mote", MONTH).status == 200
    assert get("venue2", "/events").status == 200


def test_truncated_body_is_shorter_than_declared(sandbox, get):
    whole = get("mote", MONTH).body
    sandbox.trouble.add("mote", "truncated", value=500)
    with pytest.raises(http.client.IncompleteRead) as cut:
        get("mote", MONTH)
    assert cut.value.partial == whole[:500]


def test_empty_200(sandbox, get):
    sandbox.trouble.add("vanwezel", "empty200")
    answer = get("vanwezel", "/events")
    assert (answer.status, answer.body) == (200, b"")


def test_redirect_loop_leads_to_itself(sandbox, get):
    sandbox.trouble.add("vanwezel", "redirect_loop")
    answer = get("vanwezel", "/events?page=2")
    assert (answer.status, answer.headers["location"]) == (302, "/events?page=2")


@pytest.mark.parametrize("codec", ["cp1252", "utf-16"])
def test_wrong_charset_declares_utf_8(sandbox, get, codec):
    right = get("feeds", "/calendars/bare-lf.ics").text
    sandbox.trouble.add("feeds", "wrong_charset", value=codec)
    answer = get("feeds", "/calendars/bare-lf.ics")
    assert answer.headers["content-type"].endswith("utf-8")
    with pytest.raises(UnicodeDecodeError):
        answer.body.decode()
    assert answer.body.decode(codec) == right


def test_gzip_bomb_is_small_on_the_wire_and_large_after_decompression(sandbox, get):
    page = get("vanwezel", "/events").body
    sandbox.trouble.add("vanwezel", "gzip_bomb", value=20)
    answer = get("vanwezel", "/events")
    assert answer.headers["content-encoding"] == "gzip"
    assert len(answer.body) < 100_000
    unpacked = gzip.decompress(answer.body)
    assert len(unpacked) == len(page) + 20_000_000
    assert unpacked.startswith(page)


def test_huge_calendar_has_its_length_declared(sandbox, get):
    sandbox.trouble.add("mote", "huge", value=2)
    answer = get("mote", MONTH)
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert 1_990_000 < len(answer.body) < 2_010_000
    assert answer.body.endswith(b"END:VCALENDAR\r\n")
    assert len({line for line in answer.body.split(b"\r\n") if line.startswith(b"UID:")}) > 10_000


def test_huge_page(sandbox, get):
    page = get("vanwezel", "/events").body
    sandbox.trouble.add("vanwezel", "huge", value=1)
    assert len(get("vanwezel", "/events").body) == len(page) + 1_000_000


def test_changed_markup_keeps_the_texts(sandbox, get):
    sandbox.trouble.add("vanwezel", "changed_markup")
    page = Selector(get("vanwezel", "/events").text)
    assert not page.css(".eventItem, .m-date__singleDate, #loadMoreEvents")
    assert "Moonlit Manatees" in page.get()
    assert get("vanwezel", "/events/events_ajax/25").text == '""'


def test_html_instead_of_ical(sandbox, get):
    sandbox.trouble.add("mote", "html_for_ical", path="ical=1")
    answer = get("mote", MONTH)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert b"BEGIN:VCALENDAR" not in answer.body


def test_challenge_page(sandbox, get):
    sandbox.trouble.add("mote", "challenge403")
    answer = get("mote", MONTH)
    assert answer.status == 403
    assert "<title>Just a moment...</title>" in answer.text


def test_details_refuse_and_the_listing_does_not(sandbox, get):
    sandbox.trouble.add("vanwezel", "refuse406")
    assert get("vanwezel", "/events/detail/pelican-pier").status == 406
    assert get("vanwezel", "/events").status == 200


def test_robots_closes_the_site(sandbox, get):
    sandbox.trouble.add("vanwezel", "robots_disallow")
    assert "Disallow: /\n" in get("vanwezel", "/robots.txt").text
    assert get("vanwezel", "/events").status == 200


def test_other_faults_leave_robots_alone(sandbox, get):
    sandbox.trouble.add("vanwezel", "error500")
    assert get("vanwezel", "/robots.txt").status == 200


def test_first_card_without_a_date(sandbox, get):
    before = Selector(get("vanwezel", "/events").text).css(".eventItem")
    sandbox.trouble.add("vanwezel", "no_date")
    after = Selector(get("vanwezel", "/events").text).css(".eventItem")
    assert len(before) == len(after)
    assert before[0].css(".date span")
    assert not after[0].css(".date span")
    assert [card.get() for card in after[1:]] == [card.get() for card in before[1:]]


def test_named_event_loses_its_date_everywhere(sandbox, get):
    sandbox.trouble.add("vanwezel", "no_date", value="pelican-pier")
    cards = Selector(json.loads(get("vanwezel", "/events/events_ajax/0?per_page=60").text)).css(".eventItem")
    undated = [card.css("h3.title a::attr(href)").get() for card in cards if not card.css(".date span")]
    assert [href.rsplit("/", 1)[1] for href in undated] == ["pelican-pier"]
    page = Selector(get("vanwezel", "/events/detail/pelican-pier").text)
    assert not page.css(".sidebar_event_date, .event_showings")
    assert Selector(get("vanwezel", "/events/detail/rock-n-reef").text).css(".event_showings")


def test_calendar_event_without_a_start(sandbox, get):
    sandbox.trouble.add("mote", "no_date", value="manatee-rescue")
    events = Calendar.from_ical(get("mote", MONTH).body).walk("VEVENT")
    assert ["manatee-rescue" in str(event["URL"]) for event in events if "DTSTART" not in event] == [True]


def test_good_pages_that_list_nothing(sandbox, get):
    sandbox.trouble.add("vanwezel", "no_events")
    sandbox.trouble.add("mote", "no_events")
    page = Selector(get("vanwezel", "/events").text)
    assert page.css("#list")
    assert not page.css(".eventItem")
    assert get("vanwezel", "/events/events_ajax/9").text == '""'
    assert Calendar.from_ical(get("mote", MONTH).body).walk("VEVENT") == []


def test_faulty_answers_are_never_304(sandbox, get):
    tag = get("mote", MONTH).headers["etag"]
    sandbox.trouble.add("mote", "empty200", count=1)
    assert get("mote", MONTH, If_None_Match=tag).status == 200
    assert get("mote", MONTH, If_None_Match=tag).status == 304


def test_clearing(sandbox, get):
    sandbox.trouble.add("mote", "empty200")
    sandbox.trouble.add("vanwezel", "empty200")
    sandbox.trouble.clear("mote")
    assert get("mote", MONTH).body
    assert not get("vanwezel", "/events").body
    sandbox.trouble.clear()
    assert get("vanwezel", "/events").body


def test_control_path_sets_lists_and_clears(sandbox, get):
    wanted = json.dumps({"kind": "error500", "value": 502, "path": "ical=1", "count": 1}).encode()
    added = get("mote", "/_trouble", method="POST", body=wanted)
    assert json.loads(added.text)["switches"] == [{"kind": "error500", "value": "502", "path": "ical=1", "left": 1}]
    assert get("mote", MONTH).status == 502
    listed = json.loads(get("mote", "/_trouble").text)
    assert (listed["switches"], listed["faults"]) == ([], list(Fault))
    get("mote", "/_trouble", method="POST", body=b'{"kind": "empty200"}')
    assert json.loads(get("mote", "/_trouble", method="DELETE").text)["switches"] == []
    assert [request.path for request in sandbox.requests] == [MONTH]


@pytest.mark.parametrize("body", [b"", b"[]", b'{"kind": "plague"}', b'{"kind": "slow", "path": "("}', b'{"sort": 1}'])
def test_control_path_refuses_invalid_requests(get, body):
    answer = get("mote", "/_trouble", method="POST", body=body)
    assert answer.status == 400
    assert json.loads(answer.text)["error"]


@pytest.mark.parametrize(
    "body", [b'{"kind": "plague"}', b'{"sort": 1}', b"[]", b'{"kind": "slow", "for": 3}', b'{"kind": []}']
)
def test_an_unknown_fault_gets_all_of_them(get, body):
    error = json.loads(get("mote", "/_trouble", method="POST", body=body).text)["error"]
    assert all(fault in error for fault in Fault)


def test_spelled_switches():
    troubles = Troubles(("vanwezel",))
    add_spelled(troubles, "vanwezel:slow=2")
    add_spelled(troubles, "vanwezel:error500=503@/events/detail/#3")
    assert troubles.listed("vanwezel")[0]["value"] == "2"
    assert troubles.listed("vanwezel")[1] == {"kind": "error500", "value": "503", "path": "/events/detail/", "left": 3}
    taken = [troubles.take("vanwezel", "/events/detail/x") for _ in range(4)]
    assert [Fault.ERROR500 in one for one in taken] == [True, True, True, False]


@pytest.mark.parametrize(
    "text",
    [
        "vanwezel",
        "nowhere:slow",
        "vanwezel:slow#0",
        "vanwezel:",
        "vanwezel:slow@(",
        "vanwezel:slow=soon",
        "vanwezel:wrong_charset=klingon",
    ],
)
def test_misspelled_switches(text):
    with pytest.raises(ValueError, match=r"."):
        add_spelled(Troubles(("vanwezel",)), text)


def test_a_town_that_changed(sandbox, get):
    before = get("town", "/city.ics")
    sandbox.trouble.add("town", "changed", value="cancelled,gone")
    assert get("town", "/city.ics").text.count("STATUS:CANCELLED") == 1
    assert get("town", "/city.ics", If_None_Match=before.headers["etag"]).status == 200
    assert "Storm Letters" not in get("town", "/library.ics").text
    sandbox.trouble.clear("town")
    assert get("town", "/city.ics").body == before.body
    with pytest.raises(ValueError, match="there is no change moon; the changes are moved"):
        sandbox.trouble.add("town", "changed", value="moon")
