"""The iCalendar reader against second engines on random rules, and against random damage."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import islice

import icalendar
import recurring_ical_events
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import SourceError
from core.items import EventItem
from scrapers.platforms.ics.reader import read_events
from scrapers.platforms.ics.recurrence.expansion import Budget, expand
from scrapers.platforms.ics.recurrence.rules import parse_rule
from scrapers.reading.contract import Context, Reading, Window

NOW = datetime(2026, 10, 5, 15, tzinfo=UTC)
CONTEXT = Context(url="https://hall.example/feed.ics", timezone="America/New_York", now=NOW, window=Window())
WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

starts = st.datetimes(datetime(2015, 1, 1), datetime(2027, 12, 31)).map(lambda moment: moment.replace(microsecond=0))


def some(values: st.SearchStrategy[object], at_most: int = 4) -> st.SearchStrategy[str]:
    return st.lists(values, min_size=1, max_size=at_most, unique=True).map(lambda found: ",".join(map(str, found)))


weekdays = some(st.sampled_from(WEEKDAYS))
nth_weekdays = some(st.tuples(st.sampled_from(["1", "2", "3", "-1", "-2"]), st.sampled_from(WEEKDAYS)).map("".join))
month_days = some(st.integers(-31, 31).filter(bool))
months = some(st.integers(1, 12))
hours = some(st.integers(0, 23))
minutes = some(st.integers(0, 59))


@st.composite
def day_parts(draw: st.DrawFn, frequency: str, by_month: bool) -> str:
    if frequency not in ("YEARLY", "MONTHLY"):
        return f";BYDAY={draw(weekdays)}" if draw(st.booleans()) else ""
    choices = ["BYDAY", "BYDAY and BYMONTHDAY"]
    if frequency == "MONTHLY" or by_month:
        choices.append("BYMONTHDAY")
    else:
        choices += ["BYWEEKNO", "BYYEARDAY"]
    parts = {
        "BYDAY": f";BYDAY={draw(st.one_of(weekdays, nth_weekdays))}",
        "BYDAY and BYMONTHDAY": f";BYDAY={draw(weekdays)};BYMONTHDAY={draw(month_days)}",
        "BYMONTHDAY": f";BYMONTHDAY={draw(month_days)}",
        "BYWEEKNO": f";BYWEEKNO={draw(some(st.integers(-51, 53).filter(bool)))};BYDAY={draw(weekdays)}",
        "BYYEARDAY": f";BYYEARDAY={draw(some(st.integers(-366, 366).filter(bool)))}",
    }
    return parts[draw(st.sampled_from(choices))]


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Rules on which RFC 5545 leaves no doubt, so that engines must agree: none where DTSTART has to lend a month or a
    weekday to BYMONTHDAY or BYWEEKNO, no INTERVAL of numbered weeks; and none on which dateutil is known to differ from
    libical: BYSETPOS in the week of DTSTART, weekdays with an ordinal beside others without, the first week of a year
    by its number from the end, whose days in the year before dateutil leaves out."""
    frequency = draw(st.sampled_from(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY"]))
    by_month = draw(st.booleans())
    rule = f"FREQ={frequency}" + (f";BYMONTH={draw(months)}" if by_month else "")
    rule += draw(day_parts(frequency, by_month))
    if "BYWEEKNO" not in rule:
        rule += f";INTERVAL={draw(st.integers(1, 5))}"
        if frequency in ("YEARLY", "MONTHLY") and draw(st.booleans()):
            rule += f";BYSETPOS={draw(some(st.integers(-4, 4).filter(bool), 2))}"
    if frequency != "MINUTELY" and draw(st.booleans()):
        rule += f";BYMINUTE={draw(minutes)}"
    if frequency not in ("MINUTELY", "HOURLY") and draw(st.booleans()):
        rule += f";BYHOUR={draw(hours)}"
    return rule + (f";WKST={draw(st.sampled_from(['MO', 'SU']))}" if draw(st.booleans()) else "")


@settings(max_examples=300, deadline=None)
@given(rules(), starts, st.integers(1, 60))
def test_the_engine_agrees_with_dateutil(rule: str, start: datetime, count: int) -> None:
    end = start + timedelta(days=30 if "HOURLY" in rule or "MINUTELY" in rule else 3 * 366)
    wanted = list(islice(rrulestr(f"{rule};UNTIL={end:%Y%m%dT%H%M%S}", dtstart=start), count))
    found = list(expand(parse_rule(f"{rule};COUNT={count}"), start, until=end, budget=Budget(200_000)))
    assert found == wanted


@settings(max_examples=100, deadline=None)
@given(rules(), starts, st.integers(0, 900))
def test_a_later_window_shows_the_tail_of_the_whole(rule: str, start: datetime, days: int) -> None:
    sub_daily = "HOURLY" in rule or "MINUTELY" in rule
    after = start + timedelta(days=days // 100 if sub_daily else days)
    until = after + timedelta(days=3 if sub_daily else 100)
    parsed = parse_rule(rule)
    tail = expand(parsed, start, after=after, until=until, budget=Budget(1_000_000))
    whole = expand(parsed, start, until=until, budget=Budget(5_000_000))
    wanted = list(islice((moment for moment in whole if moment >= after), 300))
    assert list(islice((moment for moment in tail if moment >= after), 300)) == wanted


def feed(*events: str) -> str:
    blocks = [f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT" for event in events]
    return "\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//hall//EN", *blocks, "END:VCALENDAR", ""])


@settings(max_examples=100, deadline=None)
@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)).map(lambda at: at.replace(second=0, microsecond=0)),
    frequency=st.sampled_from(["DAILY", "WEEKLY"]),
    count=st.integers(2, 15),
    exdates=st.sets(st.integers(0, 14), max_size=3),
    rdates=st.sets(st.integers(200, 215), max_size=3),
    moved=st.integers(0, 14),
    zone=st.sampled_from(["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "UTC"]),
)
def test_series_agree_with_recurring_ical_events(
    start: datetime,
    frequency: str,
    count: int,
    exdates: set[int],
    rdates: set[int],
    moved: int,
    zone: str,
) -> None:
    step = timedelta(days=1 if frequency == "DAILY" else 7)

    def at(moment: datetime) -> str:
        return f";TZID={zone}:{moment:%Y%m%dT%H%M%S}"

    lines = [f"UID:a\nSUMMARY:a\nDTSTART{at(start)}\nDURATION:PT90M\nRRULE:FREQ={frequency};COUNT={count}"]
    lines += [f"EXDATE{at(start + number * step)}" for number in exdates]
    lines += [f"RDATE{at(start + number * step)}" for number in rdates]
    events = ["\n".join(lines)]
    if moved < count and moved not in exdates:
        original, new = start + moved * step, start + moved * step + timedelta(hours=3)
        events.append(f"UID:a\nSUMMARY:a\nRECURRENCE-ID{at(original)}\nDTSTART{at(new)}\nDURATION:PT20M")
    text = feed(*events)
    reading = read_events(text.encode(), CONTEXT)
    ours = [one for event in reading.events for one in event.occurrences]
    oracle = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(date(2025, 1, 1), date(2040, 1, 1))
    assert sorted(one.starts_at.astimezone(UTC) for one in ours) == sorted(one.start.astimezone(UTC) for one in oracle)
    lengths = {one.ends_at.astimezone(UTC) - one.starts_at.astimezone(UTC) for one in ours if one.ends_at}
    assert lengths <= {timedelta(minutes=90), timedelta(minutes=20)}, "PT90M is exact, also when the clocks change"
    assert reading.problems == ()


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=80)


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def listed(body: bytes) -> tuple[EventItem, ...]:
    reading = read_events(body, CONTEXT)
    assert reading.problems == ()
    return reading.events


