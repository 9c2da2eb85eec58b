"""Services whose events crawlers can't read: the sentence for people."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Closed:
    """words: lower-case texts, one of which must be on the page; pattern: searched then; sentence: for people."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]
    sentence: str

    def is_named_in(self, text: str, lower: str) -> bool:
        """text: a page's address and markup; lower: the same in lower case."""
        return any(word in lower for word in self.words) and self.pattern.search(text) is not None


def _closed(words: str, pattern: str, sentence: str) -> Closed:
    return Closed(tuple(words.split()), re.compile(pattern, re.IGNORECASE), sentence)


CLOSED = (
    _closed(
        "facebook.com/ fb-page",
        r"facebook\.com/(?:[\w.-]+/events|events)\b|fb-page[^>]*data-tabs=[\"'][^\"']*events",
        "It lists its events on Facebook, which shows events only after a login.",
    ),
    _closed(
        ".ludus.com", r"\b[\w-]+\.ludus\.com\b", "It sells tickets with Ludus, which refuses crawlers (Cloudflare)."
    ),
    _closed(
        "tixr.com/groups/", r"\btixr\.com/groups/", "It sells tickets with Tixr, which refuses crawlers (DataDome)."
    ),
    _closed(
        "etix.com/ticket/", r"\betix\.com/ticket/", "It sells tickets with Etix, which refuses crawlers (DataDome)."
    ),
    _closed(
        "bandsintown.com bit-widget-initializer",
        r"\b(?:www\.|widget\.)?bandsintown\.com\b|bit-widget-initializer",
        "It lists its events with Bandsintown, which refuses crawlers and has no list of a venue's events.",
    ),
    _closed(
        "arbiterlive.com",
        r"\barbiterlive\.com\b",
        "It lists its games on ArbiterLive, whose robots.txt forbids crawlers.",
    ),
    _closed(
        "/wbwsc/", r"/wbwsc/[\w.-]+\.wsc/", "It lists its programs with WebTrac, which refuses crawlers (Cloudflare)."
    ),
    _closed(
        "collegenet.com",
        r"webservices\.collegenet\.com/r25ws|\b25live\.collegenet\.com\b",
        "It keeps its events in 25Live, which asks for a login. Its owner can publish them with 25Live Publisher.",
    ),
    _closed(
        "churchcenter.com planningcenteronline.com subsplash.com reclique.com",
        r"\b(?:churchcenter|planningcenteronline|subsplash|reclique)\.com\b",
        "It keeps its events in a members' system (Planning Center, Subsplash, or ReClique) without a public feed.",
    ),
    _closed("squadup.com", r"\bsquadup\.com\b", "It sells tickets with SquadUP, which refuses crawlers (Cloudflare)."),
)
