"""The paths in recipes: CSS selectors for pages, JMESPath expressions for JSON."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jmespath.parser import ParsedResult
    from lxml import etree


_TEXT = re.compile(r"(?:(?P<selector>.*?),\s*)?'(?P<text>.+)'", re.DOTALL)


def split_text(written: str) -> tuple[str, str]:
    """The selector and the text of `h3, 'Board Meeting'`: what the selector doesn't find has this text. Either may be
    "". JMESPath writes a text in the same quotes."""
    found = _TEXT.fullmatch(written)
    return (written, "") if found is None else (found["selector"] or "", found["text"])


def selector_fault(written: str) -> str:
    """Why a text isn't a CSS selector; "" if it is one."""
    from cssselect import SelectorError
    from lxml import etree

    try:
        selector(written)
    except (SelectorError, etree.XPathError) as error:
        return f"{written!r} isn't a CSS selector: {error}"
    return ""


def path_fault(written: str) -> str:
    """Why a text isn't a JMESPath expression; "" if it is one."""
    from jmespath.exceptions import JMESPathError

    try:
        path(written)
    except JMESPathError as error:
        return f"{written!r} isn't a JMESPath expression: {str(error).splitlines()[0]}"
    return ""


@lru_cache(maxsize=2048)
def selector(written: str) -> etree.XPath:
    """A CSS selector as XPath, from the element itself on. Raises SelectorError or XPathError."""
    # Most commands and workers read no recipe, and lxml and parsel take a tenth of a second to import.
    from lxml import etree
    from parsel.csstranslator import HTMLTranslator

    return etree.XPath(HTMLTranslator().css_to_xpath(written, prefix="descendant-or-self::"))


def select(written: str, element: etree._Element) -> list[Any]:
    """What a selector finds from the element on: elements, and the values of attributes as strings."""
    found = selector(written)(element)
    return found if isinstance(found, list) else [found]


def select_on_page(written: str, root: etree._Element) -> list[Any]:
    """The same on a whole page. In 200 levels of one class, `select` would take minutes for `div.a p`: libxml2 collects
    the `p` of each level, and compares them all with each other."""
    found = _selector_of_page(written)(root)
    return found if isinstance(found, list) else [found]


@lru_cache(maxsize=2048)
def _selector_of_page(written: str) -> etree.XPath:
    """Looks from each element at those around it, which for a page's root means the same."""
    from cssselect.xpath import XPathExpr
    from lxml import etree
    from parsel.csstranslator import HTMLTranslator

    class Upward(HTMLTranslator):
        def xpath_descendant_combinator(self, left: XPathExpr, right: XPathExpr) -> XPathExpr:
            if left.path:
                return super().xpath_descendant_combinator(left, right)
            return right.add_condition(f"ancestor::{left}")

        def xpath_child_combinator(self, left: XPathExpr, right: XPathExpr) -> XPathExpr:
            return super().xpath_child_combinator(left, right) if left.path else right.add_condition(f"parent::{left}")

    return etree.XPath(Upward().css_to_xpath(written, prefix="descendant-or-self::"))


@lru_cache(maxsize=512)
def path(written: str) -> ParsedResult:
    """Raises JMESPathError."""
    import jmespath

    return jmespath.compile(written)
