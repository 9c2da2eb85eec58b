"""The calendar follows RFC 5545 according to three parsers, and matches the listings."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject

from app.feeds.ics import ics
from app.feeds.identity import uuid_of
from core.items import EventStatus
from tests.feeds.listings import INFO, SEEN, ZONE, listing, local


def written(*listings, info=INFO) -> bytes:
    return b"".join(ics(info, listings))


def only(*listings):
    parsed = icalendar.Calendar.from_ical(written(*listings))
    (event,) = parsed.walk("VEVENT")
    return event


def test_the_head_has_a_name_and_a_refresh_interval():
    parsed = icalendar.Calendar.from_ical(written())
    assert (parsed["VERSION"], parsed["CALSCALE"]) == ("2.0", "GREGORIAN")
    assert parsed["NAME"].to_ical() == parsed["X-WR-CALNAME"].to_ical() == b"Events\\, & more"
    assert parsed["DESCRIPTION"] == "What is on; all of it"
    assert parsed["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert parsed["X-PUBLISHED-TTL"] == "PT1H"
    assert parsed["SOURCE"] == INFO.address
    assert "METHOD" not in parsed
    assert [part.name for part in parsed.subcomponents] == ["VTIMEZONE"], "a calendar needs at least one component"


def test_an_event_has_everything():
    event = only(listing(ends_at=local(2026, 11, 28, 22), updated_at=SEEN + timedelta(days=1), sequence=4))
    assert event["DTSTART"].dt == datetime(2026, 11, 28, 19, 30, tzinfo=ZoneInfo(ZONE))
    assert event["DTSTART"].params["TZID"] == ZONE
    assert event["DTEND"].dt == datetime(2026, 11, 28, 22, tzinfo=ZoneInfo(ZONE))
    assert event["SUMMARY"] == "Moonlit Manatees"
    assert event["STATUS"] == "CONFIRMED"
    assert event["LOCATION"] == "The Hall, 777 N Tamiami Trail, Sarasota, FL 34236"
    assert (event["GEO"].latitude, event["GEO"].longitude) == (27.3421, -82.5487)
    assert event["URL"] == "https://hall.example/events/moonlit-manatees"
    assert event["CATEGORIES"].cats == ["Music", "Arts, Crafts"]
    assert event["ORGANIZER"].params["CN"] == "The Hall"
    assert event["IMAGE"] == "https://hall.example/manatee.jpg"
    assert event["ATTACH"].params["FMTTYPE"] == "image/jpeg"
    assert event["SEQUENCE"] == 4
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == SEEN + timedelta(days=1)
    assert event["CREATED"].dt == SEEN
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["REFID"] == "hall/moonlit-manatees"
    assert event["DESCRIPTION"] == (
        "Chamber music.\n\nDoors open at 7; bring a chair, or two.\n\n"
        "Price: $35–$75\nTickets: https://tickets.example/7?a=1&b=2\n"
        "More: https://hall.example/events/moonlit-manatees\nSource: The Hall's own pages"
    )


@pytest.mark.parametrize(
    ("fields", "status", "title"),
    [
        ({"status": EventStatus.CANCELLED}, "CANCELLED", "Canceled: Moonlit Manatees"),
        ({"withdrawn_at": SEEN + timedelta(days=9)}, "CANCELLED", "No longer listed: Moonlit Manatees"),
        ({"status": EventStatus.POSTPONED}, "TENTATIVE", "Postponed: Moonlit Manatees"),
        ({"status": EventStatus.RESCHEDULED}, "CONFIRMED", "Rescheduled: Moonlit Manatees"),
        ({"status": EventStatus.MOVED_ONLINE}, "CONFIRMED", "Moved online: Moonlit Manatees"),
        ({"sold_out": True}, "CONFIRMED", "Sold out: Moonlit Manatees"),
        ({"sold_out": True, "status": EventStatus.CANCELLED}, "CANCELLED", "Canceled, sold out: Moonlit Manatees"),
        ({"title": "SOLD OUT: Manatees", "sold_out": True}, "CONFIRMED", "SOLD OUT: Manatees"),
        (
            {"title": "Manatees (Canceled)", "status": EventStatus.CANCELLED},
            "CANCELLED",
            "Manatees (Canceled)",
        ),
    ],
)
def test_changed_plans_are_marked(fields, status, title):
    event = only(listing(**fields))
    assert (event["STATUS"], event["SUMMARY"]) == (status, title)


def test_the_uid_depends_only_on_the_sources_names():
    one = listing()
    assert uuid_of(one) == uuid_of(one._replace(event_id=9, occurrence_id=90, title="Else", timezone="UTC"))
    others = [one._replace(source="mote"), one._replace(uid="else"), one._replace(key="20261130T003000Z")]
    assert len({uuid_of(each) for each in (one, *others)}) == 4
    assert str(uuid_of(one)) == "4a81cafb-3f57-58fa-bd65-10d7397a155e", "subscribers know it by this"


def test_days_are_dates_and_their_end_is_exclusive():
    one = only(listing(local(2026, 12, 1), all_day=True))
    assert one["DTSTART"].dt == date(2026, 12, 1)
    assert "DTEND" not in one
    run = only(listing(local(2026, 12, 1), all_day=True, ends_at=local(2026, 12, 4)))
    assert run["DTEND"].dt == date(2026, 12, 4)
    ragged = only(listing(local(2026, 12, 1), all_day=True, ends_at=local(2026, 12, 3, 23, 59)))
    assert ragged["DTEND"].dt == date(2026, 12, 4)


def test_an_unknown_hour_is_a_date_with_a_remark():
    event = only(listing(local(2026, 12, 1), time_known=False))
    assert event["DTSTART"].dt == date(2026, 12, 1)
    assert event["DESCRIPTION"].startswith("The time hasn't been announced. See the event's page.\n\n")


def test_the_second_of_two_equal_hours_is_in_utc():
    first = only(listing(local(2026, 11, 1, 1, 30)))
    second = only(listing(local(2026, 11, 1, 1, 30, fold=1)))
    assert first["DTSTART"].params["TZID"] == ZONE
    assert "TZID" not in second["DTSTART"].params
    assert second["DTSTART"].dt - first["DTSTART"].dt.astimezone(UTC) == timedelta(hours=1)


def test_an_invalid_end_is_left_out():
    assert "DTEND" not in only(listing(ends_at=local(2026, 11, 28, 19, 30)))
    assert "DTEND" not in only(listing(ends_at=local(2026, 11, 28, 9)))


def test_each_zone_is_defined_once_before_it_is_needed():
    berlin = {"timezone": "Europe/Berlin"}
    text = written(
        listing(),
        listing(local(2026, 12, 1, 20, zone="Europe/Berlin"), key="b", **berlin),
        listing(local(2026, 12, 2, 20, zone="Europe/Berlin"), key="c", **berlin),
        listing(local(2026, 12, 3, zone="Asia/Tokyo"), key="d", timezone="Asia/Tokyo", all_day=True),
        listing(local(2026, 12, 4, 20, zone="UTC"), key="e", timezone="UTC"),
    ).decode()
    assert text.count("BEGIN:VTIMEZONE") == 2, "a date needs no zone, nor does UTC"
    assert text.index("TZID:Europe/Berlin") < text.index("DTSTART;TZID=Europe/Berlin")
    assert "DTSTART:20261204T200000Z\r\n" in text


def test_hostile_text_stays_text():
    event = only(
        listing(
            title="<b>Bold</b>; rm -rf, \\n\x00\x1b[31m",
            description="one\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\ntwo\u2028three\ud800",
            organizer='Evil"\r\nATTENDEE:mailto:a@b.example;X="',
            categories=("a,b;c\\",),
            url="javascript:alert(1)",
            ticket_url="https://t.example/\r\nATTACH:x",
            image_url="data:image/png;base64,AAAA",
            uid="uid\r\nX-EVIL:1",
        )
    )
    assert event["SUMMARY"] == "<b>Bold</b>; rm -rf, \\n[31m"
    assert "one\nEND:VEVENT\nBEGIN:VEVENT\ntwo\nthree" in event["DESCRIPTION"]
    assert event["CATEGORIES"].cats == ["a,b;c\\"]
    assert event["X-TICKETS-URL"] == "https://t.example/ATTACH:x"
    assert not {"URL", "IMAGE", "ATTACH", "ATTENDEE", "X-EVIL"} & set(event)


def test_vobject_reads_it_too():
    text = written(
        listing(ends_at=local(2026, 11, 28, 22)),
        listing(local(2026, 12, 1), key="b", all_day=True, ends_at=local(2026, 12, 4)),
        listing(local(2026, 12, 1, 20, zone="Africa/Cairo"), key="c", timezone="Africa/Cairo"),
    ).decode()
    parsed = vobject.readOne(text, validate=True)
    first, second, third = parsed.vevent_list
    assert first.dtstart.value.astimezone(UTC) == local(2026, 11, 28, 19, 30)
    assert first.dtend.value - first.dtstart.value == timedelta(hours=2, minutes=30)
    assert (second.dtstart.value, second.dtend.value) == (date(2026, 12, 1), date(2026, 12, 4))
    assert third.dtstart.value.astimezone(UTC) == local(2026, 12, 1, 20, zone="Africa/Cairo")
    assert first.description.value.startswith("Chamber music.\n\nDoors open at 7; bring a chair, or two.")


def test_every_line_ends_in_crlf_and_none_is_empty():
    octets = written(listing())
    assert octets.count(b"\n") == octets.count(b"\r\n") == octets.count(b"\r")
    assert b"\r\n\r\n" not in octets
