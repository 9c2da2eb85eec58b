"""Quiet hours, digests, and the command line."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from storage.alerts.routes import Channel, Route, due_at, is_quiet
from tests.health.runs import seed

ZONE = ZoneInfo("America/New_York")


def at(hour, day=1, month=3, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


def route(**given):
    return Route(person="desk", channel=Channel.EMAIL, target="desk@events.example", **given)


@pytest.mark.parametrize(
    ("given", "now", "due"),
    [
        ({}, at(23), at(23)),
        ({"quiet_from": time(22), "quiet_until": time(7)}, at(23), at(7, day=2)),
        ({"quiet_from": time(22), "quiet_until": time(7)}, at(3), at(7)),
        ({"quiet_from": time(22), "quiet_until": time(7)}, at(7), at(7)),
        ({"quiet_from": time(12), "quiet_until": time(13)}, at(12, minute=30), at(13)),
        ({"quiet_from": time(22), "quiet_until": time(7)}, at(23, day=7), at(7, day=8)),  # clocks go forward at 2:00
        ({"digest": True}, at(6), at(7)),
        ({"digest": True}, at(7), at(7, day=2)),
    ],
)
def test_due(given, now, due):
    assert due_at(route(**given), now, ZONE) == due


def test_no_quiet_hours():
    assert not is_quiet(route(), at(3), ZONE)


def test_commands(marquee, mail):
    added = marquee("alerts", "add", "email", "desk@events.example", "--person", "Desk").output
    assert added == "Added route 1: email d…@events.example\n"
    assert marquee("alerts", "list").output == "1  Desk  email  d…@events.example  at once\n"
    assert marquee("alerts", "test", "1").output == "Sent to d…@events.example.\n"
    assert len(mail.mails) == 1
    assert marquee("alerts", "rm", "1").output == "Removed route 1.\n"
    assert marquee("alerts", "rm", "1").exit_code != 0
    assert marquee("alerts", "inbox").output == ""
    assert marquee("alerts", "log").output == ""


def test_the_list_says_who_gets_what(marquee, service_environment):
    (hall,) = seed("hall")
    given = (
        "--only-urgent",
        "--source",
        str(hall),
        "--language",
        "es",
        "--quiet-from",
        "22:00",
        "--quiet-until",
        "07:00",
    )
    assert marquee("alerts", "add", "email", "desk@events.example", "--person", "Desk", *given).exit_code == 0
    expected = f"1  Desk  email  d…@events.example  at once  only urgent  sources {hall}  in es  quiet 22:00–07:00\n"
    assert marquee("alerts", "list").output == expected


def test_an_unknown_source_or_language_gets_no_route(marquee, service_environment):
    ran = marquee("alerts", "add", "email", "desk@events.example", "--source", "99")
    assert (ran.exit_code, marquee("alerts", "list").output) == (1, "")
    unknown = marquee("alerts", "add", "email", "desk@events.example", "--language", "fr")
    assert (unknown.exit_code, "There are: en, es." in unknown.output) == (1, True)


@pytest.mark.parametrize(
    ("channel", "target"),
    [
        ("email", "desk@events.example\r\nBcc: all@events.example"),
        ("email", "desk"),
        ("webhook", "http://127.0.0.1:8000/"),
        ("slack", "ftp://events.example/"),
    ],
)
def test_refused_addresses(marquee, service_environment, channel, target):
    ran = marquee("alerts", "add", channel, target)
    assert ran.exit_code != 0
    assert marquee("alerts", "list").output == ""


@pytest.mark.parametrize(
    ("channel", "target", "shown"),
    [
        ("webhook", "https://1.1.1.1?token=S3CRET", "https://1.1.1.1/…"),
        ("webhook", "https://hooks.example#S3CRET", "https://hooks.example/…"),
        ("slack", "https://hooks.example/services/S3CRET?x=S3CRET", "https://hooks.example/…"),
        ("webhook", "https://me:S3CRET@hooks.example:8443/x", "https://hooks.example:8443/…"),
        ("webhook", "https://[2001:db8::1]:8443?S3CRET", "https://[2001:db8::1]:8443/…"),
        ("ntfy", "https://ntfy.example/S3CRET", "https://ntfy.example/…"),
        ("webhook", "https://hooks.example:S3CRET/", "…"),
        ("webhook", "https://[S3CRET", "…"),
        ("webhook", "mailto:S3CRET@events.example", "…"),
        ("email", "desk@events.example", "d…@events.example"),
    ],
)
def test_only_the_server_is_shown(channel, target, shown):
    assert Route(person="desk", channel=Channel(channel), target=target).masked == shown
