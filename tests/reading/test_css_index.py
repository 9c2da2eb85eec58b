"""The index finds what parsel finds, for every selector of the carbonhouse readers and for unusual ones."""

import random

import pytest
from parsel import Selector

from scrapers.platforms.carbonhouse import card, detail, load_more, showings, sidebar, tickets
from scrapers.reading.css_index import IndexedSelector, compounds

MODULES = (card, detail, load_more, showings, sidebar, tickets)
ODD = (
    "div", "*", "h3 a", "div > .a", ".a .b", ".a > .b .c", ".a.b", "span.a", "#one", "div#one .a", ".a, .b, #two",
    ".a .a", "#one > #two", "[class*='a']", ".a:first-child", ".a + .b", "h3, .a", ".a::attr(href)", ".A",
)  # fmt: skip


def selectors():
    for module in MODULES:
        for value in vars(module).values():
            found = value if isinstance(value, tuple) else (value,)
            yield from (one for one in found if isinstance(one, str) and is_selector(one))


def is_selector(text):
    return text[:1] in (".", "#") and "{" not in text


def page_of(seed):
    """A tree of a few hundred elements with random classes and ids from the selectors."""
    draw = random.Random(seed)
    names = [
        "a",
        "b",
        "c",
        "A",
        *(name for one in selectors() for name in one.replace(",", " ").replace(".", " ").split()),
    ]

    def element(depth):
        tag = draw.choice(["div", "span", "li", "a", "h1", "h3", "ul"])
        classes = draw.choice([" ", "  ", "\t", "\n", "\u00a0"]).join(draw.sample(names, draw.randint(0, 3)))
        name = draw.choice(["", "", "", ' id="one"', ' id="two"', ' id="event_detail_header"'])
        inner = "".join(element(depth + 1) for _ in range(draw.randint(0, 3))) if depth < 6 else "text"
        return f'<{tag} class="{classes}"{name}>{inner}</{tag}>'

    return "<html><body>" + "".join(element(0) for _ in range(12)) + "</body></html>"


@pytest.mark.parametrize("seed", range(6))
def test_the_index_finds_what_parsel_finds(seed):
    plain = Selector(text=page_of(seed), type="html")
    indexed = IndexedSelector.of(plain)
    for query in (*selectors(), *ODD):
        for scope in (plain, *plain.css("div")[:10]):
            ours = indexed if scope is plain else IndexedSelector(root=scope.root, type="html", index=indexed.index)
            found = [one.root for one in ours.css(query)]
            assert found == [one.root for one in scope.css(query)], query


def test_dropped_elements_are_no_longer_found():
    page = IndexedSelector.of(Selector(text="<div class=a><p class=b>x</p></div><p class=b>y</p>", type="html"))
    page.css(".a").drop()
    assert [one.root.text for one in page.css(".b")] == ["y"]


def test_xpath_results_are_indexed():
    page = IndexedSelector.of(Selector(text="<div><p class=b>x</p></div>", type="html"))
    (found,) = page.xpath("//div")
    assert found.index is page.index
    assert found.css(".b").get() == '<p class="b">x</p>'


@pytest.mark.parametrize("query", ["a::attr(href)", ".a:first-child", ".a + .b", "[x]", "h3, .a", "*|*"])
def test_parsel_answers_what_the_index_cannot(query):
    assert compounds(query) is None


def test_the_index_answers_most_selectors_of_the_readers():
    asked = list(selectors())
    assert len(asked) > 50
    assert sum(compounds(one) is not None for one in asked) > 0.8 * len(asked)
