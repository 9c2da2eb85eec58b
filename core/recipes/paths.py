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


@lru_cache(maxsize=512)
def path(written: str) -> ParsedResult:
    """Raises JMESPathError."""
    import jmespath

    return jmespath.compile(written)
