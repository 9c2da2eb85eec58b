"""Text, links, and images as a visitor of the page sees them."""

from __future__ import annotations

import pytest
from parsel import Selector

from scrapers.reading.text import absolute_url, attribute, host_of, image_of, plain_text, slug_of, squash, text_of

BASE = "https://hall.example/events"


def node(markup: str) -> Selector:
    return Selector(text=f"<body><main>{markup}</main></body>", type="html").css("main")[0]


def test_white_space_and_invisible_characters() -> None:
    assert squash(" The\u00a0Tin\n\t\u200bHerons\ufeff ") == "The Tin Herons"


def test_text_without_scripts_styles_comments_and_drawings() -> None:
    markup = "<b>Tin</b> <script>var x</script><style>p{}</style><!-- no --><svg><title>Icon</title></svg>Herons"
    assert text_of(node(markup)) == "Tin Herons"
    assert text_of(None) == ""


def test_text_after_an_unclosed_drawing_is_kept() -> None:
    assert text_of(node("<h5><svg><path d='M1'/><span>8:00 PM</span></h5>")) == "8:00 PM"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>Tin &amp; <i>Herons</i></p><p>Bay</p>", "Tin & Herons\nBay"),
        ("one<br>two<ul><li>a<li>b</ul>tail", "one\ntwo\na\nb\ntail"),
        ("a < b &amp; c", "a < b & c"),
        ("<p>a<!-- hidden -->b<script>x</script>c</p>", "abc"),
        ("plain &#8217; text\n\n second", "plain ’ text\nsecond"),
        ("", ""),
    ],
)
def test_markup_as_lines(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@pytest.mark.parametrize(
    ("link", "url"),
    [
        ("/events/detail/a", "https://hall.example/events/detail/a"),
        ("//cdn.example/a b.jpg", "https://cdn.example/a%20b.jpg"),
        (" https://tickets.example/?a=1\n", "https://tickets.example/?a=1"),
        ("mailto:box@hall.example", None),
        ("javascript:void(0)", None),
        ("#top", None),
        ("", None),
        (None, None),
        ("http://[broken", None),
        ("https://host:99999/", None),
    ],
)
def test_links(link: str | None, url: str | None) -> None:
    assert absolute_url(link, BASE) == url


def test_hosts_and_slugs() -> None:
    assert host_of("https://www.Hall.example/x") == "hall.example"
    assert slug_of("https://hall.example/events/detail/tin%20herons/?x=1") == "tin herons"
    assert (host_of("http://[broken"), slug_of("http://[broken")) == ("", "")


@pytest.mark.parametrize(
    "markup",
    [
        '<img src="/a.jpg">',
        '<img src="data:image/svg+xml;base64,AAAA" data-lazy-src="/a.jpg">',
        '<img src="/img/spacer.gif" data-src="/a.jpg">',
        '<img src="/img/placeholder.png"><img src="/a.jpg">',
        '<img srcset="/a.jpg 480w, /b.jpg 800w">',
        "<div style=\"color: red; background-image: url('/a.jpg')\"></div>",
    ],
)
def test_the_picture_and_not_its_placeholder(markup: str) -> None:
    assert image_of(node(markup), BASE) == "https://hall.example/a.jpg"


def test_no_picture() -> None:
    assert image_of(node('<img src="data:image/gif;base64,AAAA">'), BASE) is None
    assert image_of(None, BASE) is None


def test_an_attribute_of_an_element_with_a_broken_one() -> None:
    assert attribute(node('<a href="/x" cl\x01ass="y">x</a>').css("a")[0], "href") == "/x"
    assert attribute(node("<a>x</a>").css("a")[0], "href") == ""
