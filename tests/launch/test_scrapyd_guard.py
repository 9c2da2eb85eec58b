"""Marquee's scrapyd asks for a login, and a request with the login can neither run code nor block it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import httpx
import pytest

from app.services import ports
from app.services.embedded import scrapyd_home
from core import scrapyd_nodes
from core.config import Settings
from scrapers.launch import LaunchFailure
from storage.runs.ledger import RunStatus
from tests.crawl.running import NOW, REPOSITORY, VANWEZEL, read_run, scrapy
from tests.launch.conftest import LOGIN, PROJECT, launcher_at, running_scrapyd

pytestmark = pytest.mark.timeout(300)
JOB = {"project": PROJECT, "spider": "vanwezel", "source_id": str(VANWEZEL)}
PATHS = ["/", "/jobs", "/logs/", "/items/", "/daemonstatus.json", "/schedule.json", "/listjobs.json", "/nowhere"]


@pytest.fixture
def api(scrapyd_url):
    with httpx.Client(base_url=scrapyd_url, auth=LOGIN, timeout=60, trust_env=False) as client:
        yield client


def pending_and_running(api):
    status = api.get("/daemonstatus.json").json()
    return status["pending"], status["running"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("auth", [None, ("marquee", ""), ("", LOGIN[1]), ("marquee", LOGIN[1] + "x")])
def test_everything_asks_for_the_login(scrapyd_url, path, auth):
    for method in ("GET", "POST", "OPTIONS", "HEAD"):
        answer = httpx.request(method, f"{scrapyd_url}{path}", auth=auth, trust_env=False)
        assert answer.status_code == 401, method


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1.evil.example:{port}",
        "localhost.evil.example",
        "evil-127.0.0.1",
        "127.0.0.1@evil.example",
        "evil.example@127.0.0.1",
        "192.0.2.7:{port}",
        "127.0.0.1:{port}/evil",
        "127.0.0.1:port",
        "",
        "[::1",
    ],
)
def test_foreign_hosts(api, scrapyd_url, host):
    header = {"Host": host.format(port=urlsplit(scrapyd_url).port)}
    for path in PATHS:
        answer = api.get(path, headers=header)
        assert (answer.status_code, answer.json()["status"]) == (403, "error"), path
        assert "SCRAPYD_HOSTS" in answer.json()["message"]
    assert api.post("/schedule.json", data=JOB, headers=header).status_code == 403


def test_two_hosts_and_none(scrapyd_url):
    address = urlsplit(scrapyd_url)
    for head in (b"GET / HTTP/1.0\r\n", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n"):
        with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
            login = httpx.BasicAuth(*LOGIN)._auth_header.encode()
            connection.sendall(head + b"Authorization: " + login + b"\r\nConnection: close\r\n\r\n")
            assert connection.makefile("rb").readline().split()[1] in (b"400", b"403")


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_own_hosts(api, scrapyd_url, name):
    host = f"{name}:{urlsplit(scrapyd_url).port}"
    assert api.get("/daemonstatus.json", headers={"Host": host}).status_code == 200
    assert api.get("/daemonstatus.json", headers={"Host": host, "Origin": f"http://{host}"}).status_code == 200


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "https://evil.example:{port}",
        "null",
        "http://127.0.0.1",
        "http://127.0.0.1:3000",
        "http://localhost:{port}",
        "http://127.0.0.1:{port}.evil.example",
        "file://127.0.0.1:{port}",
        "chrome-extension://abcdef",
        "127.0.0.1:{port}",
        "",
    ],
)
def test_foreign_origins(api, scrapyd_url, origin):
    header = {"Origin": origin.format(port=urlsplit(scrapyd_url).port)}
    answer = api.post("/schedule.json", data=JOB, headers=header)
    assert answer.status_code == 403
    assert "Origin" in answer.json()["message"]
    assert "access-control-allow-origin" not in answer.headers
    for method, path in (("POST", "/cancel.json"), ("OPTIONS", "/schedule.json"), ("GET", "/listjobs.json")):
        assert api.request(method, path, headers=header).status_code == 403, path


@pytest.mark.parametrize(
    "setting",
    [
        "TELNETCONSOLE_ENABLED=True",
        "telnetconsole_enabled=1",
        " TELNETCONSOLE_ENABLED=True",
        "REMOTE_CONTROL_ENABLED=True",
        'EXTENSIONS={"scrapy.extensions.telnet.TelnetConsole": 1}',
        'ADDONS={"os.system": 1}',
        "SPIDER_MODULES=evil",
        "LOG_FILE=/tmp/evil",
        "FEEDS={}",
        "JOBDIR=/tmp/evil",
        "LOG_LEVELS=DEBUG",
        "LOG_LEVEL",
        "=True",
        "",
        "LOG_LEVEL\0=1",
        "ＬＯＧ_ＬＥＶＥＬ=DEBUG",
    ],
)
def test_settings(api, setting):
    before = pending_and_running(api)
    for fields in ({"setting": setting}, {"setting": ["LOG_LEVEL=DEBUG", setting]}):
        answer = api.post("/schedule.json", data={**JOB, **fields})
        assert (answer.status_code, answer.json()["status"]) == (400, "error")
        assert "LOG_LEVEL" in answer.json()["message"] or "NUL" in answer.json()["message"]
    in_the_address = api.post("/schedule.json", params={"setting": setting}, data=JOB)
    assert in_the_address.status_code == 400
    parts = api.post("/schedule.json", files={name: (None, text) for name, text in {**JOB, "setting": setting}.items()})
    assert parts.status_code == 400
    assert pending_and_running(api) == before


@pytest.mark.parametrize(
    "jobid",
    ["a/1", "../a", "..", ".", "/etc/passwd", "a\0b", "", " ", "a b", "a\nb", "é", "x" * 101, "a\\b", "%2e%2e/a"],
)
def test_job_ids(api, jobid):
    before = pending_and_running(api)
    for fields in ({"jobid": jobid}, {"jobid": ["fine", jobid]}):
        answer = api.post("/schedule.json", data={**JOB, **fields})
        assert (answer.status_code, answer.json()["status"]) == (400, "error")
    assert pending_and_running(api) == before


def test_nul_in_an_argument(api):
    assert api.post("/schedule.json", data={**JOB, "now": "a\0b"}).status_code == 400
    assert api.post("/schedule.json", data={**JOB, "a\0b": "1"}).status_code == 400


def test_allowed_settings_reach_the_crawl(api, crawls):
    fields = {**JOB, "jobid": "with_settings-1.0", "base_url": crawls.sandbox.url("vanwezel"), "now": NOW, "delay": "0"}
    settings = ["CLOSESPIDER_PAGECOUNT=2", "LOG_LEVEL=DEBUG"]
    assert api.post("/schedule.json", data={**fields, "setting": settings}).json()["jobid"] == "with_settings-1.0"
    wait_until_finished(api, "with_settings-1.0")
    assert "closespider_pagecount" in read_run("with_settings-1.0").reason
    assert "DEBUG" in api.get(f"/logs/{PROJECT}/vanwezel/with_settings-1.0.log").text


def wait_until_finished(api, job):
    give_up = time.monotonic() + 90
    while api.get("/status.json", params={"job": job}).json()["currstate"] != "finished":
        assert time.monotonic() < give_up
        time.sleep(0.05)


def test_the_launcher_says_what_was_refused(order, scrapyd_url):
    with pytest.raises(LaunchFailure, match="refused: setting= must be"):
        launcher_at(scrapyd_url).crawl(order(setting="TELNETCONSOLE_ENABLED=True"), lambda: None)


def test_jobs_that_cannot_start_leave_their_slots_free(tmp_path, database_url, crawls):
    """Here the folder of the logs is a file, as a full disk would prevent its creation. Twenty jobs are more than the
    slots, and a job after them still runs."""
    home = tmp_path / "home"
    with running_scrapyd(home, DATABASE_URL=database_url) as daemon:
        (home / "logs").write_text("")
        with httpx.Client(base_url=daemon.url, auth=LOGIN, timeout=60, trust_env=False) as api:
            for number in range(20):
                assert api.post("/schedule.json", data={**JOB, "jobid": f"lost-{number}"}).json()["status"] == "ok"
            give_up = time.monotonic() + 60
            while pending_and_running(api) != (0, 0):
                assert time.monotonic() < give_up
                time.sleep(0.05)
            (home / "logs").unlink()
            fields = {**JOB, "jobid": "later", "base_url": crawls.sandbox.url("vanwezel"), "now": NOW, "delay": "0"}
            api.post("/schedule.json", data=fields)
            wait_until_finished(api, "later")
    assert read_run("later").status is RunStatus.OK
    assert "Job lost-0 could not start" in (home / "output").read_text()


def test_without_a_set_login_a_random_one_is_kept_in_the_data_folder(tmp_path):
    """Started by hand with nothing set. What reads the data folder finds the login; what can't read it doesn't."""
    data = tmp_path / "data"
    unset = {"SCRAPYD_USERNAME": "", "SCRAPYD_PASSWORD": ""}
    with running_scrapyd(tmp_path / "home", DATA_DIR=str(data), **unset) as daemon:
        file = data / "scrapyd" / "password"
        assert file.stat().st_mode & 0o777 == 0o600
        assert file.parent.stat().st_mode & 0o777 == 0o700
        assert len(file.read_text()) >= 32
        here = Settings(_env_file=None, data_dir=data, scrapyd_url=f"{daemon.url},http://elsewhere.example:6800")
        local, remote = scrapyd_nodes.addresses(here)
        assert remote.auth is None
        assert httpx.get(f"{local.url}/daemonstatus.json", auth=local.auth, trust_env=False).status_code == 200
        assert httpx.get(f"{local.url}/daemonstatus.json", trust_env=False).status_code == 401


def test_further_names(tmp_path):
    names = {"SCRAPYD_URL": "http://Crawl-1:6800, http://127.0.0.1:6800", "SCRAPYD_HOSTS": "crawls.example , Other"}
    with running_scrapyd(tmp_path / "home", **names) as daemon:
        for host, status in (("crawl-1:6800", 200), ("CRAWLS.example", 200), ("other:1", 200), ("third", 403)):
            answer = httpx.get(daemon.url, headers={"Host": host}, auth=LOGIN, trust_env=False)
            assert answer.status_code == status, host


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [("SCRAPYD_USERNAME", "a:b", "must not contain a colon"), ("SCRAPYD_URL", "localhost", "SCRAPYD_URL is not an")],
)
def test_a_wrong_setting_gets_one_sentence(tmp_path, variable, value, said):
    scrapyd_home.write(tmp_path)
    variables = {"SCRAPYD_PASSWORD": "x", "SCRAPYD_USERNAME": "y", variable: value}
    ran = subprocess.run(
        [sys.executable, "-m", "scrapyd", "--pidfile="],
        cwd=REPOSITORY,
        env={**os.environ, "HOME": str(tmp_path), "SCRAPYD_HTTP_PORT": str(ports.choose()), **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode != 0
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


CONSOLES = [
    ["-s", "TELNETCONSOLE_ENABLED=True", "-s", "REMOTE_CONTROL_ENABLED=True"],
    ["-s", "TELNETCONSOLE_ENABLED=1", "--set=REMOTE_CONTROL_ENABLED=yes"],
    ["--set", "TELNETCONSOLE_ENABLED=true", "-s", 'EXTENSIONS={"scrapy.extensions.telnet.TelnetConsole": 1}'],
    ["-s", "TELNETCONSOLE_ENABLED=1", "-s", 'EXTENSIONS_BASE={"scrapy.extensions.telnet.TelnetConsole": 1}'],
    ["-s", "REMOTE_CONTROL_ENABLED=1", "-s", 'EXTENSIONS={"scrapy.extensions.remote_control.RemoteControl": 1}'],
]


@pytest.mark.parametrize(
    ("command", "options"),
    [*(("crawl", options) for options in CONSOLES), *((name, CONSOLES[0]) for name in ("parse", "shell", "fetch"))],
)
def test_no_option_opens_a_console(sandbox, command, options):
    url = sandbox.url("vanwezel")
    arguments = {
        "crawl": ["vanwezel", "-a", f"base_url={url}", "-s", "STORE_EVENTS=False", "-s", "ADDONS={}"],
        "parse": ["--spider=vanwezel", url, "-s", "STORE_EVENTS=False", "-s", "ADDONS={}"],
        "shell": [url, "-c", "response.status"],
        "fetch": [url],
    }
    brief = (
        "-s",
        "LOG_ENABLED=True",
        "-s",
        "LOG_LEVEL=DEBUG",
        "-s",
        "CLOSESPIDER_PAGECOUNT=1",
        "-s",
        "DOWNLOAD_DELAY=0",
    )
    ran = scrapy(command, *arguments[command], *brief, *options)
    assert "Enabled extensions" in ran.stderr
    assert "listening" not in ran.stderr
    assert "TelnetConsole'" not in ran.stderr.partition("Enabled extensions")[2].partition("]")[0]
