"""The sandbox starts, serves, logs, and stops cleanly."""

from __future__ import annotations

import http.client
import re
import signal
import socket
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import etree

from sandbox.catalog import SITES
from sandbox.server import Sandbox

ROOT = Path(__file__).parents[2]


def connect(url):
    address = urlsplit(url)
    return http.client.HTTPConnection(address.hostname, address.port, timeout=20)


def test_each_site_has_its_own_port_and_lets_crawlers_in(sandbox, get):
    assert set(sandbox.urls) == set(SITES) == {"vanwezel", "mote", "feeds", "venue2", "town"}
    assert len(set(sandbox.urls.values())) == len(SITES)
    for site in SITES:
        robots = get(site, "/robots.txt")
        assert robots.status == 200
        assert "Disallow" not in robots.text


def test_unknown_page_is_404(get):
    assert get("vanwezel", "/nothing/here").status == 404
    assert get("mote", "/event/never-was/").status == 404


def test_pictures_are_drawn(get):
    for site, path in (("vanwezel", "/assets/img/jazz-1200x630.jpg"), ("town", "/pictures/1.svg")):
        found = get(site, path)
        assert found.headers["content-type"] == "image/svg+xml"
        assert etree.fromstring(found.body).tag == "{http://www.w3.org/2000/svg}svg"
    assert get("town", "/pictures/1.svg").body != get("town", "/pictures/2.svg").body


def test_one_connection_serves_many_requests(sandbox):
    connection = connect(sandbox.url("vanwezel"))
    bodies = set()
    for _ in range(5):
        connection.request("GET", "/events")
        answer = connection.getresponse()
        assert answer.version == 11
        bodies.add(answer.read())
    connection.close()
    assert len(bodies) == 1
    assert len(sandbox.requests) == 5


def test_head_has_the_length_and_no_body(get):
    whole, head = get("vanwezel", "/events"), get("vanwezel", "/events", method="HEAD")
    assert head.body == b""
    assert head.headers["content-length"] == str(len(whole.body))


def test_the_log_has_method_path_headers_time_and_status(sandbox, get):
    get("mote", "/events/month/?ical=1", User_Agent="Probe/1")
    get("feeds", "/missing")
    first, second = sandbox.requests
    assert (first.site, first.method, first.path, first.status) == ("mote", "GET", "/events/month/?ical=1", 200)
    assert first.headers["user-agent"] == "Probe/1"
    assert second.status == 404
    assert first.at <= second.at


def test_a_current_copy_gets_304(sandbox, get):
    fresh = get("mote", "/events/month/?ical=1")
    by_tag = get("mote", "/events/month/?ical=1", If_None_Match=fresh.headers["etag"])
    by_date = get("mote", "/events/month/?ical=1", If_Modified_Since=fresh.headers["last-modified"])
    stale = get("mote", "/events/month/?ical=1", If_None_Match='"other"')
    older = get("mote", "/events/month/?ical=1", If_Modified_Since="Thu, 01 Jan 2015 00:00:00 GMT")
    nonsense = get("mote", "/events/month/?ical=1", If_Modified_Since="yesterday")
    assert [answer.status for answer in (by_tag, by_date, stale, older, nonsense)] == [304, 304, 200, 200, 200]
    assert by_tag.body == b""


def test_a_missing_page_has_no_validators(get):
    assert "etag" not in get("mote", "/missing").headers


def test_stopping_ends_connections_threads_and_ports():
    before = set(threading.enumerate())

    with Sandbox(today=date(2026, 11, 22)) as sandbox:
        url = sandbox.url("vanwezel")
        idle = connect(url)
        idle.request("GET", "/events")
        idle.getresponse().read()
    assert not [thread for thread in threading.enumerate() if thread not in before and thread.is_alive()]
    idle.close()
    address = urlsplit(url)
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind((address.hostname, address.port))


def test_stopping_does_not_wait_for_a_slow_answer():
    with Sandbox(today=date(2026, 11, 22), troubles=["vanwezel:slow=3600"]) as sandbox:
        waiting = connect(sandbox.url("vanwezel"))
        waiting.request("GET", "/events")
    with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
        waiting.getresponse()
    waiting.close()


def test_taken_port_is_an_error_and_nothing_stays_bound():
    with Sandbox() as first:
        port = urlsplit(first.url("mote")).port
        second = Sandbox(port=port)
        with pytest.raises(OSError, match="in use"):
            second.start()
        assert second.urls == {}


def test_without_a_fixed_day_it_uses_the_current_one():
    with Sandbox() as sandbox:
        connection = connect(sandbox.url("mote"))
        connection.request("GET", "/events/month/")
        page = connection.getresponse().read().decode()
        connection.close()
    assert len(re.findall(r'class="tribe-events-calendar-month__day"', page)) in (28, 35, 42)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_command_line_prints_its_url_and_ends_on_a_signal(stop):
    command = [sys.executable, "-m", "sandbox", "--print-urls", "--today", "2026-11-22"]
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a script's `make test &` ignores it
    ) as process:
        lines = []
        while not (lines and lines[-1].startswith("sandbox ready ")):
            lines.append(process.stdout.readline())
            assert lines[-1], process.stderr.read()
        urls = dict(line.split() for line in lines[:-1])
        assert lines[-1] == f"sandbox ready {urls['vanwezel']}\n"
        connection = connect(urls["vanwezel"])
        connection.request("GET", "/events")
        assert connection.getresponse().status == 200
        process.send_signal(stop)
        assert process.wait(timeout=20) == 0
        connection.close()
        assert process.stderr.read() == ""


def test_command_line_refuses_an_unknown_fault():
    command = [sys.executable, "-m", "sandbox", "--trouble", "vanwezel:earthquake"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "earthquake" in done.stderr
