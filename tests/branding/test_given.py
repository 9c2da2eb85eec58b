"""Hostile and careless values are refused, each with its field."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image
from pydantic import ValidationError

from app.branding.file import in_words
from app.branding.given import LONGEST_CSS, Branding
from app.branding.logo import LARGEST, LogoRefused, logo_in, logo_of


def picture(form: str, size: tuple[int, int] = (60, 20)) -> bytes:
    file = io.BytesIO()
    Image.effect_noise(size, 50).convert("RGB").save(file, form)
    return file.getvalue()


PNG = picture("PNG")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9"/>%s</svg>'

_HIDDEN = b'<!DOCTYPE svg [<!ENTITY x "<script>alert(1)</script>">]>' + SVG % b"&x;"


def _wide(width: int) -> bytes:
    file = io.BytesIO()
    Image.new("1", (width, 9000)).save(file, "PNG")
    return file.getvalue()


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
    ("content", "why"),
    [
        (b"", "is an empty file"),
        (b"<html><script>alert(1)</script></html>", "is not a picture"),
        (b"<svg/>", "is not a picture"),
        (b"Our logo", "is not a picture"),
        (b"GIF", "is not a picture"),
        (b"%PDF-1.7", "is a PDF file; save it as PNG"),
        (b"\0\0\0\x18ftypheic\0\0", "is a HEIC file"),
        (b"II*\0\x08\0\0\0", "is a TIFF file"),
        (PNG[:900], "is a damaged picture"),
        (picture("JPEG")[:700], "is a damaged picture"),
        (picture("WEBP")[:400], "is a damaged picture"),
        (PNG + b"\0" * LARGEST, "must have at most 30 KB, so that the page stays quick; this one has 3"),
        (_wide(4001), "must be at most 4000 pixels"),
        (_wide(20_000), "must be at most 4000 pixels"),
        (SVG % b"<script>alert(1)</script>", "is an SVG with the element <script>; remove"),
        (SVG % b"<g onload='alert(1)'/>", "is an SVG with a script (onload)"),
        (SVG % b"<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>", "<foreignObject>"),
        (SVG % b"<a href='javascript:alert(1)'><path d='M0 0'/></a>", "a link or a picture from elsewhere"),
        (SVG % b"<image href='https://elsewhere.example/x.png'/>", "a link or a picture from elsewhere"),
        (SVG % b"<style>@import url(https://elsewhere.example/x.css)</style>", "load something (@import)"),
        (SVG % b"<style><!-- -->u\\72l(https://elsewhere.example/x.css)</style>", "load something (\\)"),
        (SVG % b"<rect fill='url(https://elsewhere.example/x)'/>", "load something (url()"),
        (b"<?xml-stylesheet href='https://elsewhere.example/x.css'?>" + SVG % b"", "instructions"),
        (b"<!DOCTYPE svg [<!ENTITY a 'aaaa'>]>" + SVG % b"<text>&a;</text>", "declarations"),
        (b"<!DOCTYPE svg [<!ATTLIST path onload CDATA 'alert(1)'>]>" + SVG % b"", "declarations"),
        (_HIDDEN, "declarations"),
        (_HIDDEN.decode().encode("utf-16"), "isn't in UTF-8"),
        (b"<?xml version='1.0' encoding='UTF-7'?>" + SVG % b"", "is an SVG"),
        (b"<?xml version='1.0' encoding='ISO-8859-1'?>" + SVG % b"", "isn't in UTF-8"),
        (SVG.replace(b"%s", "<title>Café</title>".encode("latin-1")), "isn't in UTF-8"),
        ((SVG % b"").decode().encode("utf-16"), "isn't in UTF-8"),
        ((b"<?xml version='1.0'?>" + SVG % b"").decode().encode("utf-16-le"), "isn't in UTF-8"),
        (SVG[:-8], "is an SVG with a mistake in line 1"),
    ],
    ids=range(33),
)
def test_a_logo_is_refused(content, why):
    with pytest.raises(LogoRefused) as caught:
        logo_of(content)
    assert why in str(caught.value)


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
    for form in ("PNG", "JPEG", "GIF", "WEBP"):
        assert logo_of(picture(form)).media_type == f"image/{form.lower()}"
    declared = b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">' + SVG % b""
    assert logo_of(declared).media_type == "image/svg+xml"
    drawn = "\ufeff" + (SVG % b"<title>Caf\xc3\xa9</title>").decode()
    assert logo_of(drawn.encode()).media_type == "image/svg+xml"
