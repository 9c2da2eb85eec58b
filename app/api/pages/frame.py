"""Puts a page's content into a whole HTML document: the built page, which its script takes over, or a plain one.

The content comes before the script's own element, which is hidden until the script has something to show
(`web/src/layout/served.ts`). Without JavaScript the content simply stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from app.api.pages.content.brand import branded, fallback_picture, footer, icon, name
from app.api.pages.language.choice import PARAMETER
from app.branding.site import Site
from app.feeds.json_text import encoded
from app.feeds.markup import escape
from app.language.country import country_names
from app.language.files import languages as known_languages
from app.language.locales import COUNTRY, words_in
from app.language.words import Words
from app.pictures import card
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
.top__logo { max-height: 3rem; width: auto; border-radius: 0; }
.kind__icon, .visually-hidden { display: none; }
.badge, .kind { margin-right: .75rem; }
.kinds__list { display: flex; flex-wrap: wrap; gap: .5rem 1rem; }
.month a { display: block; min-height: 2.75rem; }
dt { margin-top: .75rem; font-weight: 600; }
dd { margin: 0; }
h1, li, dd, p { overflow-wrap: anywhere; }
"""
"""For plain documents."""
LONGEST_DESCRIPTION = 200
_SHELL_TITLE = re.compile(r'<title\b[^>]*>.*?</title>|<meta name="description"[^>]*>', re.DOTALL)
_SHELL_COLOR = 'name="theme-color" content="#0a6166"'
_HTML = re.compile(r"<html\b[^>]*>")
_APP = re.compile(r'<div id="__next">.*</div>(?=<script id="__NEXT_DATA__")', re.DOTALL)
"""What the build rendered: a skeleton, which would be a second page for browsers without JavaScript."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A page's content, and what search engines and shared links show.

    words                of the page's language.
    title, description   text.
    path                 the canonical address on this service.
    body                 safe HTML, with the page's `h1`.
    picture              a web address, or a path on this service; None: the service's own picture.
    data                 schema.org objects.
    indexed              whether search engines should list it.
    final                the script has nothing better to show: a form, or an address that names nothing.
    embeds               programs may show it inside a page of another site (oEmbed).
    fresh                how many sources were confirmed today, and how many there are; None: not shown.
    """

    words: Words
    title: str
    description: str
    path: str
    body: str
    picture: str | None = None
    data: Sequence[Mapping[str, Any]] = field(default=())
    indexed: bool = True
    final: bool = False
    embeds: bool = False
    fresh: tuple[int, int] | None = None


def in_shell(document: Document, shell: str, base: str, site: Site) -> str:
    """The built page with the content in it. `shell`: a page of the static export; `base`: this service's address."""
    text = _HTML.sub(lambda _: _html(document.words, site, ' data-theme="light"'), _SHELL_TITLE.sub("", shell), count=1)
    title = f'<title data-next-head="">{escape(document.title)} | {escape(site.name)}</title>'
    text = text.replace(_SHELL_COLOR, f'name="theme-color" content="{site.palette.light.accent}"', 1)
    text = text.replace("</head>", f"{title}{_head(document, base, site)}{_style(site)}</head>", 1)
    final = " data-final" if document.final else ""
    served = f'<div class="shell" id="served"{final}>{_content(document, site)}</div>'
    return _APP.sub(lambda _: f'{served}<div id="__next" hidden=""></div>', text, count=1)


def plain(document: Document, base: str, site: Site) -> str:
    """The content in a document that needs no built files."""
    return f"""<!doctype html>
{_html(document.words, site)}
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(document.title)} | {escape(site.name)}</title>
{_head(document, base, site)}
<link rel="stylesheet" href="/style.css">{_style(site)}
<link rel="icon" href="/icon.svg" type="image/svg+xml">
</head>
<body>
{_content(document, site)}
</body>
</html>
"""


def _html(words: Words, site: Site, more: str = "") -> str:
    """With what the script must know of the town (`web/src/layout/town.ts`)."""
    takes, letter = "1" if settings().submissions else "", "1" if settings().letter else ""
    town = {
        "town": site.town,
        "zone": settings().timezone,
        "submissions": takes,
        "letter": letter,
        "site": branded(site),
        "country": "|".join(country_names(settings().timezone)),
        "tiles": settings().map_tiles,
        "credit": settings().map_credit,
    }
    known = "".join(f' data-{name}="{escape(value)}"' for name, value in town.items() if value)
    return f'<html lang="{words.language}-{COUNTRY}" dir="{words.direction}"{more}{known}>'


