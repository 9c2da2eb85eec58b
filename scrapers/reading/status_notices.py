"""Finds notices that an event is canceled, postponed, or rescheduled where town calendars write them: in the place, or
in the description's first words."""

from __future__ import annotations

import re
from dataclasses import replace

from core.items import EventStatus, Venue
from scrapers.reading.status_words import Standing, status_of_label, status_of_title
from scrapers.reading.text import squash

_OFF = r"(?:cancell?ed|postponed|re-?scheduled)"
_NOT_HELD = (
    r"(?:(?:(?:has|have) been|is|was) called off|(?:will not|won['’]t) (?:be held|take place|go ahead|happen|occur))"
)
_ANY = re.compile(rf"{_OFF}|{_NOT_HELD}", re.IGNORECASE)
_EVENT = (
    r"(?:meeting|event|program|class|show|session|hearing|concert|workshop|performance|tour|market|game|lecture|talk"
    r"|screening|reading|story ?time|festival|fair|parade|activity)"
)
_LEAD = (
    r"(?:[*!\s]*(?:please note|notice|note|update|attention|important|alert|sorry|unfortunately|regrettably"
    r"|we (?:regret|are sorry)(?: to (?:say|announce|inform you))?|(?:due to|because of|owing to) [^,.;]{1,60}(?=,))"
    r"\s*[,:!–—-]*\s+(?:that )?){0,3}[*!\s]*"
)
_SUBJECT = (
    r"(?!(?:if|should|when|unless|in|no|any|every|each|some|most|all|not) )"
    rf"(?P<subject>(?:[\w'’,.&/-]+ ){{0,8}}?{_EVENT}"
    r"(?: (?:of|on|for|at) [\w ,]{1,40}?|, [^,.!?]{1,60})?)"
)
_PART = re.compile(
    r"\b(?:\d{1,2}(?::\d\d)? ?[ap]\.?m|matinee|early|late|second|first|third|last|next|previous|other|original|outdoor"
    r"|indoor|online|virtual|in-person|opening|closing|children['’]?s|kids['’]?|pre|post|after|(?:19|20)\d\d|that|which"
    r"|who|if|about|cancell?ed|postponed)\b",
    re.IGNORECASE,
)
"""Words in the subject that make it another event, or only a part of this one."""
_VERB = rf"(?P<verb>(?:(?:has|have) (?:now )?been|(?:is|are)(?: now| hereby)?|will be|was|were) )?{_OFF}(?![a-z?])"
_WHY = (
    r"(?:due to|because(?: of)?|owing to|for lack of|on account of"
    r"|as (?=there|no |we |the |it )|since (?=there|no |we |the ))"
)
_AGENT = (
    r"by (?:the |its )?"
    r"(?:promoters?|presenters?|artists?|bands?|organi[sz]ers?|venue|hosts?|city|county|library|department)"
)
_END = rf"(?:[*!.\s]*$|,? ?{_WHY}|,? (?:for )?(?:today|tonight|the day)[*!.\s]*$| {_AGENT}[*!.\s]*$)"
_TAIL = (
    rf"(?:{_END}| (?:until|to) (?!(?:19|20)\d\d\b)|(?:,| and|, and) (?:refunds?|tickets|all tickets|please|we |sorry)"
    r"|\s+[–—-]\s)"
)
_SENTENCE = re.compile(
    rf"{_LEAD}{_SUBJECT},? (?:{_VERB}(?:\s?(?:/|and|&|,)\s?{_OFF})?(?P<tail>{_TAIL}.*)|(?P<gone>{_NOT_HELD}){_END}.*)",
    re.IGNORECASE,
)
"""`This meeting is cancelled`, `Please note: the Dec 4 hearing has been postponed`, `Meeting canceled`. What follows
decides: a reason or a new date does, but "cancelled on December 24 and 31" is about some dates only."""
_TELEGRAM = re.compile(r"\b(?:a|an|the|our|my|his|her|their|of|about)\b", re.IGNORECASE)
"""Words that a notice without a verb leaves out: "Meeting canceled" is one, "the game cancelled by war" isn't."""
_STILL = re.compile(
    r"\b(?:back|returns?|finally|goes? ahead|takes place|except|but|instead|only|still|again|twice|if|unless"
    r"|in case|when|in (?:19|20)\d\d)\b",
    re.IGNORECASE,
)
"""Words after the notice with which the event does take place, or perhaps."""
_REASON = re.compile(
    rf"[*!\s]*{_OFF}[:,]? "
    r"(?:due to|because of|until|to|from|for lack of|for the day|for today|for tonight|today|tonight)\b(?P<tail>.*)",
    re.IGNORECASE,
)
_SENTENCES = re.compile(rf"(?<=[.!?])\s+|\s*\n\s*|\s*--em--\s*|,\s+(?=(?:this|the) {_EVENT})", re.IGNORECASE)
_OPENING = re.compile(r"(?<=[.!?])\s+|\s*\n\s*|\s*--em--\s*")
_LONGEST = 200


