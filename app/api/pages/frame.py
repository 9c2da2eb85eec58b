"""Puts a page's content into a whole HTML document: the built page, which its script takes over, or a plain one.

The content comes before the script's own element, which is hidden until the script has something to show
(`web/src/layout/served.ts`). Without JavaScript the content simply stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.feeds.json_text import encoded
from app.feeds.markup import escape
from core.config import settings

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' https: http:; form-action 'self'; base-uri 'none'; "
    "manifest-src 'self'; frame-ancestors 'none'"
)
"""For plain documents: no scripts."""
STYLE = """\
:root { color-scheme: light dark; --line: #8884; --accent: #0a6166; }
@media (prefers-color-scheme: dark) { :root { --accent: #6cc7c3; } }
* { box-sizing: border-box; }
body { max-width: 44rem; margin: 0 auto; padding: 1rem; font: 1rem/1.55 system-ui, sans-serif; }
h1, h2, h3 { font-family: Palatino, "Palatino Linotype", P052, Georgia, serif; line-height: 1.2; }
h1 { font-size: 2rem; }
h2 { margin-top: 2rem; font-size: 1.25rem; }
h3 { margin: 0; font-size: 1.125rem; }
a { color: var(--accent); }
ul { padding: 0; list-style: none; }
li { padding: .75rem 0; border-top: 1px solid var(--line); }
li p, .facts { margin: .15rem 0; }
form { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin: 1.5rem 0; }
label { display: grid; gap: .2rem; }
label.tick { grid-auto-flow: column; align-items: center; min-height: 2.75rem; }
input, select, button { min-height: 2.75rem; padding: 0 .75rem; font: inherit; }
input[type=checkbox] { min-height: 1.25rem; width: 1.25rem; }
nav, .tabs__list, .foot__line { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; }
.tabs__list li { border: 0; padding: 0; }
nav a, .foot__line a, .more a { display: inline-flex; align-items: center; min-height: 2.75rem; }
.foot__line { margin-top: 3rem; border-top: 1px solid var(--line); }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; }
img { max-width: 100%; max-height: 20rem; border-radius: .5rem; }
.event-row__picture { max-width: 8rem; }
dt { margin-top: .75rem; font-weight: 600; }
dd { margin: 0; }
h1, li, dd, p { overflow-wrap: anywhere; }
"""
"""For plain documents."""
LONGEST_DESCRIPTION = 200
FALLBACK_PICTURE = "/social.png"
_SHELL_TITLE = re.compile(r'<title\b[^>]*>.*?</title>|<meta name="description"[^>]*>', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A page's content, and what search engines and shared links show.

    title, description   text.
    path                 the canonical address on this service.
    body                 safe HTML, with the page's `h1`.
    picture              a web address; None: the service's own picture.
    data                 schema.org objects.
    indexed              whether search engines should list it.
    final                the script has nothing better to show: an address that names nothing, or a refused filter.
    """

    title: str
    description: str
    path: str
    body: str
    picture: str | None = None
    data: Sequence[Mapping[str, Any]] = field(default=())
    indexed: bool = True
    final: bool = False


def in_shell(document: Document, shell: str, base: str) -> str:
    """The built page with the content in it. `shell`: a page of the static export; `base`: this service's address."""
    text = _SHELL_TITLE.sub("", shell)
    title = f'<title data-next-head="">{escape(document.title)} | Marquee</title>'
    text = text.replace("</head>", f"{title}{_head(document, base)}</head>", 1)
    final = " data-final" if document.final else ""
    served = f'<div class="shell" id="served"{final}>{_content(document.body)}</div>'
    app = '<div id="__next"'
    return text.replace(app, f'{served}{app} hidden=""', 1)


def plain(document: Document, base: str) -> str:
    """The content in a document that needs no built files."""
    return _plain(document.title, _head(document, base), document.body)


def simple(title: str, body: str) -> str:
    """A plain document of a form, which search engines don't list. `title`: text; `body`: safe HTML below it."""
    return _plain(title, '<meta name="robots" content="noindex">', f"<h1>{escape(title)}</h1>\n{body}")


def _plain(title: str, head: str, body: str) -> str:
    return f"""<!doctype html>
<html lang="en-US">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} | Marquee</title>
{head}
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="/icon.svg" type="image/svg+xml">
</head>
<body>
{_content(body)}
</body>
</html>
"""


def _content(body: str) -> str:
    return f"""<a class="skip" href="#main">Skip to content</a>
<header class="top"><div class="top__line"><a class="top__name" href="/">Marquee</a>
<nav class="top__links" aria-label="Main"><a class="button button--quiet" href="/venues/">Venues</a></nav></div>
</header>
<main id="main" tabindex="-1">
{body}
</main>
<footer class="foot"><div class="foot__line"><a href="/feeds/events.ics">Calendar feed</a>
<a href="/feeds/events.rss">RSS</a> {_submit()}<a href="/api/docs">API reference</a>
<a href="/admin/">Back office</a></div></footer>"""


def _submit() -> str:
    return '<a href="/submit">Send an event</a> ' if settings().submissions else ""


def _head(document: Document, base: str) -> str:
    """Description, canonical address, Open Graph, Twitter card, and JSON-LD. Browsers don't run the last, so the
    security policy need not allow it."""
    address, picture = f"{base}{document.path}", document.picture or f"{base}{FALLBACK_PICTURE}"
    words = _shortened(document.description)
    properties = {
        "og:type": "website",
        "og:site_name": "Marquee",
        "og:title": document.title,
        "og:description": words,
        "og:url": address,
        "og:image": picture,
    }
    named = {"description": words, "twitter:card": "summary_large_image"}
    if not document.indexed:
        named["robots"] = "noindex"
    return "\n".join(
        [
            f'<link rel="canonical" href="{escape(address)}" data-served>',
            *(f'<meta name="{name}" content="{escape(value)}" data-served>' for name, value in named.items()),
            *(f'<meta property="{name}" content="{escape(value)}" data-served>' for name, value in properties.items()),
            *(_data(one) for one in document.data),
        ]
    )


def _data(found: Mapping[str, Any]) -> str:
    text = encoded({"@context": "https://schema.org", **found})
    return f'<script type="application/ld+json" data-served>{text}</script>'


def _shortened(text: str) -> str:
    """One line, cut between two words."""
    words = " ".join(text.split())
    if len(words) <= LONGEST_DESCRIPTION:
        return words
    return f"{words[:LONGEST_DESCRIPTION].rpartition(' ')[0] or words[:LONGEST_DESCRIPTION]}…"
