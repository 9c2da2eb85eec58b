"""Hostile and careless values are refused, each with its field."""

from __future__ import annotations

import base64

import pytest
from pydantic import ValidationError

from app.branding.file import in_words
from app.branding.given import LONGEST_CSS, Branding
from app.branding.logo import LARGEST, LogoRefused, logo_in, logo_of

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 60
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9"/>%s</svg>'

_HIDDEN = b'<!DOCTYPE svg [<!ENTITY x "<script>alert(1)</script>">]>' + SVG % b"&x;"


def refused(**fields) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        Branding.model_validate(fields)
    return in_words(caught.value.errors())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "<b>Bold</b>"),
        ("name", '"><script>alert(1)</script>'),
        ("name", "two\nlines"),
        ("name", "turned \u202e around"),
        ("name", "x" * 61),
        ("name", ""),
        ("town", "<img src=x>"),
        ("theme", "neon"),
        ("accent", "red"),
        ("accent", "#fff"),
        ("accent", "#0a6166;}body{display:none"),
        ("accent_dark", "url(javascript:alert(1))"),
        ("font", "Comic Sans; } * { display: none"),
        ("about", {"en": "<script>alert(1)</script>"}),
        ("about", {"english": "text"}),
        ("contact", {"en": "x" * 801}),
        ("links", [{"label": "Bad", "url": "javascript:alert(1)"}]),
        ("links", [{"label": "Bad", "url": "JaVaScRiPt:alert(1)"}]),
        ("links", [{"label": "Bad", "url": "data:text/html,<script>"}]),
        ("links", [{"label": "Bad", "url": "//elsewhere.example"}]),
        ("links", [{"label": "Bad", "url": "/\\elsewhere.example"}]),
        ("links", [{"label": "Bad", "url": 'https://a.example/"onclick="x'}]),
        ("links", [{"label": "Bad", "url": "vbscript:x"}]),
        ("links", [{"label": "<i>", "url": "/"}]),
        ("links", [{"label": "One", "url": "/"}] * 9),
        ("css", "@import url(https://elsewhere.example/x.css);"),
        ("css", "body { background: url(https://elsewhere.example/track.gif) }"),
        ("css", "body { background: url( '//elsewhere.example/track.gif') }"),
        ("css", 'a { background: image-set("https://elsewhere.example/x" 1x) }'),
        ("css", 'a { background: -webkit-Image-Set("https://elsewhere.example/x" 1x) }'),
        ("css", "a { background: cross-fade(url(/x.png), red) }"),
        ("css", "a { background: image('https://elsewhere.example/x') }"),
        ("css", "a { background: SRC('https://elsewhere.example/x') }"),
        ("css", "a { background: u\\72l(https://elsewhere.example/x) }"),
        ("css", "@\\69mport 'https://elsewhere.example/x.css';"),
        ("css", "a { background: url(/\\elsewhere.example/x) }"),
        ("css", "a { background: url('/\\elsewhere.example/x') }"),
        ("css", "a { background: url('\\68ttps://elsewhere.example/x') }"),
        ("css", "a { background: url('/\t/elsewhere.example/x') }"),
        ("css", "a { background: url(' https://elsewhere.example/x') }"),
        ("css", "a { background: url(/**/'https://elsewhere.example/x') }"),
        ("css", "a { background: url(/x/*); background: url(https://elsewhere.example/*/) }"),
        ("css", "a { --x: myurl(/*) ' */ url(https://elsewhere.example/x) /* ' */) }"),
        ("css", "a { --x: #url(/*) ' */ url(https://elsewhere.example/x) /* ' */) }"),
        ("css", "a { content: '/*'; background: url(https://elsewhere.example/x); content: '*/' }"),
        ("css", "a { content: 'x\n; background: url(https://elsewhere.example/x); content: ' }"),
        ("css", 'a { b: url(\u00a0"/x)y"; c: "; d: url(https://elsewhere.example/x); e: " }'),
        ("css", "a { content: 'never ends }"),
        ("css", "</style><script>alert(1)</script>"),
        ("css", "a { width: expression(alert(1)) }"),
        ("css", "a{}" * LONGEST_CSS),
        ("css", "a { content: '\x00' }"),
        ("links", [{"label": "Bad", "url": "https://a.example/\x00"}]),
        ("sponsor", "unknown field"),
    ],
)
def test_a_field_is_refused(field, value):
    lines = refused(**{field: value})
    assert lines
    assert all(line.startswith(field) for line in lines)


