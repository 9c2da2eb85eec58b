"""A page with a different shape, type, or charset, and a record without a date: the run names it and keeps what was
stored."""

from __future__ import annotations

import resource

import pytest

from storage.runs.ledger import RunStatus

from .running import FEEDS, MOTE, VANWEZEL, VENUE2, add_feeds, changes, stored, withdrawn

OK, SUSPECT, FAILED = RunStatus.OK, RunStatus.SUSPECT, RunStatus.FAILED


def kinds(run):
    return [(error["kind"], error["essential"]) for error in run.errors]


@pytest.mark.parametrize(
    "path", [r"^/events/events_ajax/9\?", r"^/events/detail/pelican-pier$"], ids=["more", "detail"]
)
def test_renamed_classes_that_can_still_be_read(path, crawls):
    first = crawls(VANWEZEL)
    crawls.sandbox.trouble.add("vanwezel", "changed_markup", path=path)
    run = crawls(VANWEZEL)
    assert (run.status, run.unchanged, changes()) == (OK, first.seen, 0)


def test_listing_that_loses_its_button(crawls):
    """Nine of twenty-five cards can be read: the button's numbers are under a different name."""
    crawls(VANWEZEL)
    before = stored(VANWEZEL)
    crawls.sandbox.trouble.add("vanwezel", "changed_markup", path="^/events$")
    run = crawls(VANWEZEL)
    assert (run.status, run.unchanged) == (SUSPECT, 9)
    assert [(error["kind"], error["field"], error["essential"]) for error in run.errors] == [
        ("PageChanged", "load_more", True)
    ]
    assert "#loadMoreEvents" in run.reason
    assert (stored(VANWEZEL), changes(), withdrawn()) == (before, 0, 0)


def test_months_of_another_shape(crawls):
    crawls(VENUE2)
    before = stored(VENUE2)
    crawls.sandbox.trouble.add("venue2", "changed_markup", path="^/events/calendar/2028/12$")
    run = crawls(VENUE2)
    assert kinds(run) == [("PageChanged", False)]
    assert run.errors[0]["url"] == crawls.sandbox.url("venue2", "/events/calendar/2028/12")
    assert (run.status, withdrawn()) == (OK, 0)
    assert set(stored(VENUE2)) == set(before)


@pytest.mark.parametrize(
    "path", [r"^/events$", r"^/events/events_ajax/9\?", "/detail/pelican-pier$"], ids=["listing", "more", "detail"]
)
def test_another_site_at_the_address(path, crawls):
    crawls(VANWEZEL)
    before = stored(VANWEZEL)
    crawls.sandbox.trouble.add("vanwezel", "html_for_ical", path=path)
    run = crawls(VANWEZEL)
    assert kinds(run) == [("PageChanged", True)]
    assert run.errors[0]["url"].startswith(crawls.sandbox.url("vanwezel"))
    assert run.status is not OK
    assert "PageChanged" in run.reason
    assert set(stored(VANWEZEL)) == set(before)
    assert withdrawn() == 0


@pytest.mark.parametrize("spider", ["mote", "ics"])
def test_html_instead_of_icalendar(spider, crawls):
    crawls.mote()
    before = stored(MOTE)
    crawls.sandbox.trouble.add("mote", "html_for_ical")
    run = crawls(MOTE, spider=spider)
    assert kinds(run) == [("WrongKind", True)] * 3
    assert run.status is FAILED
    assert "WrongKind" in run.reason
    assert crawls.sandbox.url("mote") in run.reason
    assert (stored(MOTE), changes()) == (before, 0)


@pytest.mark.parametrize("path", [r"^/events$", r"^/events/events_ajax/9\?", r"^/events/detail/cafe-nocturne$"])
@pytest.mark.parametrize("codec", ["cp1252", "utf-16"])
def test_page_in_an_undeclared_charset_is_decoded(path, codec, crawls):
    first = crawls(VANWEZEL)
    crawls.sandbox.trouble.add("vanwezel", "wrong_charset", value=codec, path=path)
    run = crawls(VANWEZEL)
    assert (run.status, run.errors) == (OK, [])
    assert (run.unchanged, changes()) == (first.seen, 0)


