"""Finds sentences that an event is canceled, postponed, or rescheduled, as town calendars write them in places and in
descriptions' first words."""

from __future__ import annotations

import re

from core.items import EventStatus
from scrapers.reading.status.nouns import ABROAD
from scrapers.reading.status.scope import (
    UNKNOWN,
    When,
    is_of_other_days,
    is_of_part,
    others_go_on,
    without_own_hour,
)
from scrapers.reading.status.titles import status_of_marks
from scrapers.reading.status.words import (
    CANCELLED,
    NOTHING_SAID,
    POSTPONED,
    Standing,
    may_be_off,
    status_of_field,
    status_of_label,
)
from scrapers.reading.text import squash

_OFF = r"(?:cancell?ed|postponed|re-?scheduled)"
_OFF_ABROAD = rf"(?:{CANCELLED}|{POSTPONED}|reprogramad[oa]s?)"
_NOT_HELD = (
    r"(?:(?:(?:has|have) been|is|was) called off"
    r"|(?:will (?:not|no longer)|won['’]t) (?:be held|take place|go ahead|happen|occur|meet)"
    r"|(?:is|are) not meeting(?= (?:today|tonight)))"
)
EVENT = (
    r"(?:meeting|event|program|class|show|session|hearing|concert|workshop|performance|tour|market|game|lecture|talk"
    r"|screening|reading|yoga|zumba|pilates|story ?time|festival|fair|parade|activity|night|evening|rehearsal"
    r"|practice|club|group|ride|run"
    r"|walk|hike|dinner|luncheon|brunch|dance|party|gala|recital|seminar|webinar|training|course|camp|clinic|service"
    r"|bingo|trivia|karaoke|open mic|jam|sale|auction|tournament|match|conference|forum|trip)"
)
_LEAD = (
    r"(?:[*!\s]*(?:please note|notice(?: is hereby given)?|note|update(?: [\d/]{3,10})?|attention|important|alert|sorry"
    r"|unfortunately"
    r"|regrettably"
    r"|we (?:regret|are sorry)(?: to (?:say|announce|inform you))?|(?:due to|because of|owing to) [^,.;]{1,60}?"
    r"(?=,| (?:this|today['’]s|tonight['’]s) ))"
    r"\s*[,:!–—-]*\s+(?:that )?){0,3}[*!\s]*"
)
_SUBJECT = (
    r"(?!(?:if|should|when|unless|with|without|in|no|any|every|each|some|most|all|not) )"
    rf"(?P<subject>(?:(?:[\w'’,.&/-]+|\d\d?:\d\d) ){{0,8}}?{EVENT}"
    r"(?: (?:(?:scheduled|planned|set) )?(?:of|on|for|at) [\w ,]{1,40}?|, [^,.!?]{1,60})?)"
)
_PART = re.compile(
    r"\b(?:\d{1,2}(?::\d\d)? ?[ap]\.?m|matinee|early|late|second|first|third|last|next|previous|other|original|outdoor"
    r"|indoor|online|virtual|in-person|opening|closing|children['’]?s|kids['’]?|pre|post|after|(?:19|20)\d\d|that|which"
    r"|who|if|about|cancell?ed|postponed)\b",
    re.IGNORECASE,
)
"""Words in the subject that make it another event, or only a part of this one."""
_DOUBT = re.compile(
    r"(?<![\w-])(?:(?<!trick )(?<!rain )or|otherwise|else|whether|unless|until|once(?! upon)|when|fewer|less|minimum"
    r"|(?:under|below|at least) \d|not enough|too few|means?|in case|in the event|possible|possibly|perhaps|maybe"
    r"|probably|likely|a chance|rumou?r has|rumou?rs say|assuming|provided|absent|never)(?![\w-])",
    re.IGNORECASE,
)
"""Words before the notice that make it a condition, a question, or a rumor: "Pay by Dec 1 or this class is cancelled".
"""
_VERB = rf"(?P<verb>(?:(?:has|have) (?:now )?been|(?:is|are)(?: now| hereby)?|will be|was|were) )?{_OFF}(?![a-z?])"
_WHY = (
    r"(?:due to|because(?: of)?|owing to|for lack of|on account of"
    r"|as (?=there|no |we |the |it )|since (?=there|no |we |the ))"
)
_AGENT = (
    r"by (?:the |its )?"
    r"(?:promoters?|presenters?|artists?|bands?|organi[sz]ers?|venue|hosts?|city|county|library|department"
    r"|rain|snow|storms?|ice|wind|(?:bad |inclement |severe )?weather)"
)
_END = rf"(?:[*!.\s]*$|,? ?{_WHY}|,? (?:for )?(?:today|tonight|the day)[*!.\s]*$| {_AGENT}[*!.\s]*$)"
_TAIL = (
    rf"(?:{_END}| (?:until|to) (?!(?:19|20)\d\d\b)|(?:,| and|, and) (?:refunds?|tickets|all tickets|please|we |sorry)"
    r"|\s+[–—-]\s|;\s|,? and will be )"
)
_BY_US = re.compile(
    rf"{_LEAD}(?:we(?:['’]ve| have)?|the (?:artist|band|venue|promoter|organizer|presenter|city|library)s? ha(?:s|ve))"
    rf" (?:(?:had|have|decided|been forced) to (?:cancel|postpone)|{_OFF})"
    rf" (?:this|the|our|today['’]s|tonight['’]s) (?P<what>(?:[\w'’-]+ ){{0,3}}?{EVENT}){_TAIL}.*",
    re.IGNORECASE,
)
"""`We have had to cancel this event`, `The artist has canceled this show`."""
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
    rf"[*!\s]*(?:{_OFF}|ppd)[:,]? "
    r"(?:due to|by (?:rain|snow|storms?|ice|wind|(?:bad |inclement |severe )?weather)|because of|until|to|from"
    r"|for lack of|for the day|for today|for tonight|today|tonight)\b(?P<tail>.*)",
    re.IGNORECASE,
)
_ENGLISH_OFF = re.compile(_OFF, re.IGNORECASE)
_OPENING = re.compile(r"(?<=[.!?])(?<!\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\.)\s+|\s*\n\s*|\s*--em--\s*")
_DOTTED_HALF = re.compile(r"(?<=\d)( ?)([ap])\.m\.(?=\s+[a-z])")
"""`7 p.m. show`, whose periods end no sentence."""
_LONGEST = 200


