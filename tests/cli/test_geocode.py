"""`venues locate --geocode` against a server with Nominatim's interface."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from core.config import settings
from core.items import Venue
from storage.access import audit
from storage.database.engine import transaction
from storage.places import reads
from storage.places.link import link
from tests.api.harvest import concert, harvest, seed

LICENSE = "Data © OpenStreetMap contributors, ODbL 1.0. http://osm.org/copyright"
HALL, BARN = "12 Harbor Street, Palmetto Bay, FL", "9 Mill Road, Palmetto Bay, FL"
POINTS = {HALL: ("27.34", "-82.55"), "4 Bay Road, Springfield": ("39.8", "-89.6")}


class Geocoder:
    """Records what it is asked. `status`: of each answer."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.status = 200
        geocoder = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                given = parse_qs(urlsplit(self.path).query)
                (address,) = given["q"]
                geocoder.asked.append(address)
                geocoder.agents.add(self.headers["User-Agent"])
                point = POINTS.get(address)
                found = [] if point is None else [{"lat": point[0], "lon": point[1], "licence": LICENSE}]  # prose: ok
                body = json.dumps(found).encode()
                self.send_response(geocoder.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None:
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}/search"


@pytest.fixture
def geocoder(service_environment: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Geocoder]:
    running = Geocoder()
    thread = Thread(target=running.server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("GEOCODER_URL", running.url)
    monkeypatch.setenv("PRIVATE_SOURCES", "true")
    settings.cache_clear()
    yield running
    settings.cache_clear()
    running.server.shutdown()
    running.server.server_close()
    thread.join()


def town(*venues: Venue) -> None:
    seed()
    harvest(*(concert(f"c{number}", venue=venue) for number, venue in enumerate(venues)))
    with transaction() as connection:
        link(connection)


def located() -> dict[str | None, tuple[float | None, str | None]]:
    with transaction() as connection:
        return {one.name: (one.latitude, one.located_by) for one in reads.list_places(connection)}


def test_places_with_an_address_and_no_coordinates_are_located_once(marquee, geocoder):
    known = Venue(name="Known Hall", address="1 First Street", latitude=27.3, longitude=-82.5)
    town(Venue(name="Gray Heron", address=HALL), Venue(name="Blue Barn", address=BARN), Venue(name="Somewhere"), known)
    ran = marquee("venues", "locate", "--geocode")
    assert sorted(geocoder.asked) == [HALL, BARN]
    assert "2 places have an address and no coordinates; 1 located." in ran.stdout
    assert LICENSE in ran.stdout
    assert located() == {
        "Gray Heron": (27.34, f"geocoder: {LICENSE}"),
        "Blue Barn": (None, None),
        "Somewhere": (None, None),
        "Known Hall": (27.3, None),
    }
    assert [agent for agent in geocoder.agents if agent.startswith("Marquee/") and "(+" in agent]
    marquee("venues", "locate", "--geocode")
    assert len(geocoder.asked) == 2, "answers are kept, also that it found nothing"
    with transaction() as connection:
        assert [one.action for one in audit.read_log(connection)].count("locate venue") == 1


def test_a_source_that_knows_better_replaces_the_coordinates(marquee, geocoder):
    town(Venue(name="Gray Heron", address=HALL))
    marquee("venues", "locate", "--geocode")
    harvest(concert("c0", venue=Venue(name="Gray Heron", address=HALL, latitude=27.5, longitude=-82.4)))
    harvest(concert("c1", venue=Venue(name="Gray Heron", address=f"{HALL} 34236", latitude=27.5, longitude=-82.4)))
    with transaction() as connection:
        link(connection)
    assert located() == {"Gray Heron": (27.5, None)}


def test_another_town_is_left_out(marquee, geocoder):
    corners = [Venue(name=f"Corner {n}", address=f"{n} Side Street", latitude=27.3, longitude=-82.5) for n in (1, 2, 3)]
    town(Venue(name="Far Hall", address="4 Bay Road, Springfield"), *corners)
    assert "found far from the town's other places; left out" in marquee("venues", "locate", "--geocode").stdout
    assert located()["Far Hall"] == (None, None)


def test_a_dry_run_asks_nobody(marquee, geocoder):
    town(Venue(name="Gray Heron", address=HALL))
    assert f"would ask for {HALL}" in marquee("venues", "locate", "--geocode", "--dry-run").stdout
    assert geocoder.asked == []


def test_a_refusal_ends_it(marquee, geocoder):
    town(Venue(name="Gray Heron", address=HALL), Venue(name="Blue Barn", address=BARN))
    geocoder.status = 429
    ran = marquee("venues", "locate", "--geocode")
    assert ran.exit_code != 0
    assert "The geocoder gives no answer: it answered with HTTP status 429." in ran.stderr
    assert len(geocoder.asked) == 1


def test_a_private_address_is_not_asked(marquee, geocoder, monkeypatch):
    monkeypatch.setenv("PRIVATE_SOURCES", "false")
    settings.cache_clear()
    town(Venue(name="Gray Heron", address=HALL))
    assert marquee("venues", "locate", "--geocode").exit_code != 0
    assert geocoder.asked == []


def test_it_is_off_by_default(marquee, service_environment):
    ran = marquee("venues", "locate", "--geocode")
    assert ran.exit_code != 0
    assert "No geocoder is set: GEOCODER_URL=" in ran.stderr
    assert marquee("venues", "locate").exit_code != 0
