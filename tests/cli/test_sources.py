"""`python -m app sources add` and what follows, on the sandbox with a real database."""

from __future__ import annotations

import csv
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result

from app.cli.migrate import seed_sources
from app.cli.sources.extras import BadExtra, Extras
from app.cli.sources.files import FileFormat, read, written
from core.config import settings
from core.recipes.recipe import parse_recipe
from sandbox.server import Sandbox
from storage.database.engine import transaction
from storage.merging.policy import Role
from storage.sources import edits
from storage.sources.records import SourceRecord
from storage.sources.rules import NO_RULES, parse_rules
from tests.crawl.feed_server import serving, vcalendar, vevent
from tests.crawl.running import REPOSITORY, count
from tests.plugins import starts

Run = Callable[..., Result]


def app(*arguments: str, forked: bool = True) -> subprocess.CompletedProcess[str]:
    """In a process of its own: a harvest starts Scrapy's reactor. `forked`: see `tests.plugins.starts`."""
    return starts.run(["app", *arguments], os.environ, forked=forked)


@pytest.fixture(autouse=True)
def local_sites(service_environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIVATE_SOURCES", "true")
    settings.cache_clear()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """The sites today, since the commands look at the clock."""
    with Sandbox() as sandbox:
        yield sandbox


def test_a_site_is_added_and_harvested(sandbox: Sandbox, marquee: Run) -> None:
    added = app("sources", "add", sandbox.urls["mote"], "--yes", forked=False)
    assert added.returncode == 0, added.stderr
    assert "read as tribe" in added.stdout
    listed = json.loads(marquee("sources", "--json").stdout.splitlines()[0])
    assert (listed["spider"], listed["floor"], listed["feeds"] > 0) == ("tribe", 1, True)
    assert count("SELECT count(*) FROM occurrences") > 0
    why = marquee("sources", "why", str(listed["id"])).stdout
    assert "is read as tribe" in why
    assert "robots.txt: HTTP 200" in why
    again = marquee("sources", "add", sandbox.urls["mote"], "--dry-run")
    assert "reads the same address already" in again.output


def test_a_look_stores_nothing(sandbox: Sandbox, marquee: Run) -> None:
    looked = marquee("sources", "add", f"{sandbox.urls['vanwezel']}/events", "--dry-run", "--json")
    found = json.loads(looked.stdout.splitlines()[0])
    assert found["candidates"][0]["platform"] == "carbonhouse"
    assert marquee("sources", "--json").stdout == ""


def test_without_a_terminal_it_asks_for_a_yes(sandbox: Sandbox, marquee: Run) -> None:
    refused = marquee("sources", "add", f"{sandbox.urls['vanwezel']}/events")
    assert refused.exit_code == 1
    assert "Pass --yes" in refused.output


def test_a_source_is_changed_paused_exported_and_removed(marquee: Run) -> None:
    with transaction() as connection:
        number = str(
            edits.add_source(
                connection,
                name="aquarium",
                title="Aquarium",
                spider="tribe",
                base_url="https://aquarium.example/",
                timezone="America/New_York",
                floor=0,
                settings={},
            )
        )
    assert marquee("sources", "edit", number, "--title", "The Aquarium", "--floor", "3").exit_code == 0
    assert marquee("sources", "pause", number).output == f"Source {number} (The Aquarium) is paused.\n"
    assert "aquarium,The Aquarium,America/New_York,tribe" in marquee("sources", "export").stdout
    rules = ("include_titles=jazz", "include_titles=swing; big band", "within_km=25", "near_latitude=27.3")
    options = [part for rule in (*rules, "near_longitude=-82.5") for part in ("--rule", rule)]
    assert marquee("sources", "edit", number, *options).exit_code == 0
    refused = marquee("sources", "edit", number, "--rule", "last_day=soon", "--rule", "color=red")
    assert refused.exit_code == 1
    assert "rule last_day: Input should be a valid date" in refused.output
    assert "rule color: there is no such rule" in refused.output
    assert "include_titles,near_latitude,near_longitude,within_km" in marquee("sources", "export").stdout
    assert marquee("sources", "edit", number, "--rule", "include_titles=").exit_code == 0
    exported = json.loads(marquee("sources", "export", "--format", "json").stdout)
    assert exported[0]["rules"] == {"near_latitude": 27.3, "near_longitude": -82.5, "within_km": 25.0}
    assert 'htmlUrl="https://aquarium.example/"' in marquee("sources", "export", "--format", "opml").stdout
    assert marquee("sources", "rm", number, "--yes").exit_code == 0
    assert marquee("sources", "--json").stdout == ""
    assert marquee("sources", "why", number).exit_code == 1


def test_a_file_of_addresses_is_imported_once(sandbox: Sandbox, marquee: Run, tmp_path: Path) -> None:
    file = tmp_path / "town.csv"
    lines = ["url,name,skip", f"{sandbox.urls['mote']},aquarium,", "http://127.0.0.1:9/,gone,"]
    file.write_text("\n".join([*lines, "https://prose.example/,prose,writes prose", ""]))
    first = app("sources", "import", str(file))
    assert first.returncode == 1
    for said in ("added as", "not added", "skipped: writes prose"):
        assert said in first.stdout
    assert "1 of 3 addresses are sources now or would be; 1 are not, 1 skipped." in first.stdout
    second = marquee("sources", "import", str(file))
    assert "already source" in second.stdout


def test_an_event_of_two_added_sources_is_shown_once(sandbox: Sandbox, marquee: Run) -> None:
    """Also without a worker: the command that harvests compares what it brought with the other sources' events."""
    here = sandbox.urls["mote"]
    for address in (here, here.replace("127.0.0.1", "localhost")):
        added = app("sources", "add", address, "--yes")
        assert added.returncode == 0, added.stderr
    shown = [json.loads(line) for line in marquee("events", "--json", "-n", "1000").stdout.splitlines()]
    titles_and_starts = [(event["title"], event["starts_at"]) for event in shown]
    assert len(titles_and_starts) == len(set(titles_and_starts))
    assert count("SELECT count(DISTINCT source_id) FROM events") == 2


def test_rules_show_the_same_events_before_and_after(sandbox: Sandbox, marquee: Run) -> None:
    """What `sources add` and `sources test` show is what the harvest stores, with how many were left out, and why."""
    page = f"{sandbox.urls['vanwezel']}/events"
    narrow = ("--rule", "include_titles=circus", "--rule", "include_titles=no such show")
    shown = marquee("sources", "add", page, "--dry-run", *narrow).stdout
    assert "carbonhouse, 1 upcoming events" in shown
    assert "its title has none of the included words" in shown
    added = app("sources", "add", page, "--yes", *narrow)
    assert added.returncode == 0, added.stderr
    assert count("SELECT count(*) FROM events") == count("SELECT seen FROM runs") == 1
    assert count("SELECT left_out FROM runs") > 8  # the list has more pages than the look reads
    number = str(count("SELECT id FROM sources"))
    assert "carbonhouse, 1 upcoming events" in marquee("sources", "test", number).stdout
    other = marquee("sources", "test", number, "--rule", "exclude_titles=circus").stdout
    assert "1: its title has 'circus'" in other


def test_a_file_of_sources_survives_export_and_import() -> None:
    rules = parse_rules(
        {"exclude_places": ["Venice", "North Port"], "include_titles": ["swing; big band"], "all_at_venue": True}
        | {"venue_name": "Hall"}
    )
    hall = SourceRecord(
        id=1,
        name="hall",
        title="Hall, the old one",
        spider="cards",
        base_url="https://hall.example/",
        timezone="America/New_York",
        floor=4,
        settings={"learn_poll_rate": False},
        enabled=False,
        feeds=0,
        rules=rules,
        role="venue",
        recipe=parse_recipe({"card": ".show", "title": "h3", "date": ".day, .date"}),
    )
    other = replace(hall, id=2, name="other", enabled=True, settings={}, role=None, recipe=None, rules=NO_RULES)
    for form in (FileFormat.CSV, FileFormat.JSON):
        row, second = read(written([hall, other], form, {1: "20 6 * * *"}))
        assert parse_rules(row["rules"]) == rules
        assert parse_recipe(row["recipe"]) == hall.recipe
        assert (row["url"], row["title"], row["kind"]) == (hall.base_url, hall.title, "cards")
        assert Extras.of(row) == Extras(
            floor=4, role=Role.VENUE, settings=hall.settings, enabled=False, schedule="20 6 * * *"
        )
        assert Extras.of(second) == Extras(floor=4, role=None, settings=None, enabled=True, schedule=None)
    row = read(written([hall], FileFormat.OPML))[0]
    assert (row["url"], row["title"]) == (hall.base_url, hall.title)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"floor": "many"}, "floor 'many' is not a number of events"),
        ({"role": "boss"}, "role 'boss' isn't one of editor, venue"),
        ({"settings": "fast"}, "settings 'fast' are not a JSON object"),
        ({"enabled": "perhaps"}, "enabled 'perhaps' is neither true nor false"),
        ({"schedule": "often"}, "schedule 'often': "),
    ],
)
def test_a_value_that_a_source_cannot_have_is_named(given: dict[str, str], said: str) -> None:
    with pytest.raises(BadExtra, match=said):
        Extras.of(given)


