"""Words for what can be canceled: "Jazz Night Cancelled" is a notice, "Love Cancelled" may be the name of a play."""

from __future__ import annotations

import re

MEETINGS = r"(?:meeting|hearing|session|workshop|class|practice|rehearsal|committee|commission|council|board)"
ENGLISH = (
    r"(?:meeting|hearing|session|workshop|class|practice|rehearsal|committee|commission|council|board"
    r"|event|program|night|evening|concert|show|performance|recital|festival|fest|fair|market|parade|game|match"
    r"|tournament|contest|lecture|talk|seminar|webinar|conference|forum|training|course|camp|clinic|orientation|reading"
    r"|screening|story ?time|tour|trip|walk|hike|ride|run|race|club|group|meetup|lunch|luncheon|dinner|breakfast|brunch"
    r"|tasting|party|dance|gala|fundraiser|auction|sale|reception|ceremony|celebration|service|bingo|trivia|karaoke"
    r"|(?:soft|base|basket|foot|volley)ball|soccer|hockey|tennis|golf|lacrosse|open mic|jam|yoga|zumba|pilates"
    r"|tai chi|clean-?up|drive|series|day|hours?)s?"
)
ABROAD = (
    r"(?:concierto|taller|reuni[óo]n|funci[óo]n|clase|noche|feria|evento|espect[áa]culo|sesi[óo]n|curso|charla|partido"
    r"|soir[ée]e|concert|festival|show|atelier|spectacle|s[ée]ance|cours|march[ée]|conf[ée]rence|[ée]v[èée]nement|visite|r[ée]union|rencontre"
    r"|concerto|serata|spettacolo|riunione|corso|incontro|laboratorio|mercato|seduta|partita|visita|lezione"
    r"|reuni[ãa]o|oficina|noite|aula|espet[áa]culo|feira|sess[ãa]o|palestra|jogo"
    r"|\w*(?:konzert|(?<!heilig)abend|sitzung|lesung|kurs|probe|vorstellung|markt|training|treffen|veranstaltung|vortrag"
    r"|f[üu]hrung|turnier|spiel|versammlung))"
)
_NOUN = rf"(?<!\w)(?:{ENGLISH}|{ABROAD})(?!\w)"
HAS_NOUN = re.compile(_NOUN, re.IGNORECASE)
ENDS_WITH_NOUN = re.compile(rf"{_NOUN}[)\]\s]*\Z", re.IGNORECASE)
