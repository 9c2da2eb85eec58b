"""Charsets, kinds of bodies, and the bodies that are refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.errors import BadCharset, Blocked, EmptyBody, PageChanged, WrongKind
from scrapers.reading.bodies import TextKind, decode, kind_of, looks_like_challenge, parse_html, require_html
from scrapers.reading.contract import Context

NAME = "Café Zoë – “Live”"


def context(encoding: str | None = None) -> Context:
    return Context(
        url="https://hall.example/events",
        timezone="America/New_York",
        now=datetime(2026, 10, 1, tzinfo=UTC),
        source="hall",
        encoding=encoding,
    )


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (NAME.encode(), None),
        (b"\xef\xbb\xbf" + NAME.encode(), None),
        (NAME.encode("utf-16"), None),
        (NAME.encode("utf-16-le") + b" \0" * 200, None),
        (NAME.encode("cp1252"), None),
        (NAME.encode("cp1252"), "iso-8859-1"),
        (NAME.encode("cp1252"), "utf-8"),
        (NAME.encode(), "iso-8859-1"),
        (NAME.encode(), "no-such-charset"),
        (b'<meta charset="windows-1252">' + NAME.encode("cp1252"), None),
        (NAME.encode() + " naïve".encode("cp1252"), None),
    ],
)
def test_the_charset_is_found(body: bytes, encoding: str | None) -> None:
    assert NAME in decode(body, context(encoding))


def test_declared_charsets_of_other_scripts() -> None:
    assert decode("Концерт".encode("koi8-r"), context("koi8-r")) == "Концерт"
    assert decode("音楽".encode("shift_jis"), context("Shift_JIS")) == "音楽"


@pytest.mark.parametrize("body", [b"", b" \r\n\t ", b"\xef\xbb\xbf"])
def test_a_body_without_text_is_empty(body: bytes) -> None:
    with pytest.raises(EmptyBody) as caught:
        decode(body, context())
    assert caught.value.source == "hall"


@pytest.mark.parametrize("body", [bytes(range(256)) * 4, b"\x89PNG\r\n\x1a\n" + b"\0\0\0\x81" * 50])
def test_binary_data_is_refused(body: bytes) -> None:
    with pytest.raises(BadCharset):
        decode(body, context())


def test_a_codec_that_is_not_a_charset_is_ignored() -> None:
    assert decode(b"<p>x</p>", context("zlib")) == "<p>x</p>"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("<!doctype html><p>", TextKind.HTML),
        ("\ufeff\n<div class='x'>", TextKind.HTML),
        ("Hello <div>x</div>", TextKind.HTML),
        ('<?xml version="1.0"?><html>', TextKind.HTML),
        ('<?xml version="1.0"?><rss>', TextKind.XML),
        ("<feed xmlns='x'>", TextKind.XML),
        ("BEGIN:VCALENDAR\r\n", TextKind.ICALENDAR),
        ('{"events":[]}', TextKind.JSON),
        ('"<div>"', TextKind.JSON),
        ("not found", TextKind.TEXT),
        (" \n", TextKind.EMPTY),
    ],
)
def test_kind_of_a_text(text: str, kind: TextKind) -> None:
    assert kind_of(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "<html><head><title>Just a moment...</title></head></html>",
        "<title>Attention Required! | Cloudflare</title>",
        "<html><body>Request unsuccessful. Incapsula incident ID: 7-7</body></html>",
        "<html><script src='/_Incapsula_Resource?x'></script></html>",
        "<title>Pardon Our Interruption</title>",
        "<div id='px-captcha'></div>",
    ],
)
def test_challenge_pages(text: str) -> None:
    assert looks_like_challenge(text)
    with pytest.raises(Blocked):
        require_html(text, context())


def test_a_long_page_behind_a_bot_wall_is_not_a_challenge() -> None:
    page = "<html><title>Events</title><script src='/_Incapsula_Resource?x'></script>" + "<p>Tin Herons</p>" * 3000
    assert not looks_like_challenge(page)


@pytest.mark.parametrize("text", ['{"a":1}', "BEGIN:VCALENDAR\n", "<?xml version='1.0'?><rss/>", "13 bytes long"])
def test_require_html_refuses_other_kinds(text: str) -> None:
    with pytest.raises(WrongKind) as caught:
        require_html(text, context())
    assert caught.value.url == "https://hall.example/events"


def test_a_page_nested_too_deep_is_refused() -> None:
    assert parse_html("<div>" * 100 + "x", context()).xpath("//div")
    with pytest.raises(PageChanged):
        parse_html("<div>" * 5000 + "x", context())