def test_all_feeds_of_a_source_survive_export_and_import(marquee: Run, tmp_path: Path) -> None:
    with serving() as site:
        day = f"DTSTART:{datetime.now(UTC) + timedelta(days=5):%Y%m%d}T190000Z"
        names = ("hall", "garden", "pier")
        site.bodies = {f"/{name}.ics": vcalendar([vevent(name, name.title(), day)]) for name in names}
        (tmp_path / "town.csv").write_text(
            f"url,name,kind,feeds\n{site.url('/hall.ics')},hall,ics,{site.url('/hall.ics')};{site.url('/pier.ics')}\n"
            f"{site.url('/garden.ics')},garden,ics,\n{site.url('/other.ics')},bad,ics,nowhere\n"
        )
        done = app("sources", "import", str(tmp_path / "town.csv"))
        assert "feed 'nowhere'" in done.stdout
        assert count("SELECT count(*) FROM events") == 3
        for form, name in (("csv", "again.csv"), ("json", "again.json")):
            exported = marquee("sources", "export", "--format", form).stdout
            hall, garden = read(exported)
            assert (hall["feeds"], garden.get("feeds") or []) == ([site.url("/hall.ics"), site.url("/pier.ics")], [])
            (tmp_path / name).write_text(exported)
            for number in marquee("sources", "--json").stdout.splitlines():
                assert marquee("sources", "rm", str(json.loads(number)["id"]), "--yes").exit_code == 0
            assert app("sources", "import", str(tmp_path / name)).returncode == 0
            assert count("SELECT count(*) FROM source_feeds") == 3