@pytest.mark.parametrize("codec", ["cp1252", "utf-16"])
def test_feed_in_an_undeclared_charset_is_decoded(codec, crawls):
    _, first = crawls.mote()
    crawls.sandbox.trouble.add("mote", "wrong_charset", value=codec)
    found, ingested = crawls.mote()
    assert (found.status, ingested.status, ingested.errors) == (OK, OK, [])
    assert (ingested.unchanged, changes()) == (first.seen, 0)


def test_feed_in_no_charset(crawls):
    """EBCDIC is recognized as not being text, and nothing is guessed."""
    crawls.mote()
    before = stored(MOTE)
    crawls.sandbox.trouble.add("mote", "wrong_charset", value="cp037")
    run = crawls(MOTE, spider="ics")
    assert {kind for kind, _ in kinds(run)} <= {"BadCharset", "WrongKind"}
    assert (run.status, len(run.errors)) == (FAILED, 3)
    assert (stored(MOTE), changes()) == (before, 0)


def test_card_without_a_date_is_skipped_and_reported(crawls):
    crawls(VANWEZEL)
    before = stored(VANWEZEL)
    crawls.sandbox.trouble.add("vanwezel", "no_date", value="pelican-pier")
    run = crawls(VANWEZEL)
    assert kinds(run) == [("BadRecord", False)]
    assert "/events" in run.errors[0]["url"]
    assert (run.status, run.rejected, run.seen) == (OK, 1, len(before) - 1)
    assert (stored(VANWEZEL), withdrawn()) == (before, 0)


def test_calendar_event_without_a_start_is_skipped_and_reported(crawls):
    _, first = crawls.mote()
    before = stored(MOTE)
    crawls.sandbox.trouble.add("mote", "no_date", value="manatee-rescue")
    run = crawls(MOTE, spider="ics")
    assert {kind for kind, _ in kinds(run)} == {"BadRecord"}
    assert (run.status, run.seen) == (OK, first.seen - 1)
    assert run.rejected >= 1
    assert (stored(MOTE), withdrawn()) == (before, 0)


def test_one_bad_record_of_a_feed(crawls):
    add_feeds(FEEDS, [crawls.sandbox.url("feeds", "/calendars/one-bad-record.ics")])
    run = crawls(FEEDS)
    assert (run.status, run.rejected, run.seen) == (OK, 2, 2)
    assert kinds(run) == [("BadRecord", False)] * 2


def test_feed_of_fifty_megabytes_and_a_bomb_of_two_hundred_take_little_memory(crawls):
    """Both are refused at DOWNLOAD_MAXSIZE (20 MB): one by its declared length, the other while decompressing."""
    crawls.mote()
    before = stored(MOTE)
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    crawls.sandbox.trouble.add("mote", "huge", path="2028-12")
    crawls.sandbox.trouble.add("mote", "gzip_bomb", value=200, path="2029-01")
    run = crawls(MOTE, spider="ics")
    assert kinds(run) == [("TooLarge", True)] * 2
    assert run.status is SUSPECT
    assert (stored(MOTE), changes(), withdrawn()) == (before, 0, 0)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used < 120_000


def test_passing_errors_are_retried_in_the_same_run(crawls):
    crawls.sandbox.trouble.add("vanwezel", "error500", value=503, path=r"^/events$", count=2)
    crawls.sandbox.trouble.add("vanwezel", "truncated", path=r"^/events/detail/pelican-pier$", count=1)
    run = crawls(VANWEZEL)
    assert (run.status, run.errors) == (OK, [])
    assert [r.status for r in crawls.sandbox.requests if r.path == "/events"] == [503, 503, 200]


def test_site_that_does_not_answer_at_all(crawls):
    run = crawls(VANWEZEL, base_url="http://127.0.0.1:9")
    assert kinds(run)[-1] == ("TransportFailure", True)
    assert run.status is FAILED
    assert "127.0.0.1:9/events" in run.reason


def test_a_complete_healthy_harvest_withdraws_what_is_gone(crawls):
    """The counterpart of all the tests in which nothing is withdrawn."""
    first = crawls.mote()[1]
    crawls.sandbox.trouble.add("mote", "no_events", path="2029-01")
    run = crawls(MOTE, spider="ics")
    assert run.status is SUSPECT
    assert "missing at once" in run.reason
    assert (withdrawn(), run.seen < first.seen) == (0, True)
