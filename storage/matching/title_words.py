"""The words that decide little or much when two titles are compared."""

from __future__ import annotations

from storage.matching.words import word_set

FILLERS = word_set(
    "the a an of and at in on for to by with w feat featuring ft from its is our your presents presented special "
    "guest guests vs versus live show s more university de la el los las del para en y"
)
"""Words without a meaning of their own. A team is a university on one side and a name on the other."""

COMMON = word_set(
    "concert concerts music musical series summer fall winter spring autumn night nights day days weekly monthly "
    "annual event events open mic class classes workshop workshops lecture talk tour tours film films movie "
    "movies screening festival party market markets farmers club group meeting meetings story storytime stories "
    "time family families kids children teen teens toddler baby yoga fitness trivia karaoke bingo comedy jam "
    "session sessions happy hour free community public book books art arts dance social drop ins drop-in monday "
    "tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays "
    "sundays morning afternoon evening matinee house school first city council board regular business worship "
    "service services mass exhibition exhibit gallery opening reception library museum park center training "
    "program support game games help tech craft crafts walk hike run ride beginner beginners intermediate "
    "advanced all adult adults new year years january february march april may june july august september october "
    "november december english spanish bilingual conversation play men mens women womens boys girls varsity jv "
    "college university high state tennis softball baseball basketball soccer football hockey lacrosse volleyball "
    "golf swimming track field"
)
"""Words that many events share. A title of these only ("Open Mic Night") sets nothing apart."""

PARTS = word_set(
    "reception preshow picnic afterparty preparty matinee rehearsal preview workshop masterclass vip talkback "
    "brunch dinner luncheon lunch panel signing booth table cleanup setup registration soundcheck prelude pre "
    "after volunteer volunteers register tasting parade awards ceremony meetup"
)
"""Words for a part of an event. If only one title has one, it is the part, and the other is the whole."""

SHOWINGS = word_set("matinee")
"""Parts that are a showing of their own: at the same start, the other title only doesn't say which one it is."""

SAME = {
    "kid": "children",
    "child": "children",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "ix": "9",
}
"""Words of titles that mean the same. Roman numerals are numbers: "Ring Cycle II"."""

LAST = {"i": "1", "v": "5", "x": "10"}
"""Letters that are numerals as the last word ("Part I"). Before, most are initials."""

CONTRASTS = (
    word_set("mens womens men women boys girls"),
    word_set("matinee evening morning afternoon late early"),
    word_set("beginner beginners intermediate advanced"),
    word_set("monday tuesday wednesday thursday friday saturday sunday"),
    word_set("baby toddler preschool teen teens adult adults"),
    word_set("children teens adults"),
    word_set(
        "tennis softball baseball basketball soccer football hockey lacrosse volleyball golf swimming track rugby "
        "wrestling gymnastics"
    ),
    word_set("varsity jv"),
)
"""Words that exclude each other, where each title has one of them."""
