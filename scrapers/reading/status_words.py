"""Finds words in titles and button labels that say an event is canceled, moved, or sold out.

"The Cancelled Wedding" is a play that takes place. In a title a word counts only if it is set apart as a mark; in the
labels and class names of buttons it counts anywhere.
"""

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

_CANCELLED = r"(?:cancell?ed|cxl'?d?)"
_RESCHEDULED = r"rescheduled|re-scheduled|new date|date change|date changed|new time"
_POSTPONED = r"postponed|date to be announced|new date tba"
_MOVED_ONLINE = r"moved online|now online|now virtual|moved to virtual|online only"
_SOLD_OUT = r"sold[ _-]?out"
_WORDS = {
    EventStatus.CANCELLED: re.compile(rf"(?<![a-z])(?<!not )(?:{_CANCELLED})(?![a-z])"),
    EventStatus.RESCHEDULED: re.compile(rf"(?<![a-z])(?<!not )(?:{_RESCHEDULED})(?! tb[acd])(?![a-z])"),
    EventStatus.POSTPONED: re.compile(rf"(?<![a-z])(?<!not )(?:{_POSTPONED})(?![a-z])"),
    EventStatus.MOVED_ONLINE: re.compile(rf"(?<![a-z])(?:{_MOVED_ONLINE})(?![a-z])"),
}
_SOLD_OUT_WORD = re.compile(rf"(?<![a-z])(?<!not )(?<!nearly )(?<!almost )(?:{_SOLD_OUT})(?![a-z])")

_NO_MARK = Standing()

_MARK = rf"(?:{_CANCELLED}|{_RESCHEDULED}|{_POSTPONED}|{_MOVED_ONLINE}|{_SOLD_OUT})"
_ADDED = r"(?: (?:date|dates|show|event|performance|to|until|for|from|due|the|weather|and|&|new|tba|tbd|tbc|now|today))"
_LEAD = r"(?:(?:event|meeting|show|performance|this event is|has been|now) )?"
_MARK_PHRASE = rf"{_LEAD}{_MARK}(?:,? ?(?:and|&|/|[-–—])? ?{_MARK}|{_ADDED}){{0,6}}"
_ANY_MARK = re.compile(_MARK)
_ALONE = re.compile(rf"[*!\s]*{_MARK_PHRASE}[*!.\s]*\Z")
_EXPLAINED = re.compile(rf"{_LEAD}{_MARK}[:,]? (?:from|to|until|for|due) .{{1,60}}\Z")
_PREFIX = re.compile(rf"[*!\s]*({_MARK_PHRASE})(?:\s*[*!]+|\s*[:|/~]|\s+[-–—]\s|\s*[–—]|\.\s)")
_SUFFIX = re.compile(rf"(?:[*|:/~]|\s[-–—]|[–—])[\s*!]*({_MARK_PHRASE})[*!.\s]*\Z")
_KIND_OF_WORK = (
    r"(?:musical|movie|film|play|comedy|story|documentary|opera|operetta|revue|memoir|drama|novel|album|(?<=man )show)"
)
_ANY_WORK = (
    r"(?:brand-?new|new|original|live|true|love|ghost|short|modern|dark|black|romantic|rock|folk|punk|pop|jazz|hip-?hop"
    r"|country|chamber|comic|musical|solo|one-(?:wo)?man|two-act|one-act|stand-?up|sketch|feature)"
)
_SUBTITLE = re.compile(
    rf"[*!\s]*[a-z ]+\s*[:.!|–—-]+\s*(?:the|an?)\s(?:{_ANY_WORK} ){{0,2}}{_KIND_OF_WORK}"
    r"(?: (?:by|about|in (?:one|two|three|\d) acts?|with songs)\b.*|\s*[(\[|/–—-].*|[!.\s]*)\Z"
)
"""`Sold Out: The Musical` and `Cancelled: A Love Story` are titles: what follows the colon only says what kind of work
it is. `Cancelled: A Christmas Story` isn't."""
_SUFFIX_WORD = re.compile(r"(?:CANCELL?ED|POSTPONED|RESCHEDULED)[!.\s]*\Z")
_NO_SUFFIX = re.compile(
    r"\b(?:the|an?|be|been|get|gets|getting|never|not|who|why|is|are|of|my|our)\s+\Z", re.IGNORECASE
)
_AFTER_COMMA = re.compile(r", ?(cancell?ed|postponed|rescheduled)[!.\s]*\Z", re.IGNORECASE)
_STUCK = re.compile(r"(cancell?ed|postponed|rescheduled)-(?=[A-Z])(?!Culture)", re.IGNORECASE)
_HEDGED = re.compile(
    r"\b(?:may|might|could|can|would|should|was|were|if|unless|not|never|no longer|partial|partially|partly|some|almost"
    r"|nearly|previously|formerly|possibly|probably|likely|except)\b|\?|\bun-?(?:cancel|postpone)"
)
_FIELD_WORDS = (
    (EventStatus.CANCELLED, re.compile(r"\b(?:cancel|cancels|cancell?ations?|called off)\b")),
    (EventStatus.POSTPONED, re.compile(r"\b(?:postpone|postponement)\b")),
    (
        EventStatus.RESCHEDULED,
        re.compile(
            r"\b(?:reschedule|rescheduling)\b|\bmoved to (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|next "
            r"|a (?:new|later) date"
            r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d|\d)"
        ),
    ),
    (EventStatus.MOVED_ONLINE, re.compile(r"\bmoved to (?:zoom|teams|webex|a? ?(?:livestream|webinar))\b")),
)
_ADDRESS_OF_WORD = re.compile(r"https?://\S*[/#]")
_NEW_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BRACKETS = re.compile(r"[(\[{<【［]([^()\[\]{}<>【】［］]{1,60})[)\]}>】］]")
_SHOUTED = re.compile(r"([A-Z][A-Z-]*(?: (?:OUT|DATE|ONLINE))?) (?=[A-Z0-9\"'“‘]?[\w])")


