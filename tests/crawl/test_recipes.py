"""A source is harvested by its recipe; a page that no longer fits it makes the run suspect and offers another one."""

from __future__ import annotations

import json

import pytest

from core.recipes.recipe import parse_recipe
from storage.database.engine import transaction
from storage.runs.ledger import RunStatus
from storage.sources import recipes
from storage.sources.records import read_source

from .feed_server import serving
from .running import FEEDS, NOW, count, scrapy, stored

SEASON = (
    ("Tin Herons", "Friday, December 1, 2028", "7:30 PM"),
    ("Quiet Tide", "Friday, December 8, 2028", "8 PM"),
    ("Night Ferry", "Friday, December 15, 2028", "9 PM"),
)
RECIPE = {
    "card": ".show",
    "title": "h3",
    "date": ".day",
    "time": ".hour",
    "link": "h3",
    "next_page": "auto",
    "usual": ["title", "date", "time", "link"],
}


@pytest.fixture
def site():
    with serving() as server:
        server.tagged = False
        yield server


def page(*, day="day", hour="hour", season=SEASON, more=""):
    cards = "".join(
        f"<div class='show'><h3><a href='/shows/{title.split()[1].lower()}'>{title}</a></h3>"
        f"<p class='{day}'>{when}</p><p class='{hour}'>{at}</p></div>"
        for title, when, at in season
    )
    return f"<!DOCTYPE html><html lang='en'><body><main>{cards}</main>{more}</body></html>".encode()


def set_recipe(**changes):
    with transaction() as connection:
        recipes.set_recipe(connection, FEEDS, parse_recipe({**RECIPE, **changes}))


def offer():
    with transaction() as connection:
        return recipes.read_offer(connection, FEEDS)


def accept():
    with transaction() as connection:
        return recipes.accept_offer(connection, FEEDS)


def harvest(crawls, site, path="/events"):
    return crawls(FEEDS, spider="cards", base_url=site.url(path))


def test_a_redesigned_page_is_suspect_until_its_new_recipe_is_accepted(crawls, site):
    set_recipe()
    site.bodies["/events"] = page()
    first = harvest(crawls, site)
    assert (first.status, first.seen, first.new) == (RunStatus.OK, 3, 3)
    good = stored(FEEDS)
    assert sorted(facts[-1][0][:16] for facts in good.values()) == [
        "2028-12-01 19:30",
        "2028-12-08 20:00",
        "2028-12-15 21:00",
    ]

    site.bodies["/events"] = page(hour="starts")
    run = harvest(crawls, site)
    assert run.status is RunStatus.SUSPECT
    assert run.reason == (
        "the page no longer fits its recipe: most cards had an hour, and now none of 3 has; "
        "another recipe, which fits, is offered"
    )
    assert (run.seen, stored(FEEDS)) == (0, good)
    offered = offer()
    assert offered is not None
    with transaction() as connection:
        before = read_source(connection, FEEDS).recipe
    assert offered.differences(before)["time"] == (".hour", "p.starts")
    assert offered.run_id == run.id
    assert harvest(crawls, site).status is RunStatus.SUSPECT  # it doesn't take the new one on its own

    assert accept().time == "p.starts"
    assert offer() is None
    again = harvest(crawls, site)
    assert (again.status, again.seen, again.unchanged) == (RunStatus.OK, 3, 3)
    assert stored(FEEDS) == good


def test_a_crawl_that_stores_nothing_reads_by_the_sources_recipe(crawls, site):
    set_recipe(description=".hour")
    site.bodies["/events"] = page()
    options = ("-O", "-:jsonl", "-s", "STORE_EVENTS=False", "-s", "LOG_LEVEL=ERROR", "-a", f"now={NOW}")
    named = ("crawl", "cards", "-a", f"source_id={FEEDS}", "-a", f"base_url={site.url('/events')}", "-a", "delay=0")
    shown = [json.loads(line) for line in scrapy(*named, *options).stdout.splitlines()]
    assert [one["description"] for one in shown] == ["7:30 PM", "8 PM", "9 PM"]
    site.bodies["/events"] = page(day="when")
    ran = scrapy(*named, *options)
    assert ran.stdout == ""
    assert "the page no longer fits its recipe: date '.day' matches nothing in any of the 3 cards" in ran.stderr


