"""The words that say an event is canceled, moved, or sold out, and what labels and status fields with them say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.items import EventStatus
from scrapers.reading.text import squash


@dataclass(frozen=True, slots=True)
class Standing:
    """What some words say about an event. `status` is None if they say nothing, which doesn't mean "scheduled"."""

    status: EventStatus | None = None
    sold_out: bool = False

    def __or__(self, other: Standing) -> Standing:
        """Both combined; of two statuses the more serious one."""
        statuses = [status for status in _MOST_SERIOUS_FIRST if status in (self.status, other.status)]
        return Standing(statuses[0] if statuses else None, self.sold_out or other.sold_out)


_MOST_SERIOUS_FIRST = (
    EventStatus.CANCELLED,
    EventStatus.RESCHEDULED,
    EventStatus.POSTPONED,
    EventStatus.MOVED_ONLINE,
    EventStatus.SCHEDULED,
)
"""Rescheduled comes before postponed, because "Postponed - new date" has its new date."""

NOTHING_SAID = Standing()

CANCELLED = (
    r"(?:cancell?ed|canx|cxl'?d?|cncl'?d|canc(?:'?d|ld)?|called off|(?:rained|snowed) out"
    r"|cancelad[oa]s?|suspendid[oa]s?|annul[ée]e?s?|annullat[aeio]|cancellat[aeio]"
    r"|abgesagt|ausgefallen|f(?:ä|ae)llt (?:heute )?aus|entf(?:ä|ae)llt)"
)
RESCHEDULED = (
    r"(?:re-?scheduled|resched'?d?|resch(?:'?d)?"
    r"|new date|date changed?|new time|reprogramad[oa]s?|reagendad[oa]s?|remarcad[oa]s?|nueva fecha"
    r"|nova data|nouvelle date|nuova data|neuer termin|moved to (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|next "
    r"(?:week|month)|a (?:new|later) date|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d+|[\d/]+))"
)
POSTPONED = (
    r"(?:postponed|ppd|postp'?d|pstpd|(?:will|to) be re-?scheduled|date to be announced|new date tba"
    r"|aplazad[oa]s?|pospuest[oa]s?|postergad[oa]s?|adiad[oa]s?"
    r"|report[ée]e?s?|rinviat[aeio]|posticipat[aeio]|verschoben)"
)
MOVED_ONLINE = (
    r"(?:moved online|now online|now virtual|moved to virtual|online only"
    r"|moved to (?:zoom|teams|webex|a? ?(?:livestream|webinar)))"
)
SOLD_OUT = r"(?:sold[ _-]?out|agotad[oa]s?|esgotad[oa]s?|esaurit[oa]|ausverkauft|complet)"
"""In English, Spanish, Portuguese, French, Italian, and German; also capitals without their accents (`ANNULE`)."""
MARKS = rf"(?<!\w)(?:{CANCELLED}|{POSTPONED}|{SOLD_OUT}|{MOVED_ONLINE}|re-?scheduled(?! (?:to|from|for|on)\b))(?!\w)"
"""What a list says of one of its dates, as the word alone."""
_NOT = r"(?<!\w)(?<!not )(?<!no longer )(?<!nicht )(?<!pas )(?<!non )(?<!un-)"
_DENIED = re.compile(
    r"(?<!\w)(?:no|nunca|jam[áa]s|jamais|tampoco|n[ãa]o|non|nie|niemals)"
    r" (?:(?:ha|han|se|sido|fue|fueron|está|están|foi|será|été|è|stat[oa]|più|wurde|wird) ){0,3}"
    rf"(?!cancell?ed|postponed)(?:{CANCELLED}|{RESCHEDULED}|{POSTPONED})(?!\w)"
)
"""`no cancelado`, `no ha sido aplazada`."""
_NOT_YET = rf"{_NOT}(?<!will be )(?<!to be )"
_FROM_OLD_DATE = (
    r"(?:postponed|ppd|postp'?d) from (?:the )?(?:original|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    r"|mon|tue|wed|thu|fri|sat|sun)[a-z]*|\d{1,2}/\d)\b(?!.*\b(?:to|until|till?|new date|tb[acd])\b)"
)
"""`Postponed from Dec 4`: the event already has its new date."""
_WORDS = {
    EventStatus.CANCELLED: re.compile(rf"{_NOT}{CANCELLED}(?!\w)"),
    EventStatus.RESCHEDULED: re.compile(
        rf"{_NOT}(?<!will be )(?<!to be )(?:{RESCHEDULED}|{_FROM_OLD_DATE})(?!:? (?:tb[acd]|(?:to|will) be ))(?!\w)"
    ),
    EventStatus.POSTPONED: re.compile(rf"{_NOT}{POSTPONED}(?!\w)"),
    EventStatus.MOVED_ONLINE: re.compile(rf"(?<!\w){MOVED_ONLINE}(?!\w)"),
}
_SOLD_OUT_WORD = re.compile(rf"{_NOT}(?<!nearly )(?<!almost ){SOLD_OUT}(?!\w)")
_HEDGED = re.compile(
    r"\b(?:(?<!to )(?<!until )(?<!till )(?<!for )(?<!from )(?<!in )may(?! \d)"
    r"|might|could|can|would|should|was|were|if|unless|not|never|no longer"
    r"|partial|partially|partly|some|almost"
    r"|nearly|previously|formerly|pending|requested|possibly|probably|likely|except)\b|\?|\bun-?(?:cancel|postpone)"
)
_FIELD_WORDS = (
    (EventStatus.CANCELLED, re.compile(r"\b(?:cancel|cancels|cancell?ations?|called off|(?:rained|snowed) out)\b")),
    (EventStatus.POSTPONED, re.compile(r"\b(?:postpone|postponement)\b")),
    (EventStatus.RESCHEDULED, re.compile(r"\b(?:reschedule|rescheduling|moved to next)\b")),
    (EventStatus.MOVED_ONLINE, re.compile(r"\bmoved to (?:zoom|teams|webex|a? ?(?:livestream|webinar))\b")),
)
_ADDRESS_OF_WORD = re.compile(r"https?://\S*[/#]")
_NEW_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