def status_of_title(title: str, *, leading: bool = False) -> Standing:
    """What the marks on a title say: `RESCHEDULED: x`, `x | Rescheduled`, `[POSTPONED] x`, `CANCELLED - x`,
    `x (Canceled)`, `SOLD OUT! x`, and `CANCELLED Some Name`, in capitals before a title that isn't all capitals. With
    `leading`, only marks at the beginning count.
    """
    one_line = squash(title)
    lowered = one_line.lower()
    if not _ANY_MARK.search(lowered):
        return _NO_MARK
    marks = [
        found[1]
        for found in _BRACKETS.finditer(lowered)
        if (_ALONE.match(found[1]) or _EXPLAINED.match(found[1])) and not (leading and found.start())
    ]
    if (found := _PREFIX.match(lowered)) and not _SUBTITLE.match(lowered):
        marks.append(found[1])
    if found := _STUCK.match(one_line):
        marks.append(found[1])
    if not leading:
        marks += _at_the_end(one_line)
    if not leading and (found := _SUFFIX.search(lowered)):
        marks.append(found[1])
    if _ALONE.match(lowered):
        marks.append(lowered)
    if not one_line.isupper() and (found := _SHOUTED.match(one_line)) and _ALONE.match(found.group(1).lower()):
        marks.append(found.group(1))
    return status_of_label(" ; ".join(marks))


def _at_the_end(title: str) -> list[str]:
    """`Tin Herons CANCELLED`, `TIN HERONS CANCELLED`, and `Tin Herons, cancelled`, but not `Loved, Lost, Cancelled`."""
    if (found := _SUFFIX_WORD.search(title)) and found.start() and not _NO_SUFFIX.search(title[: found.start()]):
        return [found[0].lower()]
    found = _AFTER_COMMA.search(title)
    return [found[1]] if found and found[1].islower() and not title[: found.start()].islower() else []


def status_of_field(text: str) -> Standing:
    """What the value of a status field says that the standards don't know: `EventCancelled`,
    `https://schema.org/EventPostponed`, `MOVED TO DEC 12`, `CANCEL`. "May be cancelled" and "was cancelled" say
    nothing.
    """
    words = squash(_NEW_WORD.sub(" ", _ADDRESS_OF_WORD.sub("", text)))
    lowered = words.lower()
    if _HEDGED.search(lowered):
        return _NO_MARK
    said = status_of_label(words)
    status = said.status or next((status for status, word in _FIELD_WORDS if word.search(lowered)), None)
    return Standing(status, said.sold_out)


def status_of_label(label: str) -> Standing:
    """What the text or the class names of a button, badge, or status line say. The words count anywhere in the label.

    "Sales are closed", "limited seating", and "on sale soon" say nothing about the event. Neither does "not cancelled".
    """
    lowered = squash(label).lower().replace("_", " ")
    said = [status for status in _MOST_SERIOUS_FIRST if status in _WORDS and _WORDS[status].search(lowered)]
    return Standing(said[0] if said else None, bool(_SOLD_OUT_WORD.search(lowered)))
