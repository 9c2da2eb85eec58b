"""Leaves out a line's hours that its words give to something else than the event: "Bar opens at 5 PM"."""

from __future__ import annotations

import re

from scrapers.platforms.cards.dates.mentions import WEEKDAY, times_in

_SEPARATOR = re.compile(r"[,;|/·•()\[\]\n!?]|(?<!\d)[–—](?!\d)|\s[-–—]+\s|(?<![\s.][a-z])\.\s")
_WORD = re.compile(r"[^\W\d_](?:[\w'’]|[-‐](?=\w))*")
_SAYS_NOTHING = re.compile(
    r"at|from|on|in|is|are|will|be|held|the|an?|our|to|and|until|till?|each|every|both|about|approximately|around"
    r"|early|late|first|second|third|exactly|local|times?|only|new|main|public|daily"
    r"|opens?|opening|start(?:s|ing)?|begin(?:s|ning)?|takes?|place|runs?|off|[ap]\.?m|e[sd]?t|noon|midnight"
    rf"|(?:{WEEKDAY})s?|à|um|a|las?|les?|el|il|kl|alle|ore|ab|von|bis|de|das?|às|uhr|heures?|h",
    re.IGNORECASE,
)
_NAMES_EVENT = re.compile(
    r"(?:show|door|gate|curtain|concert|event|performance|screening|showing|program(?:me)?|game|kick-?off|match"
    r"|race|meeting|class|workshop|lecture|reading|film|movie|matin[eé]e|evening|music|play|course|festival"
    r"|ceremony|seminar|webinar|hearing|presentation|recital|storytime|tip-?off)s?(?:-?times?)?"
    r"|showtimes?|lobby|hours|when|date|curfew|end(?:s|ing)?|finish(?:es)?|beginn?|einlass|ende|anfang|konzert|hora"
    r"|horario|inicio|concierto|funci[oó]n|puertas|heure|spectacle|portes|ora|inizio|concerto|aanvang",
    re.IGNORECASE,
)
_INVITES = re.compile(r"\b(?:join us|see you|come)\b[^.;]*\Z", re.IGNORECASE)
_AROUND = re.compile(r"(?:pre|post|after)-", re.IGNORECASE)
"""Of what is before or after the event: "pre-show talk"."""


def own_hours(line: str, *, may_have_title: bool) -> str:
    """The line without the hours that belong to other words. With a title on the line, all stay where none names the
    event."""
    kept: list[tuple[int, int]] = []
    others: list[tuple[int, int]] = []
    reached = 0
    for hours in times_in(line):
        start = max((found.end() for found in _SEPARATOR.finditer(line, reached, hours.start())), default=reached)
        own = _is_events(line[start : hours.start()], hours[0])
        (kept if own else others).append((start, hours.end()))
        reached = hours.end()
    if not others or (may_have_title and not kept):
        return line
    for start, end in reversed(others):
        line = f"{line[:start]} , {line[end:]}"
    return line


def _is_events(before: str, hours: str) -> bool:
    """Whether the last word before an hour that isn't a small one names the event; also where there are no words."""
    words = _WORD.findall(before)
    if any(_AROUND.match(one) for one in words):
        return False
    while words and _SAYS_NOTHING.fullmatch(words[-1]):
        words.pop()
    if not words or _NAMES_EVENT.match(hours) or _INVITES.search(before):
        return True
    if words[-1].lower() == "hours":
        return len(words) == 1
    return _NAMES_EVENT.fullmatch(words[-1]) is not None
