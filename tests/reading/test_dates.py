"""Dates and times as pages write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadRecord
from scrapers.reading.dates import end_of_day, local, read_dates, read_iso, read_times

NOW = date(2026, 11, 22)
BOUNDED = settings(max_examples=150, deadline=None)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Thu. Oct 8 , 2026", ["2026-10-08"]),
        ("Fri, August 7, 2026", ["2026-08-07"]),
        ("July 24 | 2026", ["2026-07-24"]),
        ("Sep. 22 | 2026", ["2026-09-22"]),
        ("Sept 22nd, 2026", ["2026-09-22"]),
        ("Tuesday | Oct 6 , 2026", ["2026-10-06"]),
        ("Saturday / Nov 30 , 2024", ["2024-11-30"]),
        ("31 July 2024", ["2024-07-31"]),
        ("11 Mar / 2027", ["2027-03-11"]),
        ("Apr 26 2021 / Monday", ["2021-04-26"]),
        ("April 26 2021", ["2021-04-26"]),
        ("Oct 8 '26", ["2026-10-08"]),
        ("2026-10-08", ["2026-10-08"]),
        ("2026-10-08 19:30", ["2026-10-08"]),
        ("10/28/26", ["2026-10-28"]),
        ("31.12.2026", ["2026-12-31"]),
        ("Oct 8, 2026 @ 7:30 PM", ["2026-10-08"]),
        ("Oct 8, 2026 - 7:30pm", ["2026-10-08"]),
        ("Oct 8, 2026 7:30 pm - 9 pm", ["2026-10-08"]),
        ("Nov 08, 09, 10 & 11th", ["2026-11-08", "2026-11-09", "2026-11-10", "2026-11-11"]),
        ("11/28 , 11/29 & 12/01", ["2026-11-28", "2026-11-29", "2026-12-01"]),
        ("Fri & Sat Oct 9 & 10, 2026", ["2026-10-09", "2026-10-10"]),
        ("8, 9 & 10 Oct 2026", ["2026-10-08", "2026-10-09", "2026-10-10"]),
        ("Dec 30, Dec 31 & Jan 2, 2027", ["2026-12-30", "2026-12-31", "2027-01-02"]),
        ("Oct 8 - Oct 8, 2026", ["2026-10-08"]),
    ],
)
def test_single_days_and_lists(text: str, days: list[str]) -> None:
    span = read_dates(text, now=NOW)
    assert list(span.days) == [day(one) for one in days]
    assert not span.is_range


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Jan 30 - 31, 2026", "2026-01-30", "2026-01-31"),
        ("Jan 30, 2026 - Feb 1, 2026", "2026-01-30", "2026-02-01"),
        ("Aug 29 - 30 , 2026", "2026-08-29", "2026-08-30"),
        ("19 Aug - 1 Sep 2026", "2026-08-19", "2026-09-01"),
        ("19 – 21 Aug 2026", "2026-08-19", "2026-08-21"),
        ("24 Dec 2026 - 3 Jan 2027", "2026-12-24", "2027-01-03"),
        ("28 Dec - 3 Jan 2027", "2026-12-28", "2027-01-03"),
        ("Dec 28 - Jan 3", "2026-12-28", "2027-01-03"),
        ("Dec 28, 2026 - Jan 3", "2026-12-28", "2027-01-03"),
        ("June 3 2026 to June 5 2026", "2026-06-03", "2026-06-05"),
        ("June 3 to June 5 2026", "2026-06-03", "2026-06-05"),
        ("Sat. Jan 30 - Mon. Feb 1", "2027-01-30", "2027-02-01"),
        ("Oct 8, 2026 7pm - Oct 10, 2026 9pm", "2026-10-08", "2026-10-10"),
    ],
)
def test_ranges(text: str, first: str, last: str) -> None:
    span = read_dates(text, now=NOW)
    assert (span.first, span.last, span.is_range) == (day(first), day(last), True)


@pytest.mark.parametrize(
    ("text", "now", "expected"),
    [
        ("Dec 03", "2026-11-22", "2026-12-03"),
        ("Jan 2", "2026-12-30", "2027-01-02"),
        ("Dec 30", "2027-01-02", "2026-12-30"),
        ("Sep 03", "2021-08-20", "2021-09-03"),
        ("Tue Sep 15", "2026-11-22", "2026-09-15"),
        ("Wed Sep 15", "2026-11-22", "2027-09-15"),
        ("Feb 29", "2027-12-24", "2028-02-29"),
    ],
)
def test_a_missing_year_is_the_nearest_plausible_one(text: str, now: str, expected: str) -> None:
    assert read_dates(text, now=day(now)).days == (day(expected),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Oct",
        "8",
        "2026",
        "TBA",
        "Sep 12",
        "Thu. Oct 9 , 2026",
        "31 InvalidMonth 2024",
        "Feb 30 2026",
        "Feb 29",
        "13/10/2026",
        "Every Friday",
        "Fridays in October 2026",
        "Oct 8 except Oct 9, 2026",
        "June 5 2026 to June 3 2026",
        "Oct 8, Oct 7 2026",
        "Oct 8 - 10, 15 - 17, 2026",
        "Oct 8 Nov, 2026",
        "2026-10-08T19:30:00-04:00",
        "Oct 8, 2026 2027",
        "Fri. Jan 30 - Sun. Feb 1",
    ],
)
def test_an_unclear_date_is_an_error_that_quotes_the_text(text: str) -> None:
    with pytest.raises(BadRecord) as caught:
        read_dates(text, now=NOW)
    assert caught.value.field == "starts_at"
    assert text in caught.value.found


def test_day_first_is_never_guessed() -> None:
    assert read_dates("08/10/2026", now=NOW).days == (date(2026, 8, 10),)
    assert read_dates("08/10/2026", now=NOW, day_first=True).days == (date(2026, 10, 8),)


DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
FORMS = st.sampled_from(
    ["%a. %b %d , %Y", "%A, %B %d, %Y", "%d %b / %Y", "%B %d | %Y", "%Y-%m-%d", "%m/%d/%Y", "%d.%m.%Y"]
)


@BOUNDED
@given(DAYS, FORMS)
def test_every_form_of_a_date_reads_back(written: date, form: str) -> None:
    assert read_dates(written.strftime(form), now=NOW).days == (written,)


@BOUNDED
@given(DAYS, st.integers(1, 300), st.sampled_from(["%b %d", "%d %B", "%a. %b %d", "%A %d %b"]))
def test_a_range_with_its_year_at_the_end_reads_back(first: date, length: int, form: str) -> None:
    last = first + timedelta(days=length)
    span = read_dates(f"{first.strftime(form)} - {last.strftime(form)} , {last.year}", now=NOW)
    assert (span.first, span.last) == (first, last)


@BOUNDED
@given(DAYS, st.integers(-31, 269))
def test_a_date_without_a_year_reads_back_near_now(now: date, distance: int) -> None:
    written = now + timedelta(days=distance)
    if (written.month, written.day) != (2, 29):
        assert read_dates(written.strftime("%b %d"), now=now).days == (written,)


@BOUNDED
@given(st.text(alphabet=st.sampled_from("Oct Jan 0123456789 ,-/&|thMonFri:.'pmPM\n2026to "), max_size=40))
def test_any_text_gives_days_in_order_or_bad_record(text: str) -> None:
    try:
        span = read_dates(text, now=NOW)
    except BadRecord:
        return
    assert list(span.days) == sorted(set(span.days))
    assert span.text == " ".join(text.split())


def times(text: str) -> tuple[list[str], str | None, str | None]:
    read = read_times(text)
    doors, ends = (None if clock is None else f"{clock:%H:%M}" for clock in (read.doors, read.ends))
    return [f"{start:%H:%M}" for start in read.starts], doors, ends


@pytest.mark.parametrize(
    ("text", "starts", "doors", "ends"),
    [
        ("7:30PM & 9PM", ["19:30", "21:00"], None, None),
        ("2:00pm & 7:30pm", ["14:00", "19:30"], None, None),
        ("2 and 8 PM", ["14:00", "20:00"], None, None),
        ("11 & 2pm", ["11:00", "14:00"], None, None),
        ("at 7:00 PM", ["19:00"], None, None),
        ("8 p.m.", ["20:00"], None, None),
        ("7.30pm", ["19:30"], None, None),
        ("8:00 PM EDT", ["20:00"], None, None),
        ("Event Starts 8:00 PM", ["20:00"], None, None),
        ("12pm", ["12:00"], None, None),
        ("12am", ["00:00"], None, None),
        ("noon", ["12:00"], None, None),
        ("12 noon", ["12:00"], None, None),
        ("9 AM-12 N", ["09:00"], None, "12:00"),
        ("19:00～21:00", ["19:00"], None, "21:00"),
        ("19:00 〜 21:00", ["19:00"], None, "21:00"),
        ("19:30", ["19:30"], None, None),
        ("07:30", ["07:30"], None, None),
        ("20h", ["20:00"], None, None),
        ("Doors 6 / Show 7", ["19:00"], "18:00", None),
        ("Doors: 6pm, Show: 7pm", ["19:00"], "18:00", None),
        ("6pm doors, 7pm show", ["19:00"], "18:00", None),
        ("6pm doors 7pm show", ["19:00"], "18:00", None),
        ("7pm (doors 6pm)", ["19:00"], "18:00", None),
        ("Doors 7PM - Show 8PM", ["20:00"], "19:00", None),
        ("Doors 6pm, 7pm", ["19:00"], "18:00", None),
        ("Doors 8:00 PM / Time 9:30 PM", ["21:30"], "20:00", None),
        ("Doors 7:00 PM", [], "19:00", None),
        ("Doors TBA", [], None, None),
        ("8-10pm", ["20:00"], None, "22:00"),
        ("11-1pm", ["11:00"], None, "13:00"),
        ("10am - 4pm", ["10:00"], None, "16:00"),
        ("From 8 to 10 pm", ["20:00"], None, "22:00"),
        ("20:00-22:00", ["20:00"], None, "22:00"),
        ("9pm-2am", ["21:00"], None, "02:00"),
        ("8pm - midnight", ["20:00"], None, "00:00"),
        ("8pm - late", ["20:00"], None, None),
        ("Event Starts 7:30 PM Event Ends 9:30 PM", ["19:30"], None, "21:30"),
        ("TBA", [], None, None),
        ("Time TBA", [], None, None),
        ("", [], None, None),
    ],
)
def test_hours(text: str, starts: list[str], doors: str | None, ends: str | None) -> None:
    assert times(text) == (starts, doors, ends)


@pytest.mark.parametrize(
    "text",
    [
        "7:30",
        "8",
        "7 & 9",
        "a8:00 PM",
        "13pm",
        "8:60 PM",
        "25:00",
        "Show 11",
        "Doors 11 / Show 12",
        "midnight & 2 am",
        "8pm dinner",
    ],
)
def test_an_unclear_hour_is_an_error(text: str) -> None:
    with pytest.raises(BadRecord) as caught:
        read_times(text)
    assert text in caught.value.found


def test_all_day_is_not_an_hour() -> None:
    assert read_times("All day").all_day
    assert read_times("All day").starts == ()


@BOUNDED
@given(st.times(), st.sampled_from(["{:%I:%M %p}", "at {:%I:%M%p}", "Show {:%I:%M %p}", "Doors 5pm / {:%I:%M %p}"]))
def test_every_form_of_an_hour_reads_back(clock: time, form: str) -> None:
    whole = clock.replace(second=0, microsecond=0)
    assert read_times(form.format(whole)).starts == (whole,)


@BOUNDED
@given(st.text(alphabet=st.sampled_from("0123456789 :.-&,/()ampnoDdrsShow TBA"), max_size=40))
def test_any_text_gives_times_or_bad_record(text: str) -> None:
    try:
        read = read_times(text)
    except BadRecord:
        return
    assert len(set(read.starts)) == len(read.starts)


def test_an_hour_skipped_in_spring_takes_the_offset_before_it() -> None:
    assert local(date(2026, 3, 8), time(2, 30), "America/New_York").isoformat() == "2026-03-08T03:30:00-04:00"


def test_an_hour_that_occurs_twice_means_the_first() -> None:
    assert local(date(2026, 11, 1), time(1, 30, fold=1), "America/New_York").isoformat() == "2026-11-01T01:30:00-04:00"


def test_a_day_ends_at_midnight_even_when_it_has_23_or_25_hours() -> None:
    for changed in (date(2026, 3, 8), date(2026, 11, 1)):
        length = end_of_day(changed, "America/New_York") - local(changed, None, "America/New_York").astimezone(UTC)
        assert length in (timedelta(hours=23), timedelta(hours=25))


@BOUNDED
@given(
    DAYS, st.times(), st.sampled_from(["America/New_York", "Europe/London", "Australia/Lord_Howe", "Africa/Casablanca"])
)
def test_local_keeps_the_wall_clock_except_for_skipped_hours(written: date, clock: time, zone: str) -> None:
    moment = local(written, clock, zone)
    assert moment.tzinfo is not None
    shift = moment.replace(tzinfo=None) - datetime.combine(written, clock)
    assert shift in (timedelta(), timedelta(minutes=30), timedelta(hours=1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-10-17", date(2026, 10, 17)),
        ("2026-08-15T18:00:00.0000000", datetime(2026, 8, 15, 18)),
        ("2026-10-17 19:00", datetime(2026, 10, 17, 19)),
        ("2026-10-17T19:00:00-0400", datetime(2026, 10, 17, 23, tzinfo=UTC)),
        ("2026-10-17T19:00:00Z", datetime(2026, 10, 17, 19, tzinfo=UTC)),
        ("2024-5-28T16:30+0:00", datetime(2024, 5, 28, 16, 30, tzinfo=UTC)),
    ],
)
def test_iso_dates_as_sites_spell_them(text: str, expected: date) -> None:
    assert read_iso(text) == expected


@pytest.mark.parametrize(
    "text", ["", "soon", "0001-01-01T00:00:00", "2026-13-01", "2026-10-17T25:00", "2026-10-17T19:00:00+99:99"]
)
def test_other_texts_are_not_iso_dates(text: str) -> None:
    with pytest.raises(BadRecord):
        read_iso(text)
