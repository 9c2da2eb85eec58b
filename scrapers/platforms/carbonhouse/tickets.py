"""Reads ticket buttons: where they lead, and whether the event is canceled, moved, or sold out."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from parsel import Selector

from scrapers.platforms.carbonhouse.addresses import uid_of
from scrapers.reading.status.words import Standing, status_of_label
from scrapers.reading.text import absolute_url, attribute, host_of, squash, text_of

_BUTTONS = ".tickets, .btn-tickets, .no_ticket_link, .m-eventItem__ticket"
_LONGEST_LABEL = 80
_BADGES = ".event_status, .eventStatus, .status, .badge, .soldout, .sold-out, .cancelled, .canceled, .postponed"


def standing_of(node: Selector) -> Standing:
    """What the ticket buttons and badges in a node say, by their classes (`soldout`, `cancelled`) or labels.

    Sold out only if no button sells tickets: a site may show "Buy premium" next to "Sold out".
    """
    standings = [_standing(button) for button in node.css(_BUTTONS)]
    badges = [_standing(badge) for badge in node.css(_BADGES)]
    whole = Standing()
    for standing in standings + badges:
        whole |= standing
    selling = any(not standing.sold_out for standing in standings)
    return Standing(whole.status, whole.sold_out and not selling)


def _standing(node: Selector) -> Standing:
    """What a class and a label say. A text too long for a label is ignored: some skins put these classes on cards."""
    shown = text_of(node)
    return status_of_label(f"{attribute(node, 'class')} ; {shown if len(shown) <= _LONGEST_LABEL else ''}")


def ticket_link(nodes: Iterable[Selector], context_url: str, event_url: str | None) -> str | None:
    """Where the ticket buttons lead: a shop, a registration form, or a page about tickets.

    None if they only lead to an event's page on the same site, which is the event's `url` and sells nothing. A button
    that still sells is preferred to one that is sold out or canceled.
    """
    buttons = [button for node in nodes for button in node.css(_BUTTONS) if attribute(button, "href")]
    for button in sorted(buttons, key=lambda button: _standing(button) != Standing()):
        url = absolute_url(attribute(button, "href"), context_url)
        if url is not None and not _leads_back(url, context_url, event_url):
            return url
    return None


def _leads_back(url: str, context_url: str, event_url: str | None) -> bool:
    same_site = host_of(url) in (host_of(context_url), host_of(event_url or context_url))
    return same_site and (bool(uid_of(url)) or urlsplit(url).path in ("", "/"))


def ticket_words(node: Selector) -> str:
    """The class and label of the ticket buttons, for `raw`."""
    words = (f"{squash(attribute(button, 'class'))}: {text_of(button)}" for button in node.css(_BUTTONS))
    return " | ".join(dict.fromkeys(words))
