"""Reads what a VEVENT says besides its times: text, links, picture, price, people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from urllib.parse import unquote

from core.items import Price
from scrapers.platforms.ics.caching import cached
from scrapers.platforms.ics.lines import Property, split_list, unescape
from scrapers.platforms.ics.properties import Properties
from scrapers.reading.contract import Context
from scrapers.reading.prices import currency_of, read_price
from scrapers.reading.text import absolute_url, plain_text, squash

_COSTS = (
    "X-COST",
    "X-LIVEWHALE-COST",
    "X-BEDEWORK-COST",
    "X-PRICE",
    "X-TICKET-PRICE",
    "X-EVENT-COST",
    "X-TICKETS-COST",
)
_WITH_COSTS = frozenset({"X-TRUMBA-CUSTOMFIELD", "X-COST-TYPE", *_COSTS})
_COST_LABELS = frozenset({"cost", "price", "admission", "fee", "fees", "ticket price", "tickets", "event cost"})
_TICKETS = ("X-TICKETS-URL", "X-TICKET-URL", "X-LIVEWHALE-CUSTOM-REGISTRATION-LINK", "X-REGISTRATION-URL")
_TICKET_LABEL = re.compile(r"ticket|rsvp|regist|buy|book|reserv|sign up", re.IGNORECASE)
_PICTURES = ("X-TKF-FEATURED-IMAGE", "X-LIVEWHALE-IMAGE", "X-BEDEWORK-IMAGE", "X-IMAGE")
_WITH_PICTURES = frozenset({"IMAGE", "ATTACH", *_PICTURES})
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:[?#]|$)", re.IGNORECASE)
_DISPLAYS = ("FULLSIZE", "GRAPHIC", "", "BADGE", "THUMBNAIL")
_FEED_ADDRESS = re.compile(r"/icalendar\.aspx\b", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"</?(?:br|p|div|li|ul|ol|h[1-6]|table|tr|body)\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+$", re.IGNORECASE)
_CONJUNCTION = re.compile(r"\s*(?:and|or|&)\s", re.IGNORECASE)
_JOINED = re.compile(r"\s(?:and|or|&)\s", re.IGNORECASE)
_QUOTED = re.compile(r'(?:(?<=,)(?<!\\,)|^)\s*"([^"]*)"\s*(?=,|$)')
_LINK = re.compile(r"https?://[^\s<>\"']+")


def read_description(properties: Properties) -> str | None:
    """DESCRIPTION as plain text, or X-ALT-DESC, the same in HTML, if it is empty.

    If the only markup is inline (`<b>`, links), the text's own line ends count.
    """
    written = properties.text("DESCRIPTION", "X-ALT-DESC")
    if "<" in written and not _BLOCK_TAG.search(written):
        written = written.replace("\n", "<br>")
    return plain_text(written) or None


def read_url(properties: Properties, context: Context) -> str | None:
    """URL, absolute. Relative ones must begin with a slash: feeds also hold `F` and `N/A`.

    CivicPlus gives the address of the feed there, and the page of the event in DESCRIPTION, as `…?EID=<UID>`.
    """
    written = properties.text("URL")
    if _FEED_ADDRESS.search(written):
        for link in _LINK.findall(properties.text("DESCRIPTION")):
            if link.rstrip(".,)").lower().endswith(f"eid={properties.text('UID').lower()}"):
                return absolute_url(link.rstrip(".,)"), context.url)
        return None
    return _link(written, context)


def read_image(properties: Properties, context: Context) -> str | None:
    """IMAGE (RFC 7986 5.10), the largest; else an ATTACH that is a picture; else the names that some systems use."""
    if _WITH_PICTURES.isdisjoint(properties.by_name):
        return None
    images = sorted(properties.all("IMAGE"), key=lambda image: _display(image))
    attached = [prop for prop in properties.all("ATTACH") if _is_picture(prop)]
    named = [prop for name in _PICTURES for prop in properties.all(name)]
    for prop in (*images, *attached, *named):
        if prop.parameters.get("VALUE", "").upper() != "BINARY" and (found := _link(prop.text, context)):
            return found
    return None


def _display(image: Property) -> int:
    display = image.parameters.get("DISPLAY", "").upper()
    return _DISPLAYS.index(display) if display in _DISPLAYS else len(_DISPLAYS)


def _is_picture(attachment: Property) -> bool:
    kind = attachment.parameters.get("FMTTYPE", "").lower()
    if kind:
        return kind.startswith("image/")
    named = f"{attachment.text} {attachment.parameters.get('FILENAME', '')}"
    return _PICTURE_FILE.search(attachment.text) is not None or _PICTURE_FILE.search(named) is not None


def read_ticket_url(properties: Properties, context: Context) -> str | None:
    prop = properties.first(*_TICKETS)
    if prop is not None and (found := _link(prop.text, context)):
        return found
    for button in properties.all("X-TKF-PROMOTION-BUTTON"):
        if _TICKET_LABEL.search(button.parameters.get("LABEL", "")):
            return _link(button.text, context)
    return None


def read_categories(properties: Properties) -> tuple[str, ...]:
    """All CATEGORIES lines, each once, in the order of the feed."""
    lines = [_categories(prop.decoded) for prop in properties.all("CATEGORIES")]
    return lines[0] if len(lines) == 1 else tuple(dict.fromkeys(chain.from_iterable(lines)))


@cached(512)
def _categories(value: str) -> tuple[str, ...]:
    """Google's exports hold the address of a schema there, which isn't a category."""
    named = (squash(plain_text(unescape(item))) for item in _listed(value))
    return tuple(dict.fromkeys(one for one in named if one and not _ADDRESS.match(one)))


def _listed(value: str) -> list[str]:
    """The items of a list, where a comma may also stand inside one: `Talks, lectures and films`, `Arts, and Crafts`.

    An item in quotes is one. Where some commas have no space behind them, these are the separators, and a phrase with
    "and" keeps the others. `Health, wellness & fitness` is one phrase by its small letters. `Food, Drink & Dining`
    looks the same as the list `Adult Services, Health & Wellness`, and is read as a list.
    """
    found: list[str] = []
    start = 0
    for quoted in _QUOTED.finditer(value):
        found += [*_unquoted(value[start : quoted.start()].rstrip(", ")), quoted[1]]
        start = quoted.end()
    return found + _unquoted(value[start:].lstrip(", ") if start else value)


def _unquoted(value: str) -> list[str]:
    return [phrase for group in _grouped(split_list(value)) for phrase in _phrases(group)]


def _grouped(items: list[str]) -> Iterator[list[str]]:
    """The items up to each comma without a space behind it."""
    group = items[:1]
    for item in items[1:]:
        if item[:1] == " ":
            group.append(item)
        else:
            yield group
            group = [item]
    yield group


def _phrases(items: list[str]) -> list[str]:
    if len(items) > 1 and items[0].lstrip()[:1].isupper() and all(item[:1] == " " for item in items[1:]):
        if any(_CONJUNCTION.match(item) for item in items[1:]):
            return [",".join(items)]
        if items[-1].lstrip()[:1].islower() and _JOINED.search(items[-1]):
            first = max(place for place, item in enumerate(items) if not item.lstrip()[:1].islower())
            return [*items[:first], ",".join(items[first:])]
    return items


def read_organizer(properties: Properties) -> str | None:
    """The name (CN) of the organizer; not a mail address or a calendar's id."""
    prop = properties.first("ORGANIZER")
    if prop is None:
        return None
    name = squash(plain_text(unquote(prop.parameters.get("CN", ""))))
    return name if name and "@" not in name and not name.lower().startswith(("mailto:", "invalid:")) else None


def read_cost(properties: Properties, context: Context) -> Price | None:
    """X-COST and similar names; Trumba uses a custom field."""
    if _WITH_COSTS.isdisjoint(properties.by_name):
        return None
    written = properties.text(*_COSTS)
    if not written:
        for prop in properties.all("X-TRUMBA-CUSTOMFIELD"):
            if prop.parameters.get("NAME", "").strip().lower() in _COST_LABELS:
                written = prop.text
                break
    if not written and properties.text("X-COST-TYPE").lower() == "free":
        written = "free"
    text = squash(plain_text(written))
    return read_price(text, currency_of(context.timezone)) if text else None


def _link(written: str, context: Context) -> str | None:
    cleaned = written.strip().strip('<>"')
    if not cleaned.lower().startswith(("http://", "https://", "/")):
        return None
    return absolute_url(cleaned, context.url)
