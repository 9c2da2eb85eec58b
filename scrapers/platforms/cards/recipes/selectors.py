"""Writes CSS selectors for elements: short ones first, made of the classes that cards have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from lxml import html

from scrapers.platforms.cards.records import common_classes

_NAME = re.compile(r"[A-Za-z_][\w-]*")
_ABOVE = 6
_MADE_BY_A_TOOL = re.compile(
    r"^(?:css|sc|jsx|jss|svelte|emotion|astro|ng)-(?!list|item|card|event|date|title)|^_"
    r"|__(?=\w*[A-Z]\w*[A-Z])\w{5,8}$|^(?=.{5,7}$)[a-zA-Z]{1,2}[A-Z][a-z]{0,2}[A-Z][a-zA-Z]*$|[b-df-hj-np-tv-xz]{6}"
)
"""Classes that a build tool wrote: by prefix (Emotion, styled-components, styled-jsx, JSS, Svelte, Astro, Angular), by
CSS modules' ending, or by letters that no word has. Those with digits are left out before."""
_MOST_KINDS = 4
"""Of cards that share no selector; more would not be readable."""


def around(elements: Sequence[html.HtmlElement], find: Callable[[str], Iterable[html.HtmlElement]]) -> str | None:
    """A selector of the page that finds all of these elements, and as few others as possible. `find`: what one finds on
    the page."""
    left: list[html.HtmlElement] = list(dict.fromkeys(elements))
    written: list[str] = []
    while left and len(written) < _MOST_KINDS:
        best = _widest(left[0], set(left), find)
        if best is None:
            return None
        selector, found = best
        written.append(selector)
        left = [one for one in left if one not in found]
    return None if left else ", ".join(written)


def _widest(
    element: html.HtmlElement, wanted: set[html.HtmlElement], find: Callable[[str], Iterable[html.HtmlElement]]
) -> tuple[str, set[html.HtmlElement]] | None:
    """The selector that finds the element, the most of those that are wanted, and then the fewest others."""
    best, most = None, (0, 0)
    for written in on_page(element):
        found = set(find(written))
        if element in found:
            score = len(found & wanted), -len(found - wanted)
            if best is None or score > most:
                best, most = (written, found), score
            if most == (len(wanted), 0):
                break
    return best


def inside(root: html.HtmlElement, element: html.HtmlElement) -> Iterator[str]:
    """Selectors that find an element in its card, the most readable first."""
    if element is root:
        yield ":scope"
        return
    own = list(_own(element))
    bare = _tag(element)
    named = [one for one in own if one != bare]
    yield from named
    above = list(_between(root, element))
    if element.tag in ("td", "th", "dd", "dt"):
        yield f"{bare}:nth-child({_position(element)})"
    else:
        yield bare
    for parent in above:
        for form in _own(parent):
            if form != _tag(parent):
                yield from (f"{form} {one}" for one in own)
    for parent in above:
        if parent.tag in ("td", "th"):
            yield from (f"{parent.tag}:nth-child({_position(parent)}) {one}" for one in own)
    steps = [f"{_tag(one)}:nth-child({_position(one)})" for one in (*reversed(above), element)]
    yield " > ".join([":scope", *steps])


def lasting_classes(element: html.HtmlElement) -> list[str]:
    """The classes that cards have in common and that a person wrote: those that a build tool wrote change with the next
    build."""
    return [one for one in common_classes(element.get("class") or "") if not _MADE_BY_A_TOOL.search(one)]


def on_page(element: html.HtmlElement) -> Iterator[str]:
    """Selectors that find an element on its page, the most readable first."""
    own = list(_own(element))
    yield from (one for one in own if one != _tag(element))
    for parent in islice(element.iterancestors(), _ABOVE):
        for form in (*_by_id(parent), *_own(parent)):
            direct = " > " if parent is element.getparent() else " "
            yield from (f"{form}{direct}{one}" for one in own)
    yield _tag(element)


def _own(element: html.HtmlElement) -> Iterator[str]:
    """The element by its classes, its `itemprop`, and its tag."""
    tag = _tag(element)
    classes = [one for one in lasting_classes(element) if _NAME.fullmatch(one)]
    if "next" in (element.get("rel") or "").split():
        yield f'{tag}[rel~="next"]'
    yield from (f"{tag}.{one}" for one in classes)
    if len(classes) > 1:
        yield ".".join([tag, *classes])
    if (named := element.get("itemprop") or "") and _NAME.fullmatch(named):
        yield f'{tag}[itemprop="{named}"]'
    yield tag


def _tag(element: html.HtmlElement) -> str:
    """ "*" for one that isn't a word: Word's `o:p`, and those of a build tool, such as `x-4f2a`."""
    tag = str(element.tag)
    named = _NAME.fullmatch(tag) and not ("-" in tag and any(map(str.isdigit, tag)))
    return tag if named else "*"


def _by_id(element: html.HtmlElement) -> Iterator[str]:
    name = element.get("id") or ""
    if _NAME.fullmatch(name) and not any(map(str.isdigit, name)):
        yield f"#{name}"


def _between(root: html.HtmlElement, element: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for one in element.iterancestors():
        if one is root:
            return
        yield one


def _position(element: html.HtmlElement) -> int:
    return 1 + sum(isinstance(one.tag, str) for one in element.itersiblings(preceding=True))
