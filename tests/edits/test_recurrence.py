"""Recurrence in words and as an RRULE: the dates, and what is refused."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from app.edits.given import Unreadable
from app.edits.recurrence import read_starts

ZONE = ZoneInfo("America/New_York")
TUESDAY = datetime(2026, 12, 1, 19)


def days(words: str, start: datetime = TUESDAY) -> list[str]:
    return [f"{one:%m-%d}" for one in read_starts(words, start, ZONE)]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("every Tuesday until Dec 22", ["12-01", "12-08", "12-15", "12-22"]),
        ("Every tuesday through December 22, 2026.", ["12-01", "12-08", "12-15", "12-22"]),
        ("weekly until 2026-12-20", ["12-01", "12-08", "12-15"]),
        ("Tuesdays and Thursdays until Dec 10", ["12-01", "12-03", "12-08", "12-10"]),
        ("every Tue, Wed & Fri, 4 times", ["12-01", "12-02", "12-04", "12-08"]),
        ("every other Tuesday, three times", ["12-01", "12-15", "12-29"]),
        ("every 2 weeks until Jan 1", ["12-01", "12-15", "12-29"]),
        ("every week on Tuesday and Saturday until Dec 12", ["12-01", "12-05", "12-08", "12-12"]),
        ("daily for 3 days", ["12-01", "12-02", "12-03"]),
        ("every day until Dec 4", ["12-01", "12-02", "12-03", "12-04"]),
        ("every weekday until Dec 8", ["12-01", "12-02", "12-03", "12-04", "12-07", "12-08"]),
        ("every Tuesday for 3 weeks", ["12-01", "12-08", "12-15"]),
        ("first Tuesday of the month, 3 times", ["12-01", "01-05", "02-02"]),
        ("the first and third Tuesday of every month until Jan 19", ["12-01", "12-15", "01-05", "01-19"]),
        ("monthly until March 1", ["12-01", "01-01", "02-01", "03-01"]),
        ("every Tuesday until Dec 22 except Dec 8 and Dec 15", ["12-01", "12-22"]),
        ("every Tuesday until December", ["12-01", "12-08", "12-15", "12-22", "12-29"]),
        ("every other Tuesday until the end of January", ["12-01", "12-15", "12-29", "01-12", "01-26"]),
        ("monthly until Feb.", ["12-01", "01-01", "02-01"]),
        ("first Tuesday of the month through March 2027", ["12-01", "01-05", "02-02", "03-02"]),
        ("every Tuesday until December except Dec 15 and Dec 22", ["12-01", "12-08", "12-29"]),
        ("cada dos semanas hasta enero", ["12-01", "12-15", "12-29", "01-12", "01-26"]),
        ("cada dos semanas hasta finales de enero de 2027", ["12-01", "12-15", "12-29", "01-12", "01-26"]),
        ("el primer martes del mes hasta el fin de febrero", ["12-01", "01-05", "02-02"]),
        ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20261216T045959Z", ["12-01", "12-08", "12-15"]),
        ("RRULE:FREQ=MONTHLY;BYDAY=1TU;COUNT=2", ["12-01", "01-05"]),
    ],
)
def test_dates(words, expected):
    assert days(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("cada martes hasta el 22 de diciembre", ["12-01", "12-08", "12-15", "12-22"]),
        ("Todos los martes hasta el 22 de diciembre de 2026.", ["12-01", "12-08", "12-15", "12-22"]),
        ("todos los martes hasta diciembre 15", ["12-01", "12-08", "12-15"]),
        ("semanalmente hasta 2026-12-20", ["12-01", "12-08", "12-15"]),
        ("los martes y jueves hasta el 10 de dic.", ["12-01", "12-03", "12-08", "12-10"]),
        ("cada martes, miércoles y sábado, 4 veces", ["12-01", "12-02", "12-05", "12-08"]),
        ("cada dos martes, tres veces", ["12-01", "12-15", "12-29"]),
        ("cada dos semanas hasta el 1 de enero", ["12-01", "12-15", "12-29"]),
        ("cada quince días hasta el primero de enero", ["12-01", "12-15", "12-29"]),
        ("cada semana los martes y sábados hasta el 12 de diciembre", ["12-01", "12-05", "12-08", "12-12"]),
        ("todos los días hasta el 4 de diciembre", ["12-01", "12-02", "12-03", "12-04"]),
        ("de lunes a viernes hasta el 4 de diciembre", ["12-01", "12-02", "12-03", "12-04"]),
        ("cada martes durante 3 semanas", ["12-01", "12-08", "12-15"]),
        ("el primer martes de cada mes hasta el 28 de febrero", ["12-01", "01-05", "02-02"]),
        ("el primer y tercer martes del mes hasta el 19 de enero", ["12-01", "12-15", "01-05", "01-19"]),
        ("cada mes hasta el 1.º de marzo", ["12-01", "01-01", "02-01", "03-01"]),
        ("cada martes hasta el 22 de diciembre excepto el 8 de diciembre y el 15 de diciembre", ["12-01", "12-22"]),
    ],
)
def test_spanish_has_the_same_grammar(words, expected):
    assert days(words) == expected


def test_fridays_of_the_month():
    assert days("every second Friday of the month, 2 times", datetime(2026, 12, 11, 20)) == ["12-11", "01-08"]
    assert days("last Friday of the month until Feb 28", datetime(2026, 12, 25, 20)) == ["12-25", "01-29", "02-26"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("every Tuesday", "has no end"),
        ("every full moon until Dec 22", "isn't understood"),
        ("every Tuesday or so until Dec 22", "isn't understood"),
        ("sometimes until Dec 22", "isn't understood"),
        ("every Tuesday until Christmas", "isn't a day"),
        ("every Tuesday until mid December", "isn't a day"),
        ("every Tuesday until December 0", "isn't in the calendar"),
        ("every Tuesday except in January until March", "isn't a day"),
        ("every Tuesday until 2026", "isn't a day"),
        ("every Tuesday until Feb 30", "isn't in the calendar"),
        ("every Wednesday until Dec 22", "The first date, Tuesday, 2026-12-01, isn't one of .*: begin on Wednesday"),
        ("every Tuesday until Nov 1, 2026", "has no date from 2026-12-01 on"),
        ("every day until 2031-01-01", "more than 400 dates"),
        ("every Tuesday, 9000 times", "isn't a number of times"),
        ("every second Tuesday until Dec 22", "may mean every other week, or once a month"),
        ("each 3rd Tue, 4 times", "may mean every other week, or once a month"),
        ("FREQ=WEEKLY;BYDAY=TU", "has no end: add UNTIL or COUNT"),
        ("FREQ=HOURLY;COUNT=3", "repeats by days"),
        ("FREQ=OFTEN;COUNT=3", "is not a valid RRULE"),
        ("", "has no end"),
        ("every two weeks", "has no end"),
        ("cada dos semanas", "has no end"),
        ("cada viernes", "has no end"),
        ("cada luna llena hasta el 22 de diciembre", "'cada luna llena' isn't understood"),
        ("cada viernes salvo feriados hasta el 22 de diciembre", "isn't a day"),
        ("todos los martes hasta navidad", "'navidad' isn't a day"),
        ("todos los martes hasta el 30 de febrero", "'el 30 de febrero' isn't in the calendar"),
        ("cada segundo martes hasta el 22 de diciembre", "may mean every other week, or once a month"),
        ("todos los martes, mil veces", "isn't a number of veces"),
        ("todos los martes durante un rato", "isn't understood"),
    ],
)
def test_what_it_does_not_understand_is_refused(words, message):
    with pytest.raises(Unreadable, match=message):
        read_starts(words, TUESDAY, ZONE)