_ABROAD = re.compile(
    r"(?:(?:attention|malheureusement|d[ée]sol[ée]s?|info|aviso|atenci[óo]n|lamentablemente|leider|purtroppo|attenzione"
    r"|achtung|avviso)\s?[,:!]+\s*)?"
    rf"(?:[\w'’.&-]+ ){{0,8}}?(?:[ldq]\w*['’])?{ABROAD}(?: [\w'’.&-]+){{0,6}}?"
    r" (?:ha sido|está|queda|se ha|fue|foi|a été|est|sera|è stat[oa]|è|viene|wurde|wird|ist|muss)?"
    rf" ?(?:leider |malheureusement |purtroppo |lamentablemente )?"
    rf"(?P<verb>(?!{_OFF}|called){_OFF_ABROAD}|fällt leider aus)(?!\w)",
    re.IGNORECASE,
)
"""`Este evento ha sido cancelado`, `Le concert est annulé`, `Die Lesung fällt leider aus`."""
_DOUBT_ABROAD = re.compile(
    r"\A[Ss]e\b|[,;] se\b(?! (?:devolver|reembolsar))|\b(?:en cas|en caso|in caso|im fall)\b"
    r"|\b(?:si|wenn|falls|caso|cuando|quand|quando|nicht|pas|não|podría|pourrait|könnte|potrebbe|sauf|salvo|außer)\b"
    r"|\?|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_DOUBT_ABROAD_BEFORE = re.compile(
    r"\b(?:no|nunca|jam[áa]s|tampoco|n['’]|ne|jamais|aucune?|nie(?:mals)?|kein\w*|keinesfalls|n[ãa]o|tampouco|non"
    r"|mai|nessun[oa]?|ning[úu]n\w*|nenhum\w*"
    r"|u|ou|oder|ovvero|oppure|sonst|andernfalls|ansonsten|lo contrario|sinon|autrement|altrimenti|sen[ãa]o"
    r"|menos|moins|weniger|meno|sin|sans|ohne|senza|sem|m[íi]nimo|minimum|mindestens|ob|s['’]il"
    r"|pued[ea]n?|podr[íi]?[aá]n?|peu(?:t|vent)|kann|k[öo]nnen|pu[òo]|possono|pode[mr]?|tal vez|quiz[áa]s?)\b"
    r"|\bo (?:est[ea]|el|la|su|nuestr[oa]|quest[oa]|il|lo|[ld]['’])|\bse (?:l['’]|il\b|l[oa]\b|[oa]\b|quest|est[ea]\b)",
    re.IGNORECASE,
)
"""Words before the participle that deny it, or make it a condition: `no ha sido cancelado`, `o esta clase será
cancelada`. After it, they are about something else: `cancelado, no habrá reembolsos`."""
_SHORT = 100
"""Characters of an opening that is like a title, so that a mark may also be at its end."""