def _content(document: Document, site: Site) -> str:
    words = document.words
    links = [("/venues/", "place", "venues.title"), ("/my-list", "star", "shell.list")]
    if settings().submissions:
        links.append(("/submit", "plus", "shell.send"))
    nav = "".join(_top_link(path, mark, words(text)) for path, mark, text in links)
    letter = f'<a href="/letter">{escape(words("shell.letter"))}</a> ' if settings().letter else ""
    languages = "".join(_language(document, code) for code in known_languages() if code != words.language)
    return f"""<a class="skip" href="#main">{escape(words("shell.skip"))}</a>
<header class="top"><div class="top__line"><a class="top__name" href="/">{name(site)}</a>
<nav class="top__links" aria-label="{escape(words("shell.main"))}">{nav}</nav></div>
</header>
<main id="main" tabindex="-1">
{document.body}
</main>
<footer class="foot">{footer(site, words)}{_fresh(document)}
<div class="foot__line">{letter}<a href="/feeds/events.ics">{escape(words("shell.feed"))}</a>
<a href="/feeds/events.rss">RSS</a> <a href="/widget">{escape(words("shell.embed"))}</a>
<a href="/api/docs">{escape(words("shell.reference"))}</a>
<a href="/admin/">{escape(words("shell.office"))}</a>{languages}</div></footer>"""


def _fresh(document: Document) -> str:
    confirmed, sources = document.fresh or (0, 0)
    if not sources:
        return ""
    said = document.words("shell.fresh", confirmed=confirmed, sources=sources)
    return f'<p class="soft small">{escape(said)}</p>\n'


ICONS = {
    "place": "M12 21s7-6.2 7-11a7 7 0 1 0-14 0c0 4.8 7 11 7 11ZM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
    "star": "M12 4l2.4 5.1 5.6.7-4.100 3.900 1.100 5.600L12 16.600l-5 2.700 1.100-5.600L4 9.800l5.600-.7Z",
    "plus": "M12 5v14M5 12h14",
}
"""As in `web/src/components/Icon.tsx`."""


def _top_link(path: str, mark: str, label: str) -> str:
    shown = f'{icon(ICONS[mark])}<span class="top__label">{escape(label)}</span>'
    return f'<a class="button button--quiet" href="{path}">{shown}</a>'


def _language(document: Document, code: str) -> str:
    """A link to the page in another language."""
    sign = "&" if "?" in document.path else "?"
    address, name = escape(f"{document.path}{sign}{PARAMETER}={code}"), words_in(code)("language")
    return f'<a href="{address}" lang="{code}" hreflang="{code}">{escape(name)}</a>'


def _style(site: Site) -> str:
    return f'<link rel="stylesheet" href="{site.style_path}">' if site.style_path else ""


def _head(document: Document, base: str, site: Site) -> str:
    """Description, canonical address, Open Graph, Twitter card, and JSON-LD. Browsers don't run the last, so the
    security policy need not allow it."""
    address, picture = f"{base}{document.path}", document.picture or fallback_picture(site)
    words = _shortened(document.description)
    properties = {
        "og:type": "website",
        "og:site_name": site.name,
        "og:locale": str(document.words.locale),
        "og:title": document.title,
        "og:description": words,
        "og:url": address,
        "og:image": f"{base}{picture}" if picture.startswith("/") else picture,
    }
    if picture.startswith("/social"):
        properties |= {
            "og:image:type": card.MEDIA_TYPE,
            "og:image:width": str(card.WIDTH),
            "og:image:height": str(card.HEIGHT),
            "og:image:alt": document.title,
        }
    named = {
        "description": words,
        "twitter:image": properties["og:image"],
        "twitter:card": "summary" if picture.startswith("/brand/") else "summary_large_image",
    }
    if not document.indexed:
        named["robots"] = "noindex"
    return "\n".join(
        [
            f'<link rel="canonical" href="{escape(address)}" data-served>',
            *(f'<meta name="{name}" content="{escape(value)}" data-served>' for name, value in named.items()),
            *(f'<meta property="{name}" content="{escape(value)}" data-served>' for name, value in properties.items()),
            *(_oembed(address, base, kind) for kind in ("application/json", "text/xml") if document.embeds),
            *(_data(one) for one in document.data),
        ]
    )


def _oembed(address: str, base: str, kind: str) -> str:
    """The discovery link (oembed.com, section 4)."""
    query = urlencode({"url": address, "format": kind.partition("/")[2]})
    return f'<link rel="alternate" type="{kind}+oembed" href="{escape(base)}/oembed?{escape(query)}" data-served>'


def _data(found: Mapping[str, Any]) -> str:
    text = encoded({"@context": "https://schema.org", **found})
    return f'<script type="application/ld+json" data-served>{text}</script>'


def _shortened(text: str) -> str:
    """One line, cut between two words."""
    words = " ".join(text.split())
    if len(words) <= LONGEST_DESCRIPTION:
        return words
    return f"{words[:LONGEST_DESCRIPTION].rpartition(' ')[0] or words[:LONGEST_DESCRIPTION]}…"
