"""Which addresses strangers may make this machine request."""

from __future__ import annotations

import socket

import pytest

from core.addresses import NotPublic, check_public, http_address, public_ips, rebased


def says(*answers):
    return lambda _host, _port: list(answers)


@pytest.mark.parametrize("answer", ["10.0.0.1", "::ffff:0:7f00:1", "fe80::1%eth0", "no-address"])
def test_names_that_lead_to_private_addresses(answer):
    with pytest.raises(NotPublic, match=r"calendar\.example is not on the public internet") as caught:
        check_public("https://calendar.example/a.ics", says(answer))
    assert answer not in str(caught.value)


def test_one_private_answer_is_enough():
    with pytest.raises(NotPublic):
        check_public("https://calendar.example/a.ics", says("93.184.215.14", "10.0.0.1"))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "[::1]",
        "2130706433",
        "0x7f.1",
        "127.1",
        "localhost",
        "[::ffff:169.254.169.254]",
        "0",
        "0x7f000001",
        "0177.0.0.1",
        "017700000001",
        "0xa9fea9fe",
        "localhost.",
        "LOCALHOST",
        "127.0.0.1.",
        "[::127.0.0.1]",
        "[::ffff:0:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::7f00:1]",
        "[0:0:0:0:0:ffff:7f00:1]",
        "[fe80::1%25lo]",
        "[::1%25lo]",
        "192.0.0.192",
    ],
)
def test_spellings_of_private_addresses(host):
    """Uses the system's own resolver, which knows most of these and asks no server for them."""
    with pytest.raises(NotPublic):
        check_public(f"http://{host}/latest/meta-data")


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("ftp://calendar.example/a.ics", "http"),
        ("file:///etc/passwd", "http"),
        ("gopher://calendar.example", "http"),
        ("//calendar.example/a", "http"),
        ("https://", "http"),
        ("https://ada:secret@calendar.example/", "user name"),
        ("https://calendar.example:6379/", "port 6379"),
        ("https://calendar.example:22/", "port 22"),
        ("https://calendar.example:99999/", "not a web address"),
        ("https://calendar.example:0/", "port 0"),
        ("http://calendar.example:0", "port 0"),
        ("https://calendar.example:-1/", "not a web address"),
        ("https://[::1/", "not a web address"),
        ("https://calendar.example/\r\nHost: x", "control"),
        ("https://calendar.example/a b", "space"),
        ("https://calendar.example/" + "a" * 2000, "2000"),
    ],
)
def test_what_is_refused_before_a_look_up(url, why):
    def never(host, port):
        raise AssertionError(f"{host} was looked up")

    with pytest.raises(NotPublic, match=why):
        check_public(url, never)


def test_names_that_nobody_has():
    def nobody(host, port):
        raise socket.gaierror(-2, "Name or service not known")

    with pytest.raises(NotPublic, match="check the spelling"):
        check_public("https://calendar.example/", nobody)
    with pytest.raises(NotPublic, match="check the spelling"):
        check_public("https://calendar.example/", says())


def test_public_ones_pass():
    asked = []

    def resolve(host, port):
        asked.append((host, port))
        return ["93.184.215.14", "2606:4700::1"]

    check_public("https://Calendar.Example./a.ics?x=1", resolve)
    assert asked == [("calendar.example", 443)]
    assert public_ips("calendar.example", 443, resolve) == ["93.184.215.14", "2606:4700::1"]


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("webcal://site.example/feed.ics", "http://site.example/feed.ics"),
        ("webcals://site.example/feed.ics", "https://site.example/feed.ics"),
        ("WEBCAL://site.example/feed.ics", "http://site.example/feed.ics"),
        ("WebCalS://site.example/feed.ics", "https://site.example/feed.ics"),
        ("webcal://site.example:8080/events/ical/", "http://site.example:8080/events/ical/"),
        ("webcal://site.example/?ical=1&next=webcal://other", "http://site.example/?ical=1&next=webcal://other"),
        ("webcal://https://site.example/feed.ics", "https://site.example/feed.ics"),
        ("webcal:http://site.example/feed.ics", "http://site.example/feed.ics"),
        ("webcal:site.example/feed.ics", "http://site.example/feed.ics"),
        ("webcal://", "http://"),
        ("https://site.example/webcal://feed.ics", "https://site.example/webcal://feed.ics"),
        ("webcalendar://site.example", "webcalendar://site.example"),
        ("", ""),
    ],
)
def test_webcal(url, asked):
    assert http_address(url) == asked


OLD, NEW = "https://site.example", "http://127.0.0.1:8099"


@pytest.mark.parametrize(
    ("url", "old", "new", "expected"),
    [
        (f"{OLD}/events/ical/", OLD, NEW, f"{NEW}/events/ical/"),
        (f"{OLD}/events/ical/", f"{OLD}/", NEW, f"{NEW}/events/ical/"),
        (f"{OLD}/events/ical/", OLD, f"{NEW}/", f"{NEW}/events/ical/"),
        (f"{OLD}/events/ical/", f"{OLD}/", f"{NEW}/", f"{NEW}/events/ical/"),
        (f"{OLD}/town/feed.ics?a=b", f"{OLD}/town/", f"{NEW}/copy/", f"{NEW}/copy/feed.ics?a=b"),
        (f"{OLD}/town/feed.ics", f"{OLD}/town", f"{NEW}/copy", f"{NEW}/copy/feed.ics"),
        (f"{OLD}/feed.ics", f"{OLD}/feed.ics", f"{NEW}/copy.ics", f"{NEW}/copy.ics"),
        (f"{OLD}/feed/?ical=1", f"{OLD}/feed/", f"{NEW}/feed/", f"{NEW}/feed/?ical=1"),
        (f"{OLD}/feed?ical=1", f"{OLD}/feed", f"{NEW}/copy", f"{NEW}/copy?ical=1"),
        (f"{OLD}/", OLD, NEW, f"{NEW}/"),
        (f"{OLD}.evil.example/feed.ics", OLD, NEW, f"{OLD}.evil.example/feed.ics"),
        (f"{OLD}/township/feed.ics", f"{OLD}/town", NEW, f"{OLD}/township/feed.ics"),
        ("https://other.example/feed.ics", OLD, NEW, "https://other.example/feed.ics"),
    ],
)
def test_an_address_below_another_base(url, old, new, expected):
    assert rebased(url, old, new) == expected