def test_a_page_that_fits_again_needs_no_other_recipe(crawls, site):
    set_recipe()
    site.bodies["/events"] = page(day="when")
    assert "date '.day' matches nothing in any of the 3 cards" in harvest(crawls, site).reason
    assert offer() is not None
    site.bodies["/events"] = page()
    assert harvest(crawls, site).status is RunStatus.OK
    assert offer() is None
    with pytest.raises(recipes.NoOffer):
        accept()


def test_a_page_without_cards_has_nothing_to_offer(crawls, site):
    set_recipe()
    site.bodies["/events"] = b"<!DOCTYPE html><html><body><p>We have moved.</p></body></html>"
    run = harvest(crawls, site)
    assert run.status is RunStatus.SUSPECT
    assert run.reason.endswith("card '.show' matches nothing; no recipe that fits was found")
    site.bodies["/events"] = b"<!DOCTYPE html><html><body><p>There are no upcoming events.</p></body></html>"
    assert harvest(crawls, site).status is RunStatus.OK


def test_a_list_is_read_to_its_last_page(crawls, site):
    set_recipe()
    later = [("Late Sun", "Friday, January 5, 2029", "8 PM"), ("Long Dusk", "Friday, January 12, 2029", "8 PM")]
    old = [("Old Moon", "Friday, January 7, 2028", "8 PM")]
    site.bodies["/events"] = page(more="<a rel='next' href='/events/2'>Next</a>")
    site.bodies["/events/2"] = page(season=later, more="<a rel='next' href='/events/3'>Next</a>")
    site.bodies["/events/3"] = page(season=old, more="<a rel='next' href='/events/4'>Next</a>")
    run = harvest(crawls, site)
    assert (run.status, run.seen) == (RunStatus.OK, 6)
    assert [path for path, _ in site.asked] == ["/robots.txt", "/events", "/events/2", "/events/3"]
    with transaction() as connection:
        recipes.set_recipe(connection, FEEDS, None)
    site.asked.clear()
    harvest(crawls, site)
    assert "/events/2" in [path for path, _ in site.asked]


def test_a_page_that_fails_later_leaves_the_harvest_incomplete(crawls, site):
    set_recipe()
    site.bodies["/events"] = page(more="<a rel='next' href='/events/2'>Next</a>")
    run = harvest(crawls, site)
    assert (run.status, run.seen) == (RunStatus.SUSPECT, 3)
    assert "/events/2" in run.reason


def test_a_json_answer_is_harvested_by_its_recipe(crawls, site):
    with transaction() as connection:
        paths = {"card": "events", "title": "name", "date": "on", "next_page": "next", "uid": "id"}
        recipes.set_recipe(connection, FEEDS, parse_recipe({"reads": "json", **paths}))
    first = {"id": 1, "name": "Tin Herons", "on": "2028-12-01T19:30"}
    second = {"id": 2, "name": "Quiet Tide", "on": "2028-12-08T20:00"}
    site.bodies["/api"] = json.dumps({"events": [first], "next": "/api?page=2"}).encode()
    site.bodies["/api?page=2"] = json.dumps({"events": [second], "next": None}).encode()
    run = harvest(crawls, site, "/api")
    assert (run.status, run.seen) == (RunStatus.OK, 2)
    assert {uid: facts[0] for uid, facts in stored(FEEDS).items()} == {"1": "Tin Herons", "2": "Quiet Tide"}
    site.bodies["/api"] = json.dumps({"items": [first]}).encode()
    run = harvest(crawls, site, "/api")
    assert (run.status, run.withdrawn) == (RunStatus.SUSPECT, 0)
    assert "card 'events' matches nothing" in run.reason
    assert count("SELECT count(*) FROM events WHERE withdrawn_at IS NULL") == 2


