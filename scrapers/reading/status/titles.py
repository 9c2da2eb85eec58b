"""Finds marks in titles that say an event is canceled, moved, or sold out.

"The Cancelled Wedding" is a play that takes place, and so is "Postponed". In a title a word counts only where it is set
apart as a mark, or where the title says that something which can be canceled is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from core.items import EventStatus
from scrapers.reading.status.noun_notices import in_known_words, in_known_words_of_titles
from scrapers.reading.status.nouns import ENDS_WITH_NOUN, HAS_NOUN, MEETINGS
from scrapers.reading.status.words import (
    CANCELLED,
    MOVED_ONLINE,
    NOTHING_SAID,
    POSTPONED,
    RESCHEDULED,
    SOLD_OUT,
    Standing,
    may_say,
    status_of_label,
)
from scrapers.reading.text import squash

_OFF = rf"(?:{CANCELLED}|{POSTPONED}|re-?scheduled|reprogramad[oa]s?)"
_MARK = rf"(?:{CANCELLED}|{RESCHEDULED}|{POSTPONED}|{MOVED_ONLINE}|{SOLD_OUT})"
_PASSIVE = r"(?:(?:has|have) (?:now )?been|will be|ha sido|a été|è stat[oa]|wurde|foi)"
_COPULA = rf"(?:{_PASSIVE}|(?:is|are)(?: now)?|was|were|now|est|está|fue|è|ist)"
_LEAD = (
    r"(?:(?:(?:this|the|our|today['’]s|tonight['’]s) )?(?:event|meeting|show|performance|class|program|concert)s? )?"
    rf"(?:{_COPULA} )?"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_WHEN = (
    rf"(?:{_MONTH}\b|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\b|\d|tb[acd]\b|(?:a )?(?:later|new|future|next)\b"
    r"|further notice|spring|summer|fall|winter|tomorrow|today|tonight|nuevo aviso|data da)"
)
_WEATHER = (
    r"(?:(?:bad |inclement |severe |wet )?(?:weather|grounds|fields?)|rain|snow|storms?|ice|heat|wind|hurricane"
    r"|covid(?:-?19)?|illness|flooding|smoke)"
)
_REST = (
    rf"(?:today|tonight|(?:to|until|till?|from|for|on|al|a|au|auf|bis|até|para|hasta) (?:the |el |le )?{_WHEN}"
    r"|due to|because of|owing to|for lack of|on account of|por|pour cause|wegen|per"
    rf"|by (?:the )?(?:(?:artist|band|promoter|organizer|venue|host)s?|{_WEATHER})\b)"
)
"""How a mark goes on: "Postponed to May 3", "Canceled due to rain", but not "Cancelled by Request"."""
_ADDED = (
    r"(?: (?:date|dates|show|event|performance|to|until|for|from|due|the|weather|and|&|new|tba|tbd|tbc|now|today"
    r"|tonight))"
)
_PHRASE = rf"{_LEAD}{_MARK}(?:,? ?(?:and|&|/|[-–—])? ?{_MARK}|{_ADDED}){{0,6}}"
_NOT_HELD = (
    r"(?:(?:will not|won['’]t) (?:be held|take place|meet)(?: (?:today|tonight|this week))?"
    r"|(?:is|are) not meeting (?:today|tonight|this week)|(?:is|are) no longer (?:taking place|going ahead))"
)
_ALONE = re.compile(
    rf"\W*(?:{_PHRASE}[^\w?]*|{_LEAD}{_NOT_HELD}[.\s]*|{_MARK}[:,]? {_REST}.{{0,60}}"
    rf"|{_MARK}\s?[(–—-]+\s?{_WEATHER}\)?"
    rf"|(?:{_WEATHER}|{_MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?) {_OFF}\W*)\Z"
)
_HELD = re.compile(_NOT_HELD)
_IN_BRACKETS = re.compile(rf"\W*{_LEAD}{_MARK}(?:\s*[,:;–—!]|\s-|-\s| (?:from|to|until|for|because|by)\b).{{1,60}}\Z")
_BARE = re.compile(rf"{_MARK}(?: (?:show|event|performance))?[.!]*\Z")
_BRACKETS = re.compile(r"[(\[{<【［]+([^()\[\]{}<>【】［］]{1,60})[)\]}>】］]+")
_CAPITALS = (
    r"(?:CANCELL?ED|CANX|CXL|POSTPONED|RESCHEDULED|ANNUL[ÉE]E?S?|CANCELAD[OA]|ABGESAGT|ANNULLAT[OA]|APLAZAD[OA]|REPORTÉE?"
    r"|VERSCHOBEN|RINVIAT[OA]|ADIAD[OA]|ENTFÄLLT|PPD)"
)
_SEPARATOR = re.compile(
    r"\s*(?:[*|/•·~=_!]|:(?!\d)|<+|>+|[^\w\s!-/:-@\[-`{-~’‘“”«»„…°©®™\u0300-\u036f]|\s[-–—]+|[-–—]+\s|[–—]|--+|\.\s|\s-(?=\w)"
    rf"|(?<=\w)-(?={_CAPITALS}\b)|(?<=[eE][dD])-(?=[A-Z])(?!Culture))+\s*"
)
"""What sets a part of a title apart: also stars, emoji, and a hyphen before `CANCELLED`. Quotes make a name."""
_PART_AND_SEPARATOR = re.compile(rf"(?P<part>.*?)(?P<separator>{_SEPARATOR.pattern}|\Z)")
_SHOUTED_FIRST = re.compile(r"(?!PPD\b)([A-ZÀ-Ý][A-ZÀ-Ý-]*(?: (?:OUT|DATE|ONLINE|AUS))?),? (?=[A-Z0-9\"'“‘]?\w)")
_SHOUTED_LAST = re.compile(rf"(?<=[\s,])({_CAPITALS})(?=[.\s]*\Z|\s(?i:{_REST}))")
_NAMES = re.compile(
    r"\b(?:the|an?|be|been|gets?|getting|never|not|who|why|is|are|of|my|our|how|when|if|almost|nearly|presents?|un"
    r"|no|nunca|jamais|n[ãa]o|non|pas|nicht|nie|le|la|les|el|los|las|il|lo|der|die|das|o|os|as)[\s,]+\Z",
    re.IGNORECASE,
)
"""Words after which `CANCELLED` is part of a name."""
_REFUNDS = (
    r", (?:(?:all |les |las |los |i |die )?(?:tickets?|refunds?|billets?|entradas|boletos|biglietti|karten)\b"
    r"|remboursement|se devolver|sorry|please|d[ée]sol[ée]|merci|lo sentimos)"
)
"""What organizers say after a notice."""
_PPD_OF_HEALTH = re.compile(
    r"\b(?:(?:and|for|of|on|about|or|at|by|tb|free|mothers?|postpartum|&)\W+\Z|with\b|police\b)", re.IGNORECASE
)
"""Words after which `PPD` is a condition, a test, or a police department."""
_PRESENTS = re.compile(r"\bpresent(?:s|ing)?\s*\Z", re.IGNORECASE)
_STATED = re.compile(
    rf"(?P<subject>.*?[^\s,.!–-])[,.]? (?:(?P<copula>{_COPULA}) )?(?P<mark>{_OFF})(?P<rest>[.\s]*"
    rf"| {_REST}.{{0,60}}|{_REFUNDS}.{{0,60}})\Z",
    re.IGNORECASE,
)
_WONT = re.compile(rf"(?P<subject>.*\w),? {_NOT_HELD}[.\s]*\Z", re.IGNORECASE)
_MEETING_FIRST = re.compile(
    rf"(?!ppd\b)(?P<mark>{CANCELLED}|{POSTPONED}) (?:[\w'’&.,-]+ ){{0,5}}{MEETINGS}\Z", re.IGNORECASE
)
_DOUBTFUL = re.compile(
    r"\b(?:if|when|why|how|who|what|that|which|never|not|no|nothing|almost|nearly|my|every|everything|all|some|any|may"
    r"|might|could|can|would|should|un|partially|partly|once|otherwise|whether|or (?:this|the|your|our)"
    r"|nunca|jam[áa]s|jamais|n[ãa]o|non|pas|nicht|nie|niemals|tampoco)\b|\?",
    re.IGNORECASE,
)
_STILL = re.compile(r"\b(?:back|again|now on|reinstated|except|unless|if|no longer|instead)\b|\?", re.IGNORECASE)
_ARTICLE = re.compile(r"(?:the|an?|le|la|les|el|los|las|il|lo|der|die|das|os?|as)\b\s*|l['’]", re.IGNORECASE)
_CAPITALIZED = re.compile(r"\b[A-ZÀ-Ý0-9][\w'’]*")
_SKIN_TEST = re.compile(r"\b(?:skin|tb|tubercul\w+)\b|\bppd\W+(?:skin )?test(?:s|ing)?\b", re.IGNORECASE)
"""Words with which `PPD` is a test for tuberculosis."""
_NEW_DATE_UNKNOWN = re.compile(r"\b(?:new|rescheduled) (date)\W+(?:tb[acd]\b|to be )", re.IGNORECASE)
_SPACED_OUT = re.compile(r"(?<!\w)[CP](?: [A-Z]){6,}(?!\w)")
_KIND_OF_WORK = (
    r"(?:musical|movie|film|play|(?:comedy|variety|puppet|cabaret|sketch|stand-?up) show|comedy|story|documentary|opera"
    r"|operetta|revue|memoir|drama|novel|album|(?<=man )show)"
)
_ANY_WORK = (
    r"(?:brand-?new|new|original|live|true|love|ghost|short|modern|dark|black|romantic|rock|folk|punk|pop|jazz|hip-?hop"
    r"|country|chamber|comic|musical|solo|one-(?:wo)?man|two-act|one-act|stand-?up|sketch|feature)"
)
_SUBTITLE = re.compile(
    rf"[*!\s]*[^\W\d_][\w ]*\s*[:.!|–—-]+\s*(?:the|an?)\s(?:{_ANY_WORK} ){{0,2}}{_KIND_OF_WORK}"
    r"(?: (?:by|about|in (?:one|two|three|\d) acts?|with songs)\b.*|\s*[(\[|/–—-].*|[!.\s]*)\Z"
)
"""`Sold Out: The Musical` and `Cancelled: A Love Story` are titles: what follows the colon only says what kind of work
it is. `Cancelled: A Christmas Story` isn't."""


