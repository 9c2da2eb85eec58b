"""What must be read together, and when it must be read again."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.errors import SourceError
from sandbox.calendars.site import all_traps
from scrapers.platforms.ics.blocks import split_calendars
from scrapers.platforms.ics.body import decode_body
from scrapers.platforms.ics.groups import as_one, digest_without_uids, group_blocks, only, stamped_together
from scrapers.platforms.ics.reader import read_blocks, read_events
from scrapers.reading.contract import Context, Window

TODAY = date(2028, 11, 22)
CONTEXT = Context(
    url="https://hall.example/feed.ics",
    timezone="America/New_York",
    now=datetime(2028, 11, 22, 12, tzinfo=UTC),
    window=Window(starts=date(2028, 11, 21), ends=date(2030, 1, 1)),
)
ZONE = "BEGIN:VTIMEZONE\nTZID:{0}\nBEGIN:STANDARD\nTZOFFSETTO:{1}\nEND:STANDARD\nEND:VTIMEZONE\n"


def event(uid, *lines, stamp="20281101T120000Z"):
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"DTSTAMP:{stamp}", f"SUMMARY:{uid}", *lines, "END:VEVENT", ""])


def digests(*parts, header="", salt=b""):
    text = f"BEGIN:VCALENDAR\n{header}{''.join(parts)}END:VCALENDAR\n"
    return {uid: group.digest for uid, group in group_blocks(split_calendars(text), salt).items()}


def changed(before, after):
    assert before.keys() == after.keys()
    return {uid for uid in before if before[uid] != after[uid]}


def test_only_what_differs_and_its_overrides():
    a, b, override = event("a", "DTSTART:1"), event("b", "DTSTART:2"), event("b", "RECURRENCE-ID:2", "DTSTART:3")
    before = digests(a, b, override)
    assert changed(before, digests(b, a, override)) == set()
    assert changed(before, digests(a, b, override.replace("DTSTART:3", "DTSTART:4"))) == {"b"}


def test_a_changed_zone_changes_the_digests_of_its_events():
    here, there = event("a", "DTSTART;TZID=Here:1"), event("b", 'DTSTART;TZID="There":1')
    utc, unknown = event("c", "DTSTART:1Z"), event("d", "DTSTART;TZID=Elsewhere:1")
    events = (here, there, utc, unknown)
    before = digests(ZONE.format("Here", "-05"), ZONE.format("There", "-06"), *events)
    after = digests(ZONE.format("Here", "-05"), ZONE.format("There", "-07"), *events)
    assert changed(before, after) == {"b", "d"}


def test_a_zone_named_by_the_header_changes_all():
    events = (event("a", "DTSTART:1"), event("b", "DTSTART:2"))
    header = "X-WR-TIMEZONE:Here\n"
    before = digests(ZONE.format("Here", "-05"), *events, header=header)
    assert changed(before, digests(ZONE.format("Here", "-06"), *events, header=header)) == {"a", "b"}


@pytest.mark.parametrize("other", [{"header": "METHOD:CANCEL\n"}, {"salt": b"another address"}])
def test_header_and_address_change_all(other):
    events = (event("a", "DTSTART:1"), event("b", "DTSTART:2"))
    assert changed(digests(*events), digests(*events, **other)) == {"a", "b"}


def test_a_new_dtstamp_alone_is_no_change():
    def feed(stamp):
        series = event("b", "DTSTART:1", stamp=stamp) + event("b", "RECURRENCE-ID:1", "DTSTART:2", stamp=stamp)
        return digests(event("a", "DTSTART:1", stamp=stamp), series)

    assert changed(feed("20281101T120000Z"), feed("20281102T120000Z")) == set()


@pytest.mark.parametrize("line", ["DTSTAMP;TZID=America/New_York:{}", "dtstamp:{}", " DTSTAMP;X-A=b:{}"])
def test_a_new_dtstamp_is_no_change_however_it_is_written(line):
    def feed(stamp):
        return digests(event("a", "DTSTART:1", stamp="").replace("DTSTAMP:", line.format(stamp)))

    assert feed("20281101T120000") == feed("20281102T120000")


def test_a_dtstamp_that_orders_two_copies_counts():
    def feed(first, second):
        return digests(event("a", "DTSTART:1", stamp=first), event("a", "DTSTART:2", stamp=second))

    one, two = "20281101T120000Z", "20281102T120000Z"
    assert changed(feed(one, two), feed(two, one)) == {"a"}


def test_events_without_a_uid_and_those_of_one_post_stay_together():
    found = digests(
        "BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\nBEGIN:VEVENT\nUID: \nSUMMARY:y\nEND:VEVENT\n",
        event("7-1795000000-1795003600@hall.example"),
        event("7-1796000000-1796003600@hall.example"),
        event("a\\,b"),
        event("a,b"),
    )
    assert set(found) == {"", "7@hall.example", "a,b"}


@pytest.mark.parametrize("line", ["uid:a", "\tUID:a", "UID;X-A=1:a", "UID: \nUID:a", "SUMMARY:UID:b\nUID:a\nUID:c"])
def test_a_uid_is_found_however_it_is_written(line):
    assert set(digests(f"BEGIN:VEVENT\n{line}\nEND:VEVENT\n")) == {"a"}


@pytest.mark.parametrize("parameter", [";tzid=Here", "; TZID = Here", ';VALUE=DATE-TIME;TZID="Here"', ';"TZID=Here'])
def test_a_zone_is_found_however_it_is_named(parameter):
    other = event("b", "DTSTART:1Z", "DESCRIPTION:TZID")
    before, after = (digests(ZONE.format("Here", zone), event("a", f"DTSTART{parameter}:1"), other) for zone in "12")
    assert changed(before, after) == {"a"}


@pytest.mark.parametrize("trap", all_traps(TODAY).values(), ids=lambda trap: trap.name)
def test_groups_read_one_by_one_are_the_feed_read_whole(trap):
    """Also without the others' blocks, an event is the same: this is what leaving out what is known rests on."""
    try:
        calendars = split_calendars(decode_body(trap.body, CONTEXT))
    except SourceError:
        with pytest.raises(SourceError):
            read_events(trap.body, CONTEXT)
        return
    groups = list(group_blocks(calendars).values())
    if stamped_together(groups, least=len(groups) // 2):
        groups = [as_one(groups, b"digest")]
    alone = [one for group in groups for one in read_blocks(only(calendars, [group]), CONTEXT).events]
    whole = read_blocks(calendars, CONTEXT).events
    assert sorted(alone, key=lambda one: one.uid) == sorted(whole, key=lambda one: one.uid)


def test_a_body_without_its_uids():
    """Other UIDs, another moment of writing: the same. Another event, or one that joins another series: not."""

    def digest(*parts):
        return digest_without_uids(split_calendars(f"BEGIN:VCALENDAR\n{''.join(parts)}END:VCALENDAR\n"))

    def body(one, two, override, stamp="20281101T120000Z", start="1"):
        names = ((one, f"DTSTART:{start}"), (two, "DTSTART:2"), (override, "RECURRENCE-ID:2"))
        return [event(uid, line, stamp=stamp).replace(f"SUMMARY:{uid}", "SUMMARY:x") for uid, line in names]

    listed = digest(*body("a", "b", "b"))
    assert digest(*body("c", "d", "d", stamp="20281102T120000Z")) == listed
    assert len({listed, digest(*body("a", "b", "a")), digest(*body("a", "b", "b", start="3"))}) == 3
