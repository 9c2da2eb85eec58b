"""Services whose events crawlers can't read: the sentence for people."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Closed:
    """pattern: searched in a page's address and markup; sentence: for people."""

    pattern: re.Pattern[str]
    sentence: str


def _closed(pattern: str, sentence: str) -> Closed:
    return Closed(re.compile(pattern, re.IGNORECASE), sentence)


CLOSED = (
    _closed(
        r"facebook\.com/(?:[\w.-]+/events|events)\b|fb-page[^>]*data-tabs=[\"'][^\"']*events",
        "It lists its events on Facebook, which shows events only after a login.",
    ),
    _closed(r"\b[\w-]+\.ludus\.com\b", "It sells tickets with Ludus, which refuses crawlers (Cloudflare)."),
    _closed(r"\btixr\.com/groups/", "It sells tickets with Tixr, which refuses crawlers (DataDome)."),
    _closed(r"\betix\.com/ticket/", "It sells tickets with Etix, which refuses crawlers (DataDome)."),
    _closed(
        r"\b(?:www\.|widget\.)?bandsintown\.com\b|bit-widget-initializer",
        "It lists its events with Bandsintown, which refuses crawlers and has no list of a venue's events.",
    ),
    _closed(r"\barbiterlive\.com\b", "It lists its games on ArbiterLive, whose robots.txt forbids crawlers."),
    _closed(r"/wbwsc/[\w.-]+\.wsc/", "It lists its programs with WebTrac, which refuses crawlers (Cloudflare)."),
    _closed(
        r"webservices\.collegenet\.com/r25ws|\b25live\.collegenet\.com\b",
        "It keeps its events in 25Live, which asks for a login. Its owner can publish them with 25Live Publisher.",
    ),
    _closed(
        r"\b(?:churchcenter|planningcenteronline|subsplash|reclique)\.com\b",
        "It keeps its events in a members' system (Planning Center, Subsplash, or ReClique) without a public feed.",
    ),
    _closed(r"\bsquadup\.com\b", "It sells tickets with SquadUP, which refuses crawlers (Cloudflare)."),
)