@settings(max_examples=100, deadline=None)
@given(title=texts, place=texts, width=st.integers(1, 75), tab=st.booleans())
def test_folds_line_ends_and_charsets_change_nothing(title: str, place: str, width: int, tab: bool) -> None:
    text = feed(
        "UID:a",
        f"UID:b\nSUMMARY:Concert {escaped(title)}\nLOCATION:Hall {escaped(place)}\nDTSTART:20261010T200000Z",
    ).replace("BEGIN:VEVENT\nUID:a\nEND:VEVENT\n", "")
    plain = listed(text.encode())
    assert len(plain) == 1
    octets = text.replace("\n", "\r\n").encode()
    fold = b"\r\n\t" if tab else b"\r\n "
    lines = [fold.join(line[at : at + width] for at in range(0, len(line), width)) for line in octets.split(b"\r\n")]
    assert listed(b"\r\n".join(lines)) == plain
    assert listed(octets.replace(b"\r\n", b"\r")) == plain
    assert listed(b"\xef\xbb\xbf\r\n\r\n" + octets) == plain
    assert listed(text.encode("utf-16")) == plain
    assert listed(text.encode("utf-16-be")) == plain


@settings(max_examples=50, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_the_feed_changes_no_event(order: list[int]) -> None:
    events = [
        "UID:s\nSUMMARY:Series\nDTSTART:20261001T180000Z\nRRULE:FREQ=WEEKLY;COUNT=5\nSEQUENCE:2",
        "UID:s\nSUMMARY:Older\nDTSTART:20261001T170000Z\nRRULE:FREQ=WEEKLY;COUNT=9\nSEQUENCE:1",
        "UID:s\nSUMMARY:Series\nRECURRENCE-ID:20261008T180000Z\nDTSTART:20261009T180000Z",
        "UID:s\nSUMMARY:Series\nRECURRENCE-ID:20261015T180000Z\nDTSTART:20261015T180000Z\nSTATUS:CANCELLED",
        "UID:t\nSUMMARY:Monday play\nDTSTART:20261012T180000Z",
        "UID:t\nSUMMARY:Friday film\nDTSTART:20261016T180000Z",
    ]
    reading = read_events(feed(*(events[place] for place in order)).encode(), CONTEXT)
    straight = read_events(feed(*events).encode(), CONTEXT)
    assert sorted(reading.events, key=lambda event: event.uid) == sorted(straight.events, key=lambda event: event.uid)
    assert len(straight.events) == 3


SEED = feed(
    "UID:a@hall\nSUMMARY;LANGUAGE=en:Quartet\\, late\nDTSTART;TZID=Eastern Standard Time:20261010T200000\n"
    "DTEND;TZID=America/New_York:20261010T220000\nRRULE:FREQ=MONTHLY;BYDAY=2SA,-1SU;BYSETPOS=1;UNTIL=20271231\n"
    "EXDATE;VALUE=DATE:20261114\nRDATE;VALUE=PERIOD:20261224T180000Z/PT2H\nGEO:27.3;-82.5\nSTATUS:CONFIRMED\n"
    'ORGANIZER;CN="The Hall":mailto:a@hall.example\nX-COST:$10-$20\nCATEGORIES:Jazz,Late night\nSEQUENCE:3',
    "UID:a@hall\nRECURRENCE-ID;RANGE=THISANDFUTURE;TZID=America/New_York:20261212T200000\nSUMMARY:Quartet\n"
    "DTSTART;TZID=America/New_York:20261212T193000\nDURATION:P1DT2H",
    "UID:b@hall\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20261107\nDTEND;VALUE=DATE:20261109\nRRULE:FREQ=YEARLY",
).replace(
    "BEGIN:VEVENT\nUID:b",
    "BEGIN:VTIMEZONE\nTZID:Hall\nBEGIN:STANDARD\nDTSTART:20071104T020000\nTZOFFSETFROM:-0400\nTZOFFSETTO:-0500\n"
    "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:b",
)
tokens = st.sampled_from(
    [
        *(bytes([octet]) for octet in b'\n\r:;"\\,=-90TZ/\x00\xff\xc3'),
        *(b"BEGIN:VEVENT\n", b"END:VEVENT\n", b"BEGIN:VCALENDAR\n", b"END:VCALENDAR\n", b"99999999", b"FREQ=SECONDLY"),
        *(b"DTSTART:00010101T000000\n", b"DTSTART;TZID=Hall:99991231T235959\n", b"TZID=Hall", b"INTERVAL=9999999;"),
    ]
)


def outcome(body: bytes, context: Context) -> Reading | SourceError:
    try:
        return read_events(body, context)
    except SourceError as error:
        return error


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(SEED)), st.integers(0, 12), st.one_of(tokens, st.binary(max_size=4))), max_size=8
    ),
    st.booleans(),
)
def test_damage_ends_in_named_errors_alone(cuts: list[tuple[int, int, bytes]], bounded: bool) -> None:
    body = SEED.encode()
    for place, length, put in cuts:
        body = body[:place] + put + body[place + length :]
    context = CONTEXT if not bounded else Context(url=CONTEXT.url, timezone="Europe/Paris", now=NOW)
    result = outcome(body, context)
    if isinstance(result, SourceError):
        assert result.url == CONTEXT.url
        return
    assert all(event.title and event.occurrences and event.to_json() for event in result.events)
    assert all(problem.found and problem.url for problem in result.problems)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_bytes_at_random_are_refused_by_name(body: bytes) -> None:
    result = outcome(body, CONTEXT)
    assert isinstance(result, SourceError) or result.events == ()


def test_the_first_week_by_its_number_from_the_end() -> None:
    """2025 has 52 weeks, and the first of them begins on the last Monday of 2024; dateutil leaves that one out."""
    rule = parse_rule("FREQ=YEARLY;BYWEEKNO=-52;BYDAY=MO;COUNT=3")
    found = expand(rule, datetime(2024, 1, 1, 19), until=datetime(2030, 1, 1), budget=Budget(10_000))
    assert [moment.date() for moment in found] == [date(2024, 1, 1), date(2024, 12, 30), date(2026, 1, 5)]
