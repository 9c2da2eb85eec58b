"""A plainly written feed is split without being decoded: into the same parts, and no change is missed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.calendars.site import all_traps
from scrapers.platforms.ics.parts import split_feed
from scrapers.platforms.ics.plain_parts import split_plain
from scrapers.platforms.ics.text_parts import split_text
from scrapers.reading.contract import Context, Window

TODAY = date(2028, 11, 22)
CONTEXT = Context(
    url="https://hall.example/feed.ics",
    timezone="America/New_York",
    now=datetime(2028, 11, 22, 12, tzinfo=UTC),
    window=Window(starts=date(2028, 11, 21), ends=date(2030, 1, 1)),
)
SALT = b"https://hall.example"
ZONE = "BEGIN:VTIMEZONE\nTZID:Here\nBEGIN:STANDARD\nTZOFFSETFROM:-0500\nTZOFFSETTO:-0500\nDTSTART:19700101T000000\n"
ZONE += "END:STANDARD\nEND:VTIMEZONE\n"
ALARM = "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\nDESCRIPTION:Soon\nEND:VALARM"


def event(uid, *lines, stamp="20281101T120000Z"):
    start = "DTSTART:20281201T200000Z"
    lines = (f"UID:{uid}", f"DTSTAMP:{stamp}", f"SUMMARY:{uid}", *(lines or (start,)))
    return "\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])


def feed(*events, header="", tail="END:VCALENDAR\n"):
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{header}{''.join(events)}{tail}".encode()


def digests(body, salt=SALT):
    found = split_plain(body, CONTEXT, salt)
    assert found is not None
    return {uid: part.digest for uid, part in found.parts.items()}


def changed(before, after):
    assert before.keys() == after.keys()
    return {uid for uid in before if before[uid] != after[uid]}


def said(reading):
    return reading.events, list(map(repr, reading.problems))


PLAIN = {
    "one": feed(event("a")),
    "windows line ends": feed(event("a"), event("b")).replace(b"\n", b"\r\n"),
    "alarms": feed(event("a", "DTSTART:20281201T200000Z", ALARM), event("b")),
    "zones before and after": feed(event("a"), header=ZONE, tail=f"{ZONE}END:VCALENDAR\n"),
    "no end of the calendar": feed(event("a"), tail=""),
    "several of one uid": feed(
        event("a"), event("b"), event("a", "RECURRENCE-ID:20281201T200000Z", "DTSTART:20281202")
    ),
    "folded uid": feed(event("0123456789\n abcdef"), event("0123456789")),
    "escaped uid": feed(event("a\\,b"), event("a,c")),
    "text like a property": feed(event("a", "DTSTART:20281201T200000Z", "DESCRIPTION:Doors\n BEGIN:VEVENT\n UID:x")),
    "blank lines": feed(event("a", "DTSTART:20281201T200000Z", "DESCRIPTION:One\n\n two"), event("b")),
    "words of many": feed(event("é"), event("日本")),
}


@pytest.mark.parametrize("body", PLAIN.values(), ids=PLAIN)
def test_the_parts_are_those_of_the_text(body):
    plain, text = split_plain(body, CONTEXT, SALT), split_text(body, CONTEXT, SALT)
    assert plain is not None
    assert list(plain.parts) == list(text.groups)
    found, expected = plain.read(()), text.read(())
    assert said(found.reading) == said(expected.reading)
    assert found.traceable
    uid_of = {part.digest: uid for uid, part in plain.parts.items()}
    assert [uid_of[digest] for digest in found.digests] == [
        {group.digest: uid for uid, group in text.groups.items()}[digest] for digest in expected.digests
    ]


ODD = {
    "no event": feed(),
    "no uid": feed(event("a").replace("UID:a\n", "")),
    "two uids": feed(event("a", "UID:b"), event("c").replace("UID:c\n", "")),
    "a parameter of the uid": feed(event("a").replace("UID:", "UID;X-A=b:")),
    "an empty uid": feed(event("")),
    "no dtstamp": feed(event("a").replace("DTSTAMP:20281101T120000Z\n", "")),
    "dtstamp in small letters": feed(event("a").replace("DTSTAMP", "dtstamp")),
    "the uid contains the dtstamp": feed(event("20281101T120000Z-1@x"), event("20281101T120000Z-2@x")),
    "small letters": feed(event("a").replace("BEGIN:VEVENT", "begin:vevent")),
    "a space in the bound": feed(event("a").replace("END:VEVENT", "END:VEVENT ")),
    "a text that begins a line": feed(event("a", "DTSTART:20281201T200000Z", "DESCRIPTION:Doors", "Begin: 8pm")),
    "an event without an end": feed(event("a").replace("END:VEVENT\n", ""), event("b")),
    "an event in an event": feed(event("a", event("b").strip()), event("c")),
    "a to-do between": feed(event("a"), "BEGIN:VTODO\nUID:t\nEND:VTODO\n", event("b")),
    "a text between": feed(event("a"), "X-NOTE:between\n", event("b")),
    "an unknown component": feed(event("a", "BEGIN:X-SHOW\nUID:b\nEND:X-SHOW"), event("c")),
    "a folded begin": feed(event("a").replace("BEGIN:VEVENT\n", "BEGIN:VEVENT\n X\n")),
    "a folded end": feed(event("a"), tail=" X\nEND:VCALENDAR\n"),
    "old line ends": feed(event("a", "DTSTART:20281201T200000Z", "SUMMARY:b\rEND:VEVENT")),
    "quoted-printable": feed(event("a", "DESCRIPTION;ENCODING=QUOTED-PRINTABLE:a=\nb")),
    "a control character": feed(event("a", "SUMMARY:b\x01")),
    "another charset": feed(event("a")).replace(b"SUMMARY:a", b"SUMMARY:\xe9"),
    "a byte order mark": b"\xef\xbb\xbf" + feed(event("a")),
    "two calendars": feed(event("a")) + feed(event("b")),
    "a web page": b"<html>",
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
def test_any_other_feed_is_split_as_text(body):
    assert split_plain(body, CONTEXT, SALT) is None


def test_a_source_whose_uids_change_is_split_as_text():
    assert split_plain(PLAIN["one"], replace(CONTEXT, uids_change=True), SALT) is None


PLAIN_TRAPS = [trap for trap in all_traps(TODAY).values() if split_plain(trap.body, CONTEXT, SALT) is not None]


@pytest.mark.parametrize("trap", PLAIN_TRAPS, ids=[trap.name for trap in PLAIN_TRAPS])
def test_the_traps_are_read_alike(trap):
    plain, text = split_plain(trap.body, CONTEXT, SALT), split_text(trap.body, CONTEXT, SALT)
    assert list(plain.parts) == list(text.groups)
    assert said(plain.read(()).reading) == said(text.read(()).reading)


def test_only_what_differs_and_its_overrides():
    a, b, override = event("a"), event("b"), event("b", "RECURRENCE-ID:20281201T200000Z", "DTSTART:20281202T200000Z")
    before = digests(feed(a, b, override))
    assert changed(before, digests(feed(b, a, override))) == set()
    assert changed(before, digests(feed(a, b, override.replace("20281202T", "20281203T")))) == {"b"}
    assert changed(before, digests(feed(a.replace("SUMMARY:a", "SUMMARY:A"), b, override))) == {"a"}


def test_a_new_dtstamp_alone_is_no_change():
    def stamped(stamp):
        return digests(
            feed(event("a", stamp=stamp), event("b", stamp=stamp), event("b", "RECURRENCE-ID:20281201", stamp=stamp))
        )

    assert changed(stamped("20281101T120000Z"), stamped("20281102T120000Z")) == set()


def test_dtstamps_that_order_versions_count():
    def stamped(stamp):
        return digests(feed(event("a"), event("b"), event("b", stamp=stamp)))

    assert changed(stamped("20281101T120000Z"), stamped("20281102T120000Z")) == {"b"}


@pytest.mark.parametrize(
    "other", [{"header": "METHOD:CANCEL\n"}, {"header": ZONE}, {"tail": f"{ZONE}END:VCALENDAR\n"}, {"salt": b"else"}]
)
def test_header_zones_and_address_change_all(other):
    salt = other.pop("salt", SALT)
    events = (event("a"), event("b"))
    assert changed(digests(feed(*events)), digests(feed(*events, **other), salt)) == {"a", "b"}


UIDS = st.sampled_from(["a", "b", "c", "4711-1858000000-1858007200@x", "4711-1859000000-1859007200@x"])
LINES = st.sampled_from(
    [
        "DTSTART:20281201T200000Z",
        "DTSTART;TZID=Here:20281202T193000",
        "DTSTART;VALUE=DATE:20281203",
        "DTEND:20281201T220000Z",
        "RRULE:FREQ=DAILY;COUNT=3",
        "RRULE:FREQ=NEVER",
        "RECURRENCE-ID:20281202T200000Z",
        "EXDATE:20281202T200000Z",
        "SUMMARY:Moonlit",
        "SUMMARY:Moonlit \n Manatees",
        "LOCATION:Hall",
        "DESCRIPTION:Doors at eight",
        "Doors at nine",
        "STATUS:CANCELLED",
        "CLASS:PRIVATE",
        "SEQUENCE:2",
        "LAST-MODIFIED:20281102T120000Z",
        ALARM,
    ]
)
STAMPS = st.sampled_from(["20281101T120000Z", "20281103T120000Z"])
EVENTS = st.builds(lambda uid, lines, stamp: event(uid, *lines, stamp=stamp), UIDS, st.lists(LINES, max_size=5), STAMPS)
FEEDS = st.builds(
    lambda events, header: feed(*events, header=header),
    st.lists(EVENTS, min_size=1, max_size=5),
    st.sampled_from(["", ZONE, "X-WR-TIMEZONE:America/Chicago\n"]),
)


@settings(max_examples=300, deadline=None)
@given(FEEDS, FEEDS)
def test_known_and_changed_parts_together_are_the_whole_feed(before, after):
    """The events of the parts that are known from one body, and those read from another, are what that one says."""
    earlier, later = split_plain(before, CONTEXT, SALT), split_plain(after, CONTEXT, SALT)
    cached = events_by_part(earlier.read(()))
    known = cached.keys() & set(later.digests)
    together = [*later.read(known).reading.events, *(one for digest in known for one in cached[digest])]
    whole = split_text(after, CONTEXT, SALT).read(()).reading.events
    assert sorted(map(repr, together)) == sorted(map(repr, whole))


def events_by_part(found):
    """By the digests that may be cached: a part that is in doubt has none."""
    parts = {digest: [] for digest in found.empty}
    for digest, one in zip(found.digests, found.reading.events, strict=True):
        if digest is not None:
            parts.setdefault(digest, []).append(one)
    return parts


@pytest.mark.parametrize("body", [PLAIN["one"], ODD["small letters"]])
def test_either_way_serves_the_spider(body):
    assert len(split_feed(body, CONTEXT, SALT).read(()).reading.events) == 1
