"""Puts notices that use a noun in the words that the other modules know: "Notice of Cancellation: Planning Board"."""

from __future__ import annotations

import re

from scrapers.reading.status.nouns import ABROAD, ENGLISH, HAS_NOUN, MEETINGS
from scrapers.reading.status.words import may_say_none

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
_NOW = r"(?:(?:for )?(?:today|tonight)|this (?:morning|afternoon|evening|week|month))"
_NOW_ABROAD = (
    r"(?:hoy|esta (?:noche|tarde|semana)|aujourd['’]hui|ce soir|cette semaine|heute(?: abend)?|diese woche|oggi|stasera"
    r"|questa (?:sera|settimana)|hoje|esta noite)"
)
_NONE_ABROAD = r"(?:no (?:hay|habrá)|pas d(?:e |['’])|keine? |niente |nessun[ao]? |não (?:há|haverá) |sem )"
_NONE_NOW = re.compile(
    rf"{_BEGINS}(?:(?:sorry|note|reminder|attention|update)[,:!] )?(?:"
    rf"(?:there (?:is|are|will be) )?no (?:[\w'’-]+ ){{0,2}}?{ENGLISH} {_NOW}"
    r"(?:,? (?:due to|because|as|since) [^:|]{1,60})?"
    rf"|{_NOW_ABROAD},? (?:ist |es )?{_NONE_ABROAD} ?{ABROAD}|{_NONE_ABROAD} ?{ABROAD} {_NOW_ABROAD}){_ENDS}",
    re.IGNORECASE,
)
"""`No class today`, `Hoy no hay clase`. "No class Dec 24" is about one date of a series."""
_NONE_AT_ALL = re.compile(
    rf"{_BEGINS}(?:no (?:{MEETINGS}|program|story ?time|bingo|trivia|karaoke|yoga)"
    r"|pas de (?:cours|concert|s[ée]ance|r[ée]union|atelier|spectacle|r[ée]p[ée]tition)"
    rf"|keine? (?:\w*kurs|\w*probe|training|treffen|konzert|sitzung|unterricht)){_ENDS}",
    re.IGNORECASE,
)
"""`No meeting - Planning Board`, `Yoga (no class)`."""
_NONE_IN_SPANISH = re.compile(
    rf"{_BEGINS}no (?:hay|habrá) (?:clases?|concierto|funci[óo]n|reuni[óo]n|taller|sesi[óo]n|curso|evento"
    rf"|ensayo|charla)(?: de \w+)?{_ENDS}",
    re.IGNORECASE,
)
"""A sentence, so that it needs no "today" and may be alone: `No hay clase`."""
_NOT_TODAY = re.compile(
    rf"(?:{_BEGINS}|(?P<subject>\A[^:|]*?[\w)]),?\s(?:(?:is|are)\s)?)(?:not|(?:is|are)n['’]t)\s(?:being\s)?"
    rf"(?:held|meeting|happening) (?:today|tonight|this week){_ENDS}",
    re.IGNORECASE,
)
"""`Yoga not held today`."""
_CONDITION = re.compile(r"\b(?:if|when|why|how|who|what|that|which|never|not|no|unless|whether|or)\b|\?", re.IGNORECASE)
_A_NAME = re.compile(
    r"\s*[:–—-]+\s*(?:the|an?) (?:[\w'’-]+ ){0,2}(?:band|duo|trio|quartet|orchestra|ensemble|troupe|tour|exhibit)\b",
    re.IGNORECASE,
)
"""What follows a name: `No Class: the punk band`."""
_POLICY = re.compile(
    r"\d+[- ](?:hours?|days?|weeks?)\b|\b(?:policy|policies|fees?|in writing|in advance|required"
    r"|please (?:give|call|email)|must be (?:made|given|received|submitted|sent))\b",
    re.IGNORECASE,
)
"""What guests must do if they cancel: "Notice of cancellation: 24 hours"."""


def in_known_words(text: str) -> str:
    """`Cancelled: Planning Board` for "Notice of Cancellation: Planning Board". A policy stays as it is."""
    if may_say_none(text.lower()):
        text = _NONE_IN_SPANISH.sub("Cancelled", _NONE_NOW.sub("Cancelled", text))
    today = _NOT_TODAY.search(text) if "not" in text.lower() or "n't" in text or "n’t" in text else None
    if today is not None and not _CONDITION.search(today["subject"] or ""):
        before = f"{today['subject']} - " if today["subject"] else text[: today.start()]
        text = f"{before}Cancelled{text[today.end() :]}"
    if "otice" not in text and "OTICE" not in text and _OF_MEETING.search(text) is None:
        return text
    if _POLICY.search(text):
        return text
    text = _NOTICE.sub(lambda found: _participle(found[0]), text)
    return _OF_MEETING.sub(lambda found: f"{found['meeting']} {_participle(found[0])}", text)


def in_known_words_of_titles(title: str) -> str:
    """The same, and `Cancelled: Planning Board` for "Cancellation: Planning Board" and "No meeting: Planning Board".
    "Cancellation" or "No Class" alone is a name."""
    if may_say_none(title.lower()) and (none := _NONE_AT_ALL.search(title)) and none[0] != title.strip(" .!"):
        if _A_NAME.match(title, none.end()):
            return title
        return title[: none.start()] + "Cancelled" + title[none.end() :]
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