def may_be_off(text: str) -> bool:
    """A quick look at a text in small letters: False if it has no word for canceled, postponed, or rescheduled.
    Written out, because a loop takes three times as long, and every event of a feed is looked at. `ado` and `ada` end
    such words in Spanish and Portuguese."""
    return (
        "canc" in text
        or "cncl" in text
        or "postp" in text
        or "pstpd" in text
        or "ppd" in text
        or "sched" in text
        or "resch" in text
        or "called off" in text
        or "ed out" in text
        or "not h" in text
        or "not being" in text
        or "n't h" in text
        or "n’t h" in text
        or "n't being" in text
        or "n’t being" in text
        or "will not" in text
        or "no longer" in text
        or "won't" in text
        or "won’t" in text
        or "not meeting" in text
        or may_say_none(text)
        or "canx" in text
        or "cxl" in text
        or "annul" in text
        or "ado" in text
        or "ada" in text
        or "suspendid" in text
        or "pospuest" in text
        or "report" in text
        or "abgesagt" in text
        or "ausgefallen" in text
        or "llt" in text
        or "verschoben" in text
        or "rinviat" in text
        or "posticipat" in text
    )


def may_say_none(text: str) -> bool:
    """Whether a text in small letters may say that there is no class today."""
    return "no " in text or "kein" in text or "pas d" in text or "niente " in text or "não " in text or "sem " in text


def may_say(text: str) -> bool:
    """The same for all words that a title may be marked with."""
    return (
        may_be_off(text)
        or "sold" in text
        or "date" in text
        or "new time" in text
        or "moved " in text
        or "online" in text
        or "virtual" in text
        or "fecha" in text
        or "data" in text
        or "neuer termin" in text
        or "complet" in text
        or "esaurit" in text
        or "ausverkauft" in text
    )


def status_of_field(text: str) -> Standing:
    """What the value of a status field says that the standards don't know: `EventCancelled`,
    `https://schema.org/EventPostponed`, `MOVED TO DEC 12`, `CANCEL`. "May be cancelled" and "was cancelled" say
    nothing.
    """
    words = squash(_NEW_WORD.sub(" ", _ADDRESS_OF_WORD.sub("", text)))
    lowered = words.lower()
    if _HEDGED.search(lowered):
        return NOTHING_SAID
    said = status_of_label(words)
    status = said.status or next((status for status, word in _FIELD_WORDS if word.search(lowered)), None)
    return Standing(status, said.sold_out)


def status_of_label(label: str) -> Standing:
    """What the text or the class names of a button, badge, or status line say. The words count anywhere in the label.

    "Sales are closed", "limited seating", and "on sale soon" say nothing about the event. Neither does "not cancelled".
    """
    lowered = _DENIED.sub("", squash(label).lower().replace("_", " "))
    said = [status for status in _MOST_SERIOUS_FIRST if status in _WORDS and _WORDS[status].search(lowered)]
    return Standing(said[0] if said else None, bool(_SOLD_OUT_WORD.search(lowered)))
