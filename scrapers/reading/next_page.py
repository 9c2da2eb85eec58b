"""Finds the link to a list's next page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import parse_qsl, urldefrag, urlsplit

from lxml import html

from scrapers.reading.text import absolute_url

_ARROW = r"[»›→>⟩❯▶\s]"
_NEXT = re.compile(
    r"^(?:(?:(?:go to |show |view |see |load )?(?:the )?next(?: page| events?)?|weiter|volgende(?: pagina)?|suivant"
    rf"|n[aä]chste(?: seite)?|siguientes?|(?:ir a )?(?:la )?siguiente p[aá]gina){_ARROW}*|[»›→>⟩❯▶]+)$",
    re.IGNORECASE,
)
_NEXT_PAGE = re.compile(
    r"^(?:(?:go to |show |view |see |load )?(?:the )?next page|(?:ir a )?(?:la )?(?:p[aá]gina siguiente"
    r"|(?:siguiente|pr[oó]xima) p[aá]gina)|page suivante|n[aä]chste seite|volgende pagina)"
    rf"{_ARROW}*$",
    re.IGNORECASE,
)
"""No other link is called this, wherever it stands on the page and leads to."""
_OLDER = re.compile(
    r"^(?:older(?: events?| shows?| posts?| entries)?|(?:entradas |eventos )?m[aá]s antigu[oa]s|(?:entradas|eventos)"
    rf" antigu[oa]s){_ARROW}*$",
    re.IGNORECASE,
)
_FURTHER = re.compile(
    rf"{_OLDER.pattern}|^(?:(?:(?:show|view|see|load) )?(?:more|later|further)(?: events?| shows?| posts?| entries"
    r"| dates?| results?| concerts?)?|(?:(?:ver|cargar|mostrar) )?m[aá]s(?: eventos| fechas| resultados| conciertos)?"
    rf"|pr[oó]xim[oa]s?(?: eventos| fechas)?)(?:\.\.\.|…)?{_ARROW}*$",
    re.IGNORECASE,
)
"""Cards and menus have links that are called so, too."""
_NAMED_NEXT = re.compile(r"(?:^|[-_\s])(?:next|pager-?next|nextpostslink|siguiente)(?:$|[-_\s])", re.IGNORECASE)
_NAMED_OLDER = re.compile(r"(?:^|[-_\s])older(?:$|[-_\s])", re.IGNORECASE)
_NAMED_FURTHER = re.compile(r"(?:^|[-_\s])(?:older|more)(?:$|[-_\s])", re.IGNORECASE)
_PAGER = re.compile(r"pag(?:er|inat|inaci)|page-?(?:nav|number)|wp-pagenavi|nav-links", re.IGNORECASE)
_ABOVE = 4
_MOST_TEXTS = 20
"""So many pieces of text are read of a link: the names of links to pages are short."""

_PAGE = re.compile(r"^(?:page|paged|pg|page[-_]?(?:no|num|number)|p[aá]gina|seite)$", re.IGNORECASE)
_COUNTER = re.compile(r"pag|^pg|^p$|seite|start|offset|skip|^from$", re.IGNORECASE)
_PAGE_IN_PATH = re.compile(r"^(?P<list>.*?)/(?:page|p[aá]gina|seite)[/-](?P<number>\d{1,6})/?$", re.IGNORECASE)
_NUMBER_IN_PATH = re.compile(r"^(?P<list>.*(?<!/\d{4}))/(?P<number>\d{1,3})/?$")
"""Not "/2026/12", which is a month."""


def next_link(tree: html.HtmlElement, url: str) -> html.HtmlElement | None:
    """The link to the next page: one with `rel=next`; one that says so ("Next", "Older", "›") in a pager; one that is
    called "Next page"; one that says so and whose address counts this list's pages; or the next number."""
    marked = [one for one in tree.iter("a", "link") if "next" in (one.get("rel") or "").lower().split()]
    found = next((one for one in marked if _leads_on(one, url)), None)
    if found is not None:
        return found
    links = [one for one in tree.iter("a") if _leads_on(one, url)]
    return next((one for one in _said(tree, links, url) if one is not None), None)


def _said(tree: html.HtmlElement, links: list[html.HtmlElement], url: str) -> Iterator[html.HtmlElement | None]:
    """What each way of recognizing the link finds, the surest first."""
    paged = [one for one in links if _in_pager(one)]
    yield _says(paged, _NEXT, _NAMED_NEXT)
    yield _next_number(tree, paged)
    yield _says(paged, _OLDER, _NAMED_OLDER)
    yield _says(links, _NEXT_PAGE)
    counting = [one for one in links if _counts_on(one, url)]
    yield _says(counting, _NEXT, _NAMED_NEXT)
    yield _says(counting, _FURTHER, _NAMED_FURTHER)
    yield next((one for one in counting if _is_next_number(one, url)), None)