def detail(title, text, more=""):
    body = f"<h1>{title}</h1><p>{text}</p><p>{more}</p><div class='cost'>$20</div><p class='text'>A long night.</p>"
    return f"<!DOCTYPE html><html lang='en'><body>{body}</body></html>".encode()


DAYS = tuple((title, when, "") for title, when, _ in SEASON)


def hours():
    return {facts[0]: facts[-1][0][11:] for facts in stored(FEEDS).values()}


@pytest.mark.parametrize("has_recipe", [True, False])
def test_a_card_without_an_hour_has_it_from_its_own_page(crawls, site, has_recipe):
    """Which must confirm the title and the day; what it doesn't say clearly stays unknown."""
    site.tagged = True
    if has_recipe:
        set_recipe(
            time="", usual=["title", "date"], detail_time="auto", detail_price=".cost", detail_description=".text"
        )
    site.bodies["/events"] = page(season=(*DAYS, ("Other Sea", "Friday, December 22, 2028", "")))
    site.bodies["/shows/herons"] = detail("Tin Herons", "Friday, December 1, 2028 · Doors 6:30 PM / Show 7:30 PM")
    site.bodies["/shows/tide"] = detail("Quiet Tide", "Friday, December 15, 2028 at 8 PM")  # another day
    site.bodies["/shows/ferry"] = detail("Fast Ferry", "Friday, December 15, 2028 at 9 PM")  # another event
    run = harvest(crawls, site)
    assert run.status is RunStatus.OK
    assert hours() == {
        "Tin Herons": "19:30 America/New_York scheduled",
        "Quiet Tide": "00:00 America/New_York hour unknown scheduled",
        "Night Ferry": "00:00 America/New_York hour unknown scheduled",
        "Other Sea": "00:00 America/New_York hour unknown scheduled",
    }
    priced = count("SELECT count(*) FROM events WHERE price_min_cents = 2000 AND description = 'A long night.'")
    assert priced == has_recipe
    site.asked.clear()
    again = harvest(crawls, site)
    assert (again.status, again.changed) == (RunStatus.OK, 0)
    assert ("/shows/herons", 304) in site.asked
    assert hours()["Tin Herons"] == "19:30 America/New_York scheduled"
    del site.bodies["/shows/herons"]
    assert harvest(crawls, site).changed == 0
    assert hours()["Tin Herons"] == "19:30 America/New_York scheduled"


def test_structured_data_on_an_events_page_completes_its_card(crawls, site):
    site.bodies["/events"] = page(season=DAYS)
    event = {
        "@type": "Event",
        "name": "Tin Herons",
        "startDate": "2028-12-01T19:30:00-05:00",
        "location": {"@type": "Place", "name": "Blue Room"},
        "offers": {"@type": "Offer", "price": "20", "priceCurrency": "USD"},
    }
    block = f"<script type='application/ld+json'>{json.dumps(event)}</script>"
    site.bodies["/shows/herons"] = f"<!DOCTYPE html><html><body>{block}</body></html>".encode()
    harvest(crawls, site)
    facts = next(facts for facts in stored(FEEDS).values() if facts[0] == "Tin Herons")
    assert facts[3] == "Blue Room"
    assert facts[5:7] == (2000, 2000)
    assert facts[-1] == ("2028-12-01 19:30 America/New_York scheduled",)


def test_pages_of_other_sites_are_not_asked(crawls, site):
    with serving() as other:
        away = page(season=DAYS).replace(b"href='/shows", f"href='{other.url('/shows')}".encode())
        site.bodies["/events"] = away
        other.bodies["/shows/herons"] = detail("Tin Herons", "Friday, December 1, 2028 at 7:30 PM")
        assert harvest(crawls, site).seen == 3
        assert other.asked == []
