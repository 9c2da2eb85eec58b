"""Answers CSS selectors from an index of a page's classes and ids, built in one pass.

A reader that supports many skins tries dozens of classes, most of which a page doesn't have. With XPath each query
visits every element (0.1 to 0.3 ms for a page of 25 KB); the index visits only those with the class.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from cssselect import parser
from lxml import etree
from parsel import Selector, SelectorList

_NAMED = etree.XPath("descendant-or-self::*[@class or @id]")
_TOKENS = re.compile(r"[^ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Compound:
    """`tag.class#id`: what one element must have; an empty `tag` matches any. `inside`: the element around it, at any
    distance, or its parent if `child` is set."""

    tag: str
    classes: tuple[str, ...]
    ids: tuple[str, ...]
    inside: Compound | None = None
    child: bool = False

    @property
    def named(self) -> bool:
        return bool(self.classes or self.ids)


class Index:
    """The elements of a page by class and id, in document order. Elements dropped from the page later are no longer
    found; elements added or renamed later would be missed."""

    def __init__(self, root: etree._Element) -> None:
        self.written: dict[str, list[tuple[int, etree._Element]]] = {}
        self.ids: dict[str, list[tuple[int, etree._Element]]] = {}
        found = _NAMED(root)
        assert isinstance(found, list)
        for place in enumerate(cast("list[etree._Element]", found)):
            if (written := place[1].get("class")) is not None:
                self.written.setdefault(written, []).append(place)
            if (name := place[1].get("id")) is not None:
                self.ids.setdefault(name, []).append(place)
        self.tokens = {written: frozenset(_TOKENS.findall(written)) for written in self.written}
        self.classes: dict[str, list[str]] = {}
        for written, tokens in self.tokens.items():
            for token in tokens:
                self.classes.setdefault(token, []).append(written)

    def find(self, scope: etree._Element, wanted: tuple[Compound, ...]) -> list[etree._Element]:
        """The elements in `scope`, itself included, that match one of `wanted`, in document order."""
        if len(wanted) == 1 and not wanted[0].named:
            return [one for one in scope.iter(wanted[0].tag or "*") if self._matches(one, wanted[0], scope)]
        places = {
            number: one for each in wanted for number, one in self._candidates(each) if self._matches(one, each, scope)
        }
        return [places[number] for number in sorted(places)]

    def _candidates(self, compound: Compound) -> list[tuple[int, etree._Element]]:
        if not compound.classes:
            return self.ids.get(compound.ids[0], [])
        return [place for written in self.classes.get(compound.classes[0], ()) for place in self.written[written]]

    def _fits(self, element: etree._Element, compound: Compound) -> bool:
        if compound.tag and element.tag != compound.tag:
            return False
        tokens = self.tokens.get(element.get("class", ""), frozenset())
        return all(name in tokens for name in compound.classes) and all(element.get("id") == n for n in compound.ids)

    def _matches(self, element: etree._Element, compound: Compound, scope: etree._Element) -> bool:
        """Whether the element fits and, like the elements required around it, is in the scope."""
        if not self._fits(element, compound):
            return False
        if compound.inside is None:
            return element is scope or any(ancestor is scope for ancestor in element.iterancestors())
        around = None if element is scope else element.getparent()
        while around is not None:
            if self._matches(around, compound.inside, scope):
                return True
            around = None if compound.child or around is scope else around.getparent()
        return False


class IndexedSelector(Selector):
    """A parsel Selector whose `css` uses the index for selectors of tags, classes, ids, descendants, and children, and
    parsel for others. So do the selectors that it returns."""

    __slots__ = ("index",)

    def __init__(self, *args: Any, index: Index | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.index = index

    @classmethod
    def of(cls, page: Selector) -> IndexedSelector:
        """The same page, indexed. Both share one tree, so an element dropped from one is gone from the other."""
        return cls(root=page.root, type="html", index=Index(page.root))

    def xpath(self, *args: Any, **kwargs: Any) -> SelectorList[Any]:
        found = super().xpath(*args, **kwargs)
        for one in found:
            one.index = self.index
        return found

    def css(self, query: str) -> SelectorList[Any]:
        wanted = None if self.index is None else compounds(query)
        if self.index is None or wanted is None:
            return super().css(query)
        found = self.index.find(self.root, wanted)
        return self.selectorlist_cls(IndexedSelector(root=one, type="html", index=self.index) for one in found)


@lru_cache(maxsize=1000)
def compounds(query: str) -> tuple[Compound, ...] | None:
    """The alternatives of a CSS selector. None if the index can't answer it: pseudo-elements, attributes, siblings, and
    several alternatives one of which names neither a class nor an id, since the index doesn't know its order."""
    parsed = parser.parse(query)
    if any(one.pseudo_element for one in parsed):
        return None
    found = [_compound(one.parsed_tree) for one in parsed]
    whole = tuple(one for one in found if one is not None)
    if len(whole) < len(found) or (len(whole) > 1 and not all(one.named for one in whole)):
        return None
    return whole


def _compound(tree: object) -> Compound | None:
    if isinstance(tree, parser.Element):
        return Compound((tree.element or "").lower(), (), ()) if tree.namespace is None else None
    if isinstance(tree, parser.Class):
        inner = _compound(tree.selector)
        return inner and Compound(inner.tag, (*inner.classes, tree.class_name), inner.ids, inner.inside, inner.child)
    if isinstance(tree, parser.Hash):
        inner = _compound(tree.selector)
        return inner and Compound(inner.tag, inner.classes, (*inner.ids, tree.id), inner.inside, inner.child)
    if isinstance(tree, parser.CombinedSelector) and tree.combinator in (" ", ">"):
        outer, inner = _compound(tree.selector), _compound(tree.subselector)
        if outer is None or inner is None:
            return None
        return Compound(inner.tag, inner.classes, inner.ids, outer, child=tree.combinator == ">")
    return None