_ONLY_NO_MEETING = re.compile(r"\W*no meetings?(?: (?:today|tonight|this (?:week|month)))?[.!*\s]*", re.IGNORECASE)
"""Unlike "No Class", nothing else is called so."""
_LESSER_SUBTITLE = re.compile(
    r"\W*(?:New (?:Time|Date): [A-Z]"
    r"|(?:Sold Out|Moved Online|Now Online|Now Virtual|Online Only|Rescheduled): "
    r"(?:(?:How|Why|What|When|Where|Who|Lessons|Stories|Tales|Essays|Notes|Life|Love|Living)\b"
    r"|[A-Z][a-z]+ing (?:Your|Our|My|the|a|an|in|for|with|through|from|to|at)\b"
    r"|(?:The|An?) [\w'’-]+ (?:of|in|behind|for)\b))"
)
"""`Sold Out: Selling Your Home`, `Rescheduled: How We Lost Time`, `New Time: Jazz at Noon`: with capitals like the rest
and a subtitle behind the colon, the mark may be part of the name, and says nothing. "Cancelled: The Art of Gardening"
looks the same, and counts: nobody should go there for nothing."""


def status_of_title(title: str, *, leading: bool = False) -> Standing:
    """What the marks on a title say: `RESCHEDULED: x`, `x | Rescheduled`, `[POSTPONED] x`, `x - canceled - y`,
    `x (Canceled: rain)`, `SOLD OUT! x`, `CANCELLED Some Name` and `Some Name CANCELLED`, in capitals in a title that
    isn't all capitals, and `Jazz Night has been cancelled`. With `leading`, only marks at the beginning count.

    A title that is only the bare word says nothing: it may be the name of a play.
    """
    if not _may_say(title) or is_bare_mark(title) or _LESSER_SUBTITLE.match(title):
        return NOTHING_SAID
    if _ONLY_NO_MEETING.fullmatch(title):
        return Standing(EventStatus.CANCELLED)
    line = in_known_words_of_titles(_one_line(title))
    return status_of_label(" ; ".join(_marks(line, leading=leading, statements=not leading)))