def test_a_faint_accent_is_refused_with_one_that_would_do():
    assert refused(accent="#ffcc00") == ["accent is hard to read (contrast 1.3, needs 4.5); #826800 would do"]
    assert refused(theme="plum", accent_dark="#331144")[0].startswith("accent_dark is hard to read")
    assert Branding(accent="#826800").accent == "#826800"


def test_what_is_fine():
    found = Branding(
        name="تقويم المدينة 🎷",
        about={"en": "First.\n\nSecond & last.", "ar": "مرحبا\u200cبكم"},
        links=[
            {"label": "Corrections", "url": "https://news.example/fix?a=1&b=2"},
            {"label": "Mail", "url": "mailto:desk@news.example"},
            {"label": "Today", "url": "/today"},
        ],
        css="""/* The town's "own" top: url(x), image-set() */
.top { background: url('data:image/png;base64,AAAA'), URL( "/brand/x.png" ), url(/brand/x.png); content: '\\201C' }
.ur/**/l { content: "url(https://elsewhere.example/x) isn't loaded" }
.mark { background: url("data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3C/svg%3E") }""",
    )
    assert len(found.links) == 3


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><script>alert(1)</script></html>",
        b"GIF",
        SVG % b"<script>alert(1)</script>",
        SVG % b"<g onload='alert(1)'/>",
        SVG % b"<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
        SVG % b"<a href='javascript:alert(1)'><path d='M0 0'/></a>",
        SVG % b"<image href='https://elsewhere.example/x.png'/>",
        SVG % b"<style>@import url(https://elsewhere.example/x.css)</style>",
        SVG % b"<style><!-- -->u\\72l(https://elsewhere.example/x.css)</style>",
        b"<?xml-stylesheet href='https://elsewhere.example/x.css'?>" + SVG % b"",
        b"<?xml version='1.0' encoding='UTF-7'?>" + SVG % b"",
        (SVG % b"").decode().encode("utf-16"),
        (b"<?xml version='1.0'?>" + SVG % b"").decode().encode("utf-16-le"),
        _HIDDEN,
        _HIDDEN.decode().encode("utf-16"),
        SVG % b"<rect fill='url(https://elsewhere.example/x)'/>",
        b"<!DOCTYPE svg [<!ENTITY a 'aaaa'>]>" + SVG % b"<text>&a;</text>",
        SVG[:-8],
        PNG + b"\0" * LARGEST,
    ],
    ids=range(20),
)
def test_a_logo_is_refused(content):
    with pytest.raises(LogoRefused):
        logo_of(content)


@pytest.mark.parametrize(
    "address", ["", "https://elsewhere.example/x.png", "data:text/html;base64,AAAA", "data:image/png;base64,%"]
)
def test_a_logo_is_a_picture_in_the_request(address):
    with pytest.raises(LogoRefused):
        logo_in(address)


def test_logos():
    gradient = SVG % b"<linearGradient id='g'/><rect fill='url(#g)'/><use href='#g'/>"
    assert logo_of(gradient).media_type == "image/svg+xml"
    found = logo_in(f"data:image/svg+xml;base64,{base64.b64encode(PNG).decode()}")
    assert found.media_type == "image/png", "the content decides"
    assert found.path.endswith(".png")
    assert logo_of(b"RIFF\0\0\0\0WEBPVP8 ").media_type == "image/webp"
