"""Which addresses strangers may make this machine request."""

from __future__ import annotations

import socket

import pytest

from core.addresses import NotPublic, check_public

PRIVATE = [
    "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "64:ff9b::a00:1", "2002:7f00:1::", "2001:0:1:2::", "ff02::1", "no-address",
]  # fmt: skip


def says(*answers):
    return lambda _host, _port: list(answers)


@pytest.mark.parametrize("answer", PRIVATE)
def test_names_that_lead_to_private_addresses(answer):
    with pytest.raises(NotPublic, match=r"calendar\.example is not on the public internet") as caught:
        check_public("https://calendar.example/a.ics", says(answer))
    assert answer not in str(caught.value)


def test_one_private_answer_is_enough():
    with pytest.raises(NotPublic):
        check_public("https://calendar.example/a.ics", says("93.184.215.14", "10.0.0.1"))


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "2130706433", "0x7f.1", "127.1", "localhost", "[::ffff:169.254.169.254]", "0"]
)
def test_spellings_of_loopback(host):
    """Uses the system's own resolver, which knows all of these and asks no server for them."""
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
    checked = check_public("https://Calendar.Example./a.ics?x=1", says("93.184.215.14", "2606:4700::1"))
    assert (checked.host, checked.port, checked.ip) == ("calendar.example", 443, "93.184.215.14")
