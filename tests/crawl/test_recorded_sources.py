"""What a look at a recorded page promises is compared with what its harvest brings."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from quality.sources.__main__ import is_wrong, totals
from quality.sources.adding import Row, look_and_harvest
from quality.sources.serving import served
from quality.sources.sites import of_cases, of_folder

from .feed_server import vcalendar, vevent

NOW = datetime(2028, 11, 22, 17, tzinfo=UTC)
CARDS = "".join(f"<div class='c'><h3>{title}</h3><p>Dec {day}, 2028</p></div>" for day, title in enumerate("ABC", 4))
PAGE = f"<html lang='en'><body>{CARDS.replace('<h3>', '<h3>Tin Heron ')}</body></html>".encode()


def test_a_page_is_added_and_harvested(service_environment: None) -> None:
    with served(PAGE, "/events") as url:
        row = look_and_harvest("hall", url, now=NOW, timezone="America/New_York", known=3)
    assert (row.kind, row.previewed, row.harvested, row.unkept, row.run) == ("cards", 3, 3, (), "ok")
    assert next(totals([row])).startswith("sources 1 found 1 refused 0 kept 1 unkept 0 wrong 0")


def test_a_site_without_events_is_refused(service_environment: None) -> None:
    with served(b"<html><body><h1>Welcome</h1></body></html>", "/") as url:
        row = look_and_harvest("hall", url, now=NOW, timezone="America/New_York")
    assert (row.kind, row.previewed, row.harvested) == ("", 0, 0)
    assert row.evidence.startswith("No upcoming events")


def test_recorded_pages_are_served_at_a_moment_before_most_of_their_events(tmp_path: Path) -> None:
    (tmp_path / "ics_hall").mkdir()
    (tmp_path / "ics_hall" / "all.ics").write_bytes(vcalendar([vevent("a", "Herons"), vevent("b", "Tide")]))
    (tmp_path / "jsonld").mkdir()
    (tmp_path / "jsonld" / "show-detail.html").write_bytes(PAGE)
    (tmp_path / "INDEX.tsv").write_text("file\tkind\tevents\nics_hall/all.ics\tics\t2\njsonld/x.html\tjsonld\t?\n")
    feed, page = of_folder(tmp_path)
    assert (feed.system, feed.path, feed.known, feed.now.date().isoformat()) == ("ics_hall", None, 2, "2028-11-30")
    assert (page.system, page.path, page.known) == ("jsonld", "/events/detail/one", None)


def test_cases_say_when_and_where_a_page_was_recorded(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(PAGE)
    case = {"id": "a", "file": "a.html", "url": "https://hall.example/shows?x=1", "timezone": "Europe/Berlin"}
    cases = [{**case, "now": "2028-11-22T12:00:00-05:00", "expected": [{}, {}]}]
    (tmp_path / "cases.json").write_text(json.dumps(cases))
    (one,) = of_cases(tmp_path)
    assert (one.path, one.timezone, one.known, one.now) == ("/shows", "Europe/Berlin", 2, NOW)


def test_another_system_is_wrong_and_a_form_is_not() -> None:
    def row(kind: str, system: str) -> Row:
        return Row(site="x", system=system, kind=kind, evidence="", requests=1)

    judged = {(kind, system): is_wrong(row(kind, system)) for kind, system in (
        ("wix", "squarespace"), ("squarespace", "squarespace"), ("cards", "squarespace"), ("ics", "jsonld"), ("wix", "")
    )}  # fmt: skip
    assert [pair for pair, wrong in judged.items() if wrong] == [("wix", "squarespace")]
