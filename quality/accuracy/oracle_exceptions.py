"""Cases of the recurrence corpora that nothing can be held to, or not as they were recorded."""

from __future__ import annotations

_CONTRADICTED = (
    "RFC 5545 3.8.5.3 leaves a DTSTART that the rule does not generate undefined; ical.js counts one that only "
    "BYSETPOS leaves out, where libical's case from 20240102T143900, ical.js's own of BYSETPOS=24, and dateutil do not"
)

OUTSIDE = {
    ("FREQ=MONTHLY;BYSETPOS=-1;BYDAY=SU,MO,TU,WE,TH,FR,SA;INTERVAL=1;COUNT=4", "2016-01-01"): _CONTRADICTED,
    ("FREQ=MONTHLY;BYSETPOS=2;BYDAY=SU,MO,TU,WE,TH,FR,SA;INTERVAL=1;COUNT=4", "2016-01-01"): _CONTRADICTED,
}
"""By rule and start, with the reason."""

UNANSWERED = {("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=30;BYWEEKNO=1;UNTIL=20320101", "20241230")}
"""libical's corpus says "not implemented" in the place of an answer: dateutil gives it."""

LOST_IN_THE_RECORDING = {
    (
        "FREQ=MONTHLY;BYDAY=SU,FR;BYMONTHDAY=1,3,5,7,9,11,13,15,17,19,21,23,25,27,29,31;COUNT=9",
        "2015-02-28T08:00:00Z",
    ): (
        "2015-03-01T08:00:00Z",
        "2015-03-13T08:00:00Z",
        "2015-03-15T08:00:00Z",
        "2015-03-27T08:00:00Z",
        "2015-03-29T08:00:00Z",
        "2015-04-03T08:00:00Z",
        "2015-04-05T08:00:00Z",
        "2015-04-17T08:00:00Z",
        "2015-04-19T08:00:00Z",
    ),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;UNTIL=20160301", "2016-01-03"): ("2016-02-14", "2016-02-28"),
    ("FREQ=MONTHLY;INTERVAL=1;BYDAY=SU;BYSETPOS=3;COUNT=3", "2017-07-15"): ("2017-08-20",),
}
"""Instances that ical.js's own test lists in double quotes, and that the recording lacks."""

SECOND_EXRULE = "EXRULE:FREQ=WEEKLY;INTERVAL=1;UNTIL=20020201T000000Z;BYDAY=SA"
"""One event "except saturday and sunday" has two EXRULEs, of which the recording kept the one for Sundays."""
