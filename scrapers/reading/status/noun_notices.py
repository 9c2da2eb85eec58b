"""Puts notices that use a noun in the words that the other modules know: "Notice of Cancellation: Planning Board"."""

from __future__ import annotations

import re

from scrapers.reading.status.nouns import HAS_NOUN, MEETINGS

_NOUN = r"(?:cancell?ation|postponement|rescheduling)"
_OFF = r"(?:cancell?ed|postponed|re-?scheduled)"
_BEGINS = r"(?:\A|(?<=[:|/(\[*•·!]|[–—])|(?<=[\s*|/][-*|/] )|(?<=[:|•·–—] )|(?<=\. ))"
_ENDS = r"(?=\s*(?:\Z|[:|/)\]*•·!–—]|\.(?:\s|\Z)|-+\s|\s-))"
_NOTICE = re.compile(
    rf"{_BEGINS}(?:(?:official|public) )?(?:notice of (?:(?:an?|the) )?(?:{MEETINGS} )?{_NOUN}"
    rf"(?: of (?:(?:an?|the) )?(?:[\w'’]+ ){{0,5}}?{MEETINGS})?"
    rf"|notice of (?:(?:an?|the) )?{_OFF}(?: \w+){{0,4}}? {MEETINGS}"
    rf"|(?:{MEETINGS} )?{_NOUN} notice){_ENDS}",
    re.IGNORECASE,
)
"""The whole part of a title, or the first words of a description: "Notice of Cancelled Meeting", "Notice of
Cancellation of Regular Meeting"."""
_OF_MEETING = re.compile(rf"\b(?P<meeting>{MEETINGS}) {_NOUN}(?: notice)?{_ENDS}", re.IGNORECASE)
_ALONE = re.compile(rf"{_BEGINS}{_NOUN}{_ENDS}", re.IGNORECASE)
_POLICY = re.compile(
    r"\d+[- ](?:hours?|days?|weeks?)\b|\b(?:policy|policies|fees?|in writing|in advance|required"
    r"|please (?:give|call|email)|must be (?:made|given|received|submitted|sent))\b",
    re.IGNORECASE,
)
"""What guests must do if they cancel: "Notice of cancellation: 24 hours"."""


def in_known_words(text: str) -> str:
    """`Cancelled: Planning Board` for "Notice of Cancellation: Planning Board". A policy stays as it is."""
    if "otice" not in text and "OTICE" not in text and _OF_MEETING.search(text) is None:
        return text
    if _POLICY.search(text):
        return text
    text = _NOTICE.sub(lambda found: _participle(found[0]), text)
    return _OF_MEETING.sub(lambda found: f"{found['meeting']} {_participle(found[0])}", text)


def in_known_words_of_titles(title: str) -> str:
    """The same, and `Cancelled: Planning Board` for "Cancellation: Planning Board". "Cancellation" alone is a name."""
    found = _ALONE.search(title)
    if found is None or found[0] == title.strip() or _POLICY.search(title):
        return title
    if found.start() and HAS_NOUN.search(title) is None:
        return title
    return title[: found.start()] + _participle(found[0]) + title[found.end() :]


def _participle(notice: str) -> str:
    lower = notice.lower()
    word = "Cancelled" if "cancel" in lower else "Postponed" if "postpone" in lower else "Rescheduled"
    return word.upper() if notice.isupper() else word
