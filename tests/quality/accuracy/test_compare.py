"""The comparer itself: what counts as right, wrong, missing and invented."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.items import EventItem, EventStatus, Occurrence, Price, Venue
from quality.accuracy.compare import compare, refused
from quality.accuracy.facts import Amounts, Clock, Day, Dispute, Document, End, ExpectedEvent, Field, Hour, Zone
from quality.accuracy.verdicts import Check, Figures, Verdict, tally
from scrapers.reading.contract import Context, Reading

NEW_YORK = "America/New_York"
EVENING = datetime(2026, 11, 24, 19, 30, tzinfo=ZoneInfo(NEW_YORK))


def occurrence(starts: datetime = EVENING, **changes: Any) -> Occurrence:
    return Occurrence(starts_at=starts, timezone=NEW_YORK, **changes)


def event(title: str = "Salt Choir", *occurrences: Occurrence, **changes: Any) -> EventItem:
    return EventItem(uid=title.lower(), title=title, occurrences=occurrences or (occurrence(),), **changes)


def expected(title: str = "Salt Choir", *, origin: str = "fact", **facts: Any) -> ExpectedEvent:
    return ExpectedEvent(
        origin=origin, facts={Field.TITLE: title, **{Field(name): fact for name, fact in facts.items()}}
    )


def document(*events: ExpectedEvent, **changes: Any) -> Document:
    context = Context(url="https://hall.example/", timezone=NEW_YORK, now=datetime(2026, 11, 1, tzinfo=UTC))
    return Document(corpus="test", file="page.html", kind="jsonld", context=context, body=b"", events=events, **changes)


def verdicts(checks: list[Check]) -> dict[str, str]:
    return {check.field.value: check.verdict.value for check in checks}


def judge(one: EventItem, **facts: Any) -> dict[str, str]:
    return verdicts(compare(document(expected(**facts)), Reading(events=(one,))))


def test_all_right() -> None:
    read = event(
        venue=Venue(name="Little Stage", address="1 Shore Rd, Sarasota"),
        price=Price(min_cents=4500, max_cents=12000, currency="USD", is_free=False),
        ticket_url="https://shop.example/1",
        url="https://hall.example/salt/",
        sold_out=True,
        status=EventStatus.POSTPONED,
    )
    found = judge(
        read,
        date=Day.of(date(2026, 11, 24)),
        time=Clock(time(19, 30)),
        timezone=Zone(ZoneInfo("US/Eastern")),
        venue="Little Stage, 1 Shore Rd",
        price=Amounts(4500, 12000),
        ticket_url="https://shop.example/1",
        url="https://hall.example/salt",
        sold_out=True,
        status=EventStatus.POSTPONED,
    )
    assert set(found.values()) == {"right"}
    assert len(found) == 10


@pytest.mark.parametrize(
    ("field", "wanted"),
    [
        ("time", Clock(time(20, 30))),
        ("time", Clock(time(19, 30), UTC)),
        ("time", Hour.UNKNOWN),
        ("date", Day.of(date(2026, 11, 25))),
        ("timezone", Zone(ZoneInfo("America/Chicago"))),
        ("venue", "Great Hall"),
        ("price", Amounts(4500, 9900)),
        ("price", Amounts(is_free=True)),
        ("status", EventStatus.CANCELLED),
        ("sold_out", True),
        ("url", "https://hall.example/other"),
        ("end", End(Day.of(date(2026, 11, 24)), Clock(time(23)))),
    ],
)
def test_another_value_is_wrong(field: str, wanted: object) -> None:
    read = event(
        "Salt Choir",
        occurrence(ends_at=EVENING.replace(hour=21)),
        venue=Venue(name="Little Stage"),
        price=Price(min_cents=4500, max_cents=12000, currency="USD", is_free=False),
        url="https://hall.example/salt",
    )
    assert judge(read, **{field: wanted})[field] == "wrong"


@pytest.mark.parametrize("field", ["venue", "price", "ticket_url", "url", "end"])
def test_an_expected_value_that_was_not_read_is_missing(field: str) -> None:
    wanted = {"price": Amounts(100, 100), "end": End(Day.of(date(2026, 11, 24)))}.get(field, "https://x.example/")
    assert judge(event(), **{field: wanted})[field] == "missing"


def test_an_hour_where_the_page_has_none_is_wrong() -> None:
    unknown = event("Salt Choir", occurrence(EVENING.replace(hour=0, minute=0), time_known=False))
    assert judge(unknown, time=Hour.UNKNOWN)["time"] == "right"
    assert judge(unknown, time=Hour.WHOLE_DAY)["time"] == "wrong"
    assert judge(unknown, time=Clock(time(0, 0)))["time"] == "wrong"


def test_a_value_where_the_page_has_none_is_invented() -> None:
    read = event(price=Price(min_cents=100, max_cents=100), venue=Venue(name="Little Stage"))
    found = judge(read, price=None, venue=None, ticket_url=None)
    assert found == {"title": "right", "price": "invented", "venue": "invented"}


def test_an_event_that_was_not_read_is_missing_with_all_its_facts() -> None:
    checks = compare(document(expected(date=Day.of(date(2026, 11, 24)))), Reading())
    assert verdicts(checks) == {"title": "missing", "date": "missing"}


def test_an_event_with_another_title_at_the_same_time_has_a_wrong_title() -> None:
    start = {"date": Day.of(date(2026, 11, 24)), "time": Clock(time(19, 30))}
    assert judge(event("Salt Quire"), **start) == {"title": "wrong", "date": "right", "time": "right"}


def test_the_occurrence_that_fits_is_taken() -> None:
    read = event("Salt Choir", occurrence(EVENING.replace(day=20)), occurrence(), occurrence(EVENING.replace(day=28)))
    assert judge(read, date=Day.of(date(2026, 11, 24)))["date"] == "right"


def test_counts() -> None:
    reading = Reading(events=(event("A"), event("B"), event("C")))
    assert [(one.verdict, one.units) for one in compare(document(count=2), reading)] == [
        (Verdict.RIGHT, 2),
        (Verdict.INVENTED, 1),
    ]
    assert [(one.verdict, one.units) for one in compare(document(count=5), reading)] == [
        (Verdict.RIGHT, 3),
        (Verdict.MISSING, 2),
    ]
    series = Reading(events=(event("A", occurrence(), occurrence(EVENING.replace(day=25))),))
    assert [one.verdict for one in compare(document(count=2, counts_occurrences=True), series)] == [Verdict.RIGHT]


def test_an_extra_event_of_a_complete_list_is_invented() -> None:
    reading = Reading(events=(event(), event("Ghost")))
    checks = compare(document(expected(), complete=True), reading)
    assert [(one.verdict, one.read) for one in checks if one.field is Field.EVENTS] == [
        (Verdict.RIGHT, "Salt Choir"),
        (Verdict.INVENTED, "Ghost"),
    ]


def test_two_events_with_one_title_are_not_taken_twice() -> None:
    both = document(expected(), expected(), complete=True)
    twins = Reading(events=(event(), EventItem(uid="2", title="Salt Choir", occurrences=(occurrence(),))))
    assert {one.verdict for one in compare(both, twins)} == {Verdict.RIGHT}


def test_a_uid_ties_an_event() -> None:
    wanted = ExpectedEvent(origin="fact", facts={Field.TITLE: "Salt Choir"}, uid="another")
    assert [one.verdict for one in compare(document(wanted), Reading(events=(event(),)))] == [Verdict.MISSING]


def test_instances_are_counted_one_by_one() -> None:
    days = [occurrence(EVENING.replace(day=day)) for day in (10, 17, 25)]
    wanted = expected(instances=tuple(f"2026-11-{day}T19:30" for day in (10, 17, 24)))
    checks = compare(document(wanted), Reading(events=(event("Salt Choir", *days),)))
    found = [(one.verdict.value, one.wanted[-16:], one.read) for one in checks if one.field is Field.INSTANCES]
    assert found == [
        ("right", "2026-11-10T19:30", ""),
        ("right", "2026-11-17T19:30", ""),
        ("missing", "2026-11-24T19:30", ""),
        ("invented", "Salt Choir", "2026-11-25T19:30"),
    ]


def test_an_instance_with_a_title_of_its_own() -> None:
    read = event("Storytime", occurrence(recurrence_id="20261125T003000Z", title="Salt Choir"))
    assert judge(read) == {"title": "right"}


def test_a_disputed_field_keeps_its_reason_and_an_agreement_needs_none() -> None:
    doubtful = ExpectedEvent(
        origin="fact",
        facts={Field.TITLE: "Salt Choir", Field.URL: "https://other.example/"},
        disputed={Field.URL: Dispute("of another page", "https://hall.*"), Field.TITLE: Dispute("not needed")},
    )
    checks = compare(document(doubtful), Reading(events=(event(url="https://hall.example/"),)))
    assert [(one.verdict.value, one.reason) for one in checks] == [("right", ""), ("disputed", "of another page")]


def test_a_dispute_without_a_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="without a reason"):
        Check(
            corpus="test",
            kind="ics",
            file="a.ics",
            field=Field.TIME,
            verdict=Verdict.DISPUTED,
            wanted="19:30",
            read="20:30",
            origin="fact",
        )


def test_a_refused_body_is_right_only_where_it_is_a_bad_one() -> None:
    assert [one.verdict for one in refused(document(is_refused=True), "WrongKind")] == [Verdict.RIGHT]
    assert [one.verdict for one in refused(document(expected()), "WrongKind")] == [Verdict.MISSING]
    assert [one.verdict for one in refused(document(), "PageChanged")] == [Verdict.MISSING]
    assert refused(document(count=0), "PageChanged")[0].is_bad


def test_figures() -> None:
    one = Figures(right=8, wrong=1, missing=3, invented=1, disputed=5)
    assert (one.precision, one.recall, one.facts) == (0.8, 8 / 12, 17)
    assert (Figures(disputed=2).precision, Figures().recall) == (None, None)
    checks = compare(document(expected(), count=1), Reading(events=(event(), event("Ghost"))))
    assert {key: (figures.right, figures.invented) for key, figures in tally(checks).items()} == {
        ("jsonld", Field.EVENTS): (1, 1),
        ("jsonld", Field.TITLE): (1, 0),
    }


def test_a_dispute_covers_only_the_value_it_names() -> None:
    doubtful = ExpectedEvent(
        origin="fact",
        facts={Field.TITLE: "Salt Choir", Field.VENUE: "Great Hall"},
        disputed={Field.VENUE: Dispute("the page names the stage", "Little Stage")},
    )
    for name, verdict in (("Little Stage", "disputed"), ("Harbor Stage", "wrong"), ("Great Hall", "right")):
        checks = compare(document(doubtful), Reading(events=(event(venue=Venue(name=name)),)))
        assert verdicts(checks)["venue"] == verdict


def test_a_disputed_count() -> None:
    three = document(count=3, count_dispute=Dispute("one has no title", "2"))
    two = Reading(events=(event("A"), event("B")))
    assert [(one.verdict, one.units) for one in compare(three, two)] == [(Verdict.RIGHT, 2), (Verdict.DISPUTED, 1)]
    assert any(one.is_bad for one in compare(three, Reading(events=(event(),))))


def test_a_bad_body_that_is_read_without_an_error_is_missing_its_error() -> None:
    assert [one.verdict for one in compare(document(is_refused=True), Reading())] == [Verdict.MISSING]


def test_a_title_of_which_only_the_beginning_is_known() -> None:
    for title, found in (("Salt…", "right"), ("Salt", "wrong")):
        wanted = ExpectedEvent(origin="fact", facts={Field.TITLE: title, Field.URL: "https://hall.example/salt"})
        checks = compare(document(wanted), Reading(events=(event(url="https://hall.example/salt"),)))
        assert verdicts(checks)["title"] == found