def test_a_source_is_tried_as_its_row_says(sandbox: Sandbox, marquee: Run) -> None:
    """Its feeds, settings, venue, and rules count, and nothing else of the site is asked."""
    days = [f"DTSTART:{datetime.now(UTC) + timedelta(days=ahead):%Y%m%d}T190000Z" for ahead in (5, 6)]
    with serving() as site:
        for number, day in enumerate(days):
            site.bodies[f"/{number}.ics"] = vcalendar([vevent(f"a{number}", f"Heron {number}", day)])
        with transaction() as connection:
            hall = edits.add_source(
                connection,
                name="hall",
                title="The Hall",
                spider="ics",
                base_url=site.url("/"),
                timezone="America/New_York",
                floor=0,
                settings={"utc_is_local": True},
                rules={"venue_name": "Blue Room", "exclude_titles": ["Gull"]},
            )
            assert hall is not None
            edits.set_feeds(connection, hall, [site.url("/0.ics"), site.url("/1.ics"), site.url("/2.ics")])
        shown = marquee("sources", "test", str(hall)).stdout
        for said in (
            "The Hall: ics, 2 upcoming events",
            "Heron 0",
            "Heron 1",
            "Blue Room",
            "19:00",
            "/2.ics: HTTP 404",
        ):
            assert said in shown
        assert [path for path, _ in site.asked] == ["/robots.txt", "/0.ics", "/1.ics", "/2.ics"]
        none = marquee("sources", "test", str(hall), "--rule", "include_titles=Tern").stdout
        assert "0 upcoming events" in none
        assert count("SELECT count(*) FROM events") == 0


@pytest.mark.parametrize(("name", "kind"), [("vanwezel", "carbonhouse"), ("mote", "ics")])
def test_a_source_with_its_own_spider_is_tried(sandbox: Sandbox, marquee: Run, name: str, kind: str) -> None:
    seed_sources(str(settings().database_url), sandbox.urls)
    number = str(count("SELECT id FROM sources WHERE name = :name", name=name))
    sandbox.requests.clear()
    shown = marquee("sources", "test", number).stdout
    assert f": {kind}, " in shown
    assert len(sandbox.requests) <= 3
    assert "name no place" not in shown


def test_an_imported_source_has_what_the_file_says(sandbox: Sandbox, marquee: Run, tmp_path: Path) -> None:
    file = tmp_path / "town.csv"
    address = f"{sandbox.urls['vanwezel']}/events"
    file.write_text(f"url,name,floor,enabled,schedule\n{address},hall,7,false,20 6 * * *\n{address}2,bad,x,,\n")
    done = app("sources", "import", str(file))
    assert "paused: carbonhouse" in done.stdout
    assert "floor 'x' is not a number of events" in done.stdout
    header, row = marquee("sources", "export").stdout.splitlines()
    assert header == "url,name,title,timezone,kind,floor,enabled,schedule"
    assert row.endswith(",carbonhouse,7,false,20 6 * * *")
    assert count("SELECT count(*) FROM runs") == 0


