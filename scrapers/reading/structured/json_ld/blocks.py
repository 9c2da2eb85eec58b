"""Reads the JSON-LD blocks of a page as leniently as browsers and search engines do.

W3C JSON-LD 1.1 section 7 puts the data into `<script type="application/ld+json">`. Real blocks also have CDATA marks,
HTML comments, trailing commas, raw control characters, and encoded quotes; one broken block never hides the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml.html import HtmlElement

from scrapers.reading.json_text import json_sequence, lenient_json
from scrapers.reading.structured.json_ld.languages import MAY_HAVE_LANGUAGES, in_one_language
from scrapers.reading.structured.json_ld.plain_names import MAY_HAVE_OTHERS, with_plain_names

Node = dict[str, Any]

_WRAPPING = re.compile(r"^(?:\s|<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)+")
_ENDINGS = ("-->", "/*]]>*/", "/* ]]> */", "//]]>", "// ]]>", "]]>", ";", " ", "\t", "\r", "\n")
_MAX_DEPTH = 40


@dataclass(slots=True)
class Blocks:
    """The documents of a page's blocks, in page order, and the texts of unreadable blocks."""

    documents: list[Any] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def read_blocks(tree: HtmlElement) -> Blocks:
    """All JSON-LD documents of a page, with texts in the page's language. An empty block is not an error."""
    blocks = Blocks()
    language = tree.getroottree().getroot().get("lang") or ""
    for script in tree.iter("script"):
        if not (script.get("type") or "").strip().lower().startswith("application/ld+json"):
            continue
        text = _unwrap(script.text or "")
        if not text:
            continue
        document = lenient_json(text)
        document = json_sequence(text) if document is None else document
        if document is None:
            blocks.broken.append(text)
        else:
            if MAY_HAVE_OTHERS.search(text):
                document = with_plain_names(document)
            if MAY_HAVE_LANGUAGES.search(text):
                document = in_one_language(document, language)
            blocks.documents.append(document)
    return blocks


def _unwrap(text: str) -> str:
    text = _WRAPPING.sub("", text.strip().lstrip("\ufeff")).strip()
    end = len(text)
    while ending := next((one for one in _ENDINGS if text.endswith(one, 0, end)), ""):
        end -= len(ending)
    return text[:end]


def nodes(document: Any) -> Iterator[tuple[Node, str]]:
    """Every object of a document with the name of the property that holds it, in document order, parents first.

    Walks through arrays, `@graph`, `itemListElement`, and every other property, down to a maximum depth.
    """
    pending: list[tuple[Any, str, int]] = [(document, "", 0)]
    while pending:
        value, held_by, depth = pending.pop()
        if depth > _MAX_DEPTH:
            continue
        if isinstance(value, dict):
            yield value, held_by
            pending.extend((child, name, depth + 1) for name, child in reversed(value.items()))
        elif isinstance(value, list):
            pending.extend((child, held_by, depth + 1) for child in reversed(value))