def next_url(tree: html.HtmlElement, url: str) -> str | None:
    link = next_link(tree, url)
    return None if link is None else absolute_url(link.get("href"), url)


def _leads_on(link: html.HtmlElement, url: str) -> bool:
    address = absolute_url((link.get("href") or "").strip(), url)
    return bool(address) and urldefrag(address or "").url != urldefrag(url).url


def _in_pager(link: html.HtmlElement) -> bool:
    around = [link, *(one for one, _ in zip(link.iterancestors(), range(_ABOVE), strict=False))]
    return any(
        _PAGER.search(f"{one.get('class') or ''} {one.get('id') or ''} {one.get('aria-label') or ''}") for one in around
    )


def _says(
    links: Iterable[html.HtmlElement], says: re.Pattern[str], named: re.Pattern[str] | None = None
) -> html.HtmlElement | None:
    """The first link whose name matches `says`, or whose class, or that of the element around it, matches `named`."""
    for one in links:
        if any(map(says.match, _names(one))) or (named is not None and named.search(_classes(one))):
            return one
    return None


def _names(link: html.HtmlElement) -> list[str]:
    """What the link is called: by its text, its labels, and its picture."""
    pictures = (one.get("alt") for one in islice(link.iter("img"), 1))
    names = (_text(link), link.get("aria-label"), link.get("title"), *pictures)
    return [" ".join(one.split()) for one in names if one and one.strip()]


def _text(link: html.HtmlElement) -> str:
    return " ".join(" ".join(islice(link.itertext(), _MOST_TEXTS)).split())


def _classes(link: html.HtmlElement) -> str:
    parent = link.getparent()
    return f"{link.get('class') or ''} {(parent.get('class') if parent is not None else '') or ''}"


def _next_number(tree: html.HtmlElement, links: list[html.HtmlElement]) -> html.HtmlElement | None:
    """The link with the number after the one that the pager marks as the present page's."""
    marked = tree.xpath("//*[@aria-current='page' or contains(concat(' ', normalize-space(@class), ' '), ' current ')]")
    present = {text for one in marked if (text := " ".join(one.text_content().split())).isdecimal() and _in_pager(one)}
    if len(present) != 1:
        return None
    following = str(int(present.pop()) + 1)
    return next((one for one in links if " ".join(one.text_content().split()) == following), None)


def _counts_on(link: html.HtmlElement, url: str) -> bool:
    """Whether the address is a later page of the list at `url`: `?page=2`, `?start=20`, `/page/2/`, or `/2`."""
    steps = _steps(link, url)
    return steps is not None and steps[2] > (steps[1] or 0)


def _is_next_number(link: html.HtmlElement, url: str) -> bool:
    """Whether the address has the number after the present page's and the link shows it; or the number is called a
    page: `?page=2`, `/page/2/`. Some sites call the second page 1."""
    steps = _steps(link, url)
    if steps is None:
        return False
    name, present, following = steps
    if _PAGE.match(name) and following == (present or 1) + 1:
        return True
    shown = _text(link)
    return shown in (str(following), str(following + 1)) and following == (
        int(shown) - 1 if present is None else present + 1
    )


def _steps(link: html.HtmlElement, url: str) -> tuple[str, int | None, int] | None:
    """What counts the pages in the link's address, the number in `url` (None without one), and the number in the
    link's address. None if the two differ in more than that."""
    here, there = urlsplit(url), urlsplit(absolute_url((link.get("href") or "").strip(), url) or "")
    old, new = dict(parse_qsl(here.query)), dict(parse_qsl(there.query))
    if here.path.rstrip("/") == there.path.rstrip("/"):
        changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
        if len(changed) != 1 or not _COUNTER.search(changed[0]):
            return None
        number = _number(new.get(changed[0], ""))
        return None if number is None else (changed[0], _number(old.get(changed[0], "")), number)
    return _steps_in_path(here.path, there.path) if old == new else None


def _steps_in_path(here: str, there: str) -> tuple[str, int | None, int] | None:
    for pattern, name in ((_PAGE_IN_PATH, "page"), (_NUMBER_IN_PATH, "")):
        if (to := pattern.match(there)) is None:
            continue
        since = pattern.match(here)
        present = None if since is None or since["list"] != to["list"] else int(since["number"])
        if present is not None or to["list"] == here.rstrip("/"):
            number = int(to["number"])
            return (name, present, number) if name or number == (present or 1) + 1 else None
    return None


def _number(written: str) -> int | None:
    return int(written) if re.fullmatch(r"[0-9]{1,6}", written) else None