_BRACKETS = re.compile(r"\s*[(\[{<]([^()\[\]{}<>]{1,60})[)\]}>]\s*")
_MARKS = (
    re.compile(rf"\s*[(\[{{<]\s*{_OFF}[^)\]}}>]{{0,60}}[)\]}}>]\s*", re.IGNORECASE),
    re.compile(rf"^[*!\s]*(?:{_EVENT} )?{_OFF}(?:[*!\s]*$|\s*[*!:|/~]+\s*|\s*[-–—]+\s+)", re.IGNORECASE),
    re.compile(r"^(?:CANCELL?ED|POSTPONED|RESCHEDULED)\s+(?=[A-Z])"),
    re.compile(rf"\s*(?:[*:|/~!]|\s[-–—])[\s*!]*{_OFF}[*!.\s]*$", re.IGNORECASE),
)


def with_notices(standing: Standing, venue: Venue | None, description: str | None) -> tuple[Standing, Venue | None]:
    """The standing combined with what the place and the description say, and the venue without the notice."""
    standing |= status_of_opening(description or "")
    if venue is None or not _ANY.search(f"{venue.name} {venue.address}"):
        return standing, venue
    name, of_name = _without_notices(venue.name)
    address, of_address = _without_notices(venue.address)
    place = replace(venue, name=name, address=address)
    standing |= of_name | of_address
    return standing, place if name or address or venue.latitude is not None else None


def _without_notices(place: str | None) -> tuple[str | None, Standing]:
    """The sentences and lines of a place without its notices, and what these say."""
    if place is None or not _ANY.search(place):
        return place, Standing()
    standing, kept = Standing(), []
    for part in _SENTENCES.split(place):
        inside = [status for found in _BRACKETS.finditer(part) if (status := _in_sentence(found[1])) is not None]
        status = _in_sentence(part) or status_of_title(part).status or next(iter(inside), None)
        standing |= Standing(status)
        kept.append(part if status is None else _without_notice(part))
    return ", ".join(part for part in kept if part) or None, standing


def may_have_notice(text: str) -> bool:
    """A quick look at the beginning of a text, which may have markup: False if it has no notice. Written out, because a
    loop takes three times as long, and every event of a feed is looked at."""
    opening = text[: 2 * _LONGEST].lower()
    return (
        "cancel" in opening
        or "postpone" in opening
        or "scheduled" in opening
        or "called off" in opening
        or "will not" in opening
        or "won't" in opening
        or "won’t" in opening
    )


def status_of_opening(description: str) -> Standing:
    """What a description's first sentence says: "CANCELLED - no quorum", "Postponed to May 3", "This meeting has been
    canceled". A sentence about something else, or one with an "if", says nothing."""
    sentence = _OPENING.split(description.strip(), maxsplit=1)[0]
    if not _ANY.search(sentence[:_LONGEST]):
        return Standing()
    return Standing(_in_sentence(sentence) or status_of_title(sentence[:_LONGEST], leading=True).status)


def _in_sentence(text: str) -> EventStatus | None:
    line = squash(text)[:_LONGEST]
    if reason := _REASON.fullmatch(line):
        return None if _STILL.search(reason["tail"]) else status_of_label(line).status
    found = _SENTENCE.match(line)
    if found is None or _PART.search(found["subject"]) or _STILL.search(line, found.end("subject")):
        return None
    if found["gone"]:
        return EventStatus.CANCELLED
    verb = (found["verb"] or "").strip().lower()
    if not verb and _TELEGRAM.search(found["subject"]):
        return None
    if verb in ("was", "were") and not re.match(_END, found["tail"], re.IGNORECASE):
        return None
    return status_of_label(line[found.end("subject") :]).status


def _without_notice(name: str) -> str:
    """`Town Hall` for `EVENT CANCELED – Town Hall` and `Town Hall (Postponed)`; "" for a notice alone."""
    rest = _BRACKETS.sub(lambda found: " " if _in_sentence(found[1]) else found[0], name)
    for mark in _MARKS:
        rest = mark.sub(" ", rest)
    return "" if _in_sentence(rest) else squash(rest)