def may_have_notice(text: str) -> bool:
    """A quick look at the beginning of a text, which may have markup: False if it has no notice."""
    return may_be_off(text[: 2 * _LONGEST].lower())


def status_of_opening(description: str, when: When = UNKNOWN) -> Standing:
    """What a description's first sentence says: "CANCELLED - no quorum", "Postponed to May 3", "This meeting has been
    canceled". A sentence about something else, about another day than `when`, or one with an "if", says nothing."""
    text = _DOTTED_HALF.sub(r"\1\2m", description.strip()[: 3 * _LONGEST])
    sentence, *following = _OPENING.split(text, maxsplit=2)
    sentence = sentence[:_LONGEST]
    if not may_be_off(sentence.lower()):
        return NOTHING_SAID
    status = status_of_sentence(sentence, when)
    if status is None:
        found = _ENGLISH_OFF.search(sentence)
        before = sentence[: found.start()] if found else ""
        status = None if is_of_part(before) else status_of_marks(sentence, leading=len(sentence) > _SHORT).status
    if status is None or is_of_other_days(sentence, when) or (following and others_go_on(following[0])):
        return NOTHING_SAID
    return Standing(status)


def status_of_sentence(text: str, when: When = UNKNOWN) -> EventStatus | None:
    line = squash(text)[:_LONGEST]
    if reason := _REASON.fullmatch(line):
        return None if _STILL.search(reason["tail"]) else status_of_label(line).status
    ours = _BY_US.fullmatch(line)
    if ours and not (_STILL.search(line) or _PART.search(ours["what"])):
        return status_of_field(line).status
    found = _SENTENCE.match(line)
    if found is None:
        return _in_sentence_abroad(line)
    if _STILL.search(line, found.end("subject")):
        return None
    subject = without_own_hour(found["subject"], when)
    if is_of_part(subject) or _PART.search(subject) or _DOUBT.search(subject):
        return None
    if found["gone"]:
        return EventStatus.CANCELLED
    verb = (found["verb"] or "").strip().lower()
    if not verb and _TELEGRAM.search(found["subject"]):
        return None
    if verb in ("was", "were") and not re.match(_END, found["tail"], re.IGNORECASE):
        return None
    return status_of_label(line[found.end("subject") :]).status


def _in_sentence_abroad(line: str) -> EventStatus | None:
    found = _ABROAD.match(line)
    if found is None or _DOUBT_ABROAD.search(line) or _DOUBT_ABROAD_BEFORE.search(line, 0, found.start("verb")):
        return None
    return EventStatus.CANCELLED if "leider aus" in found["verb"].lower() else status_of_label(found["verb"]).status