def is_bare_mark(title: str) -> bool:
    """Whether a title is only the word, which says something where the other dates of a series have another title."""
    return _may_say(title) and _BARE.match(squash(title).lower()) is not None


def status_of_marks(text: str, *, leading: bool = False) -> Standing:
    """What the marks in a text say that isn't a name: the bare word counts, and sentences don't."""
    if not _may_say(text):
        return NOTHING_SAID
    return status_of_label(" ; ".join(_marks(_one_line(text), leading=leading, statements=False)))


def _may_say(text: str) -> bool:
    return may_say(text.lower()) or "C A N C" in text or "P O S T P" in text


def _marks(line: str, *, leading: bool, statements: bool) -> list[str]:
    marks = [
        found[1]
        for found in _BRACKETS.finditer(line)
        if _counts_in_brackets(found, leading=leading) and not _is_skin_test(found[1], line)
    ]
    parts = [part for part in _SEPARATOR.split(_BRACKETS.sub(" | ", line).strip(" |") if marks else line) if part]
    shouts = not line.isupper()
    for place, part in enumerate(parts[:1] if leading else parts):
        if _is_skin_test(part, line):
            continue
        if _ALONE.match(part.lower()):
            if not (_SUBTITLE.match(line.lower()) if place == 0 else _is_name(part, line, parts[place - 1])):
                marks.append("cancelled" if _HELD.search(part.lower()) else part)
            continue
        if shouts and (found := _SHOUTED_FIRST.match(part)) and _ALONE.match(found[1].lower()):
            marks.append(found[1])
        found = None if leading else _shouted_last(part)
        if found and found[1] == "PPD" and place < len(parts) - 1:
            continue
        if found and (shouts or len(part.split()) > 2):
            marks.append(part[found.start() :])
        elif statements:
            marks += _stated(part)
    return marks