def test_the_towns_file_is_readable() -> None:
    rows = list(csv.DictReader((REPOSITORY / "towns" / "sarasota.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 61
    assert all(row["url"].startswith("http") and row["title"] and row["publishes"] for row in rows)
    assert sum(bool(row["skip"]) for row in rows) >= 12


SHOWS = (("Tin Herons", 5, "7:30 PM"), ("Quiet Tide", 12, "8 PM"), ("Night Ferry", 19, "9 PM"))


def shows(hour: str = "hour") -> bytes:
    soon = datetime.now(UTC).date()
    cards = "".join(
        f"<div class='show'><h3>{title}</h3><p class='day'>{soon + timedelta(days=ahead):%B %d, %Y}</p>"
        f"<p class='{hour}'>{at}</p></div>"
        for title, ahead, at in SHOWS
    )
    return f"<!DOCTYPE html><html lang='en'><title>Hall</title><body>{cards}</body></html>".encode()


def test_a_page_of_cards_is_added_with_its_recipe(marquee: Run, tmp_path: Path) -> None:
    with serving() as site:
        site.tagged = False
        site.bodies["/"] = shows()
        added = app("sources", "add", site.url("/"), "--yes")
        assert added.returncode == 0, added.stderr
        for said in ("read by this recipe", "card         div.show", "time         p.hour"):
            assert said in added.stdout
        number = str(count("SELECT id FROM sources"))
        recipe = json.loads(marquee("sources", "recipe", number).stdout)
        assert (recipe["title"], recipe["usual"]) == ("h3", ["title", "date", "time"])
        assert "card         div.show" in marquee("sources", "why", number).stdout

        file = tmp_path / "recipe.json"
        file.write_text(json.dumps({**recipe, "time": "p[", "shade": "b"}))
        refused = marquee("sources", "recipe", number, "--set", str(file))
        assert refused.exit_code == 1
        assert "recipe, time: 'p[' isn't a CSS selector" in refused.output
        assert "recipe, shade: there is no such field" in refused.output
        file.write_text(json.dumps({**recipe, "title": "h4"}))
        refused = marquee("sources", "recipe", number, "--set", str(file))
        assert refused.exit_code == 1
        assert "The recipe doesn't fit the page: title 'h4' matches nothing in any of the 3 cards." in refused.output
        file.write_text(json.dumps({**recipe, "time": ""}))
        assert "Tin Herons" in marquee("sources", "recipe", number, "--set", str(file), "--test").stdout
        assert json.loads(marquee("sources", "recipe", number).stdout) == recipe
        assert "is read by this recipe" in marquee("sources", "recipe", number, "--set", str(file)).stdout
        assert "time" not in json.loads(marquee("sources", "recipe", number).stdout)

        exported = json.loads(marquee("sources", "export", "--format", "json").stdout)
        assert exported[0]["recipe"]["card"] == "div.show"
        (row,) = read(marquee("sources", "export").stdout)
        assert row["recipe"] == exported[0]["recipe"]
        assert marquee("sources", "recipe", number, "--remove").exit_code == 0
        assert "has no recipe" in marquee("sources", "recipe", number).output
        refused = marquee("sources", "recipe", number, "--accept")
        assert refused.exit_code == 1
        assert "No run offers another recipe" in refused.output


def test_a_run_offers_a_recipe_that_is_accepted(marquee: Run) -> None:
    with serving() as site:
        site.tagged = False
        site.bodies["/"] = shows()
        assert app("sources", "add", site.url("/"), "--yes").returncode == 0
        number = str(count("SELECT id FROM sources"))
        site.bodies["/"] = shows("at")
        assert "another recipe, which fits, is offered" in " ".join(
            app("crawl", "cards", "--source-id", number).stdout.split()
        )
        shown = marquee("sources", "recipe", number).output
        assert "most cards had an hour, and now none of 3 has" in shown
        assert "time: p.hour -> p.at" in shown
        assert marquee("sources", "recipe", number, "--accept").exit_code == 0
        again = app("crawl", "cards", "--source-id", number)
        assert again.returncode == 0, again.stdout
        assert count("SELECT count(*) FROM occurrences WHERE time_known") == 3


def test_a_json_answer_is_added_by_a_recipe_from_a_file(marquee: Run, tmp_path: Path) -> None:
    file = tmp_path / "recipe.json"
    paths = {"card": "data[?public].event", "title": "name", "date": "day", "time": "hour"}
    file.write_text(json.dumps({"reads": "json", **paths}))
    soon = datetime.now(UTC).date()
    events = [
        {"public": True, "event": {"name": title, "day": f"{soon + timedelta(days=ahead)}", "hour": at}}
        for title, ahead, at in SHOWS
    ]
    with serving() as site:
        site.tagged = False
        site.bodies["/api"] = json.dumps({"data": events}).encode()
        added = app("sources", "add", site.url("/api"), "--recipe", str(file), "--yes")
        assert added.returncode == 0, added.stderr
    assert count("SELECT count(*) FROM occurrences WHERE time_known") == 3
    number = str(count("SELECT id FROM sources"))
    assert json.loads(marquee("sources", "recipe", number).stdout)["usual"] == ["title", "date", "time"]