def _is_skin_test(part: str, line: str) -> bool:
    return part.lower() == "ppd" and _SKIN_TEST.search(line) is not None


def _shouted_last(part: str) -> re.Match[str] | None:
    found = _SHOUTED_LAST.search(part)
    if found is None or _NAMES.search(part[: found.start()]):
        return None
    is_health = found[1] == "PPD" and (_PPD_OF_HEALTH.search(part[: found.start()]) or _SKIN_TEST.search(part))
    return None if is_health else found


def is_notice(text: str) -> bool:
    """Whether a text is a mark and nothing else: `Postponed to Dec 14`, `CANCELED due to weather`."""
    lower = squash(text).lower()
    return bool(_ALONE.match(lower)) and not _SUBTITLE.match(lower)


def without_marks(text: str) -> str:
    """The text on one line without the marks that are parts of their own: `Hall` for `Hall - CANCELED`."""
    line = _BRACKETS.sub(lambda found: " " if _counts_in_brackets(found, leading=False) else found[0], _one_line(text))
    kept = pending = ending = ""
    for found in _PART_AND_SEPARATOR.finditer(line):
        part, separator = found["part"], found["separator"]
        if not part or _ALONE.match(part.lower()):
            continue
        bare = part if line.isupper() else _without_shouts(part)
        kept += (pending if kept and bare else "") + bare
        pending = separator
        ending = "!" if separator.startswith("!") and bare == part else ""
    return squash(kept) + ending


def _without_shouts(part: str) -> str:
    if (found := _SHOUTED_FIRST.match(part)) and _ALONE.match(found[1].lower()):
        part = part[found.end() :]
    found = _shouted_last(part)
    return part[: found.start()] if found else part


def _one_line(text: str) -> str:
    line = unicodedata.normalize("NFC", squash(text))
    line = _SPACED_OUT.sub(lambda found: found[0].replace(" ", ""), line)
    return in_known_words(_NEW_DATE_UNKNOWN.sub(r"\1 to be announced", line))


def _counts_in_brackets(found: re.Match[str], *, leading: bool) -> bool:
    inside = found[1].lower()
    if leading and found.start():
        return False
    return bool(_ALONE.match(inside) or _IN_BRACKETS.match(inside)) and not _SUBTITLE.match(inside)


def _is_name(part: str, line: str, before: str) -> bool:
    """`Some Troupe presents: Postponed`, and `Ann Lee: Cancelled`, which may be what her show is called."""
    if _PRESENTS.search(before):
        return True
    alone = part.istitle() and line.endswith(f"{before}: {part}") and _BARE.match(part.lower())
    return bool(alone) and not HAS_NOUN.search(before)


def _stated(part: str) -> Iterator[str]:
    """What a part of a title says at its end, or before the name of a meeting."""
    if (found := _MEETING_FIRST.match(part)) and not _DOUBTFUL.search(part):
        yield found["mark"]
    elif (found := _WONT.match(part)) and _is_notice(found["subject"], "will be", "cancelled"):
        yield "cancelled"
    elif (found := _STATED.match(part)) and not _STILL.search(found["rest"]):
        explained = bool(found["rest"].strip(". "))
        if _is_notice(found["subject"], found["copula"], found["mark"], explained=explained):
            yield found["mark"] + found["rest"]


def _is_notice(subject: str, copula: str | None, mark: str, *, explained: bool = False) -> bool:
    """Whether the subject can be canceled: it has a word such as night, or is a name in capital letters, which the
    small letters of the rest set apart. "Love Is Cancelled" is a name itself."""
    if _DOUBTFUL.search(subject):
        return False
    own = _ARTICLE.sub("", subject, count=1) if _ARTICLE.match(subject) else subject
    words = len(own.split())
    name = own is subject and len(_CAPITALIZED.findall(own)) >= 2 and "," not in own
    if mark[:1].islower():
        if copula is None:
            return own is subject and bool(HAS_NOUN.search(subject) or name)
        return bool(HAS_NOUN.search(subject)) or (name and bool(re.fullmatch(_PASSIVE, copula)))
    if own is not subject or words < 2:
        return False
    return bool(ENDS_WITH_NOUN.search(own)) or (explained and copula is None and name)
