"""Lines of iCalendar text, folded and escaped as RFC 5545 3.1 and 3.3.11 require."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta


def calendar(lines: Iterable[str]) -> bytes:
    """The lines with CRLF, folded at 75 octets but never inside a character."""
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold(line)).encode()


def escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def new_york_zone(years: Iterable[int]) -> list[str]:
    """A VTIMEZONE that lists each clock change of these years separately, as WordPress plugins write it."""
    lines = ["BEGIN:VTIMEZONE", "TZID:America/New_York"]
    for year in years:
        lines += _change("DAYLIGHT", "-0500", "-0400", "EDT", spring_forward(year))
        lines += _change("STANDARD", "-0400", "-0500", "EST", fall_back(year))
    return [*lines, "END:VTIMEZONE"]


def spring_forward(year: int) -> date:
    """The second Sunday of March, when New York's clocks skip from 2:00 to 3:00."""
    return _first_sunday(date(year, 3, 1)) + timedelta(days=7)


def fall_back(year: int) -> date:
    """The first Sunday of November, when New York's clocks go from 2:00 back to 1:00."""
    return _first_sunday(date(year, 11, 1))


def _first_sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


def _change(name: str, before: str, after: str, abbreviation: str, day: date) -> list[str]:
    return [
        f"BEGIN:{name}",
        f"TZOFFSETFROM:{before}",
        f"TZOFFSETTO:{after}",
        f"TZNAME:{abbreviation}",
        f"DTSTART:{day:%Y%m%d}T020000",
        f"END:{name}",
    ]


def _fold(line: str) -> list[str]:
    pieces, piece, size = [], "", 0
    for character in line:
        width = len(character.encode())
        if size + width > 75:
            pieces.append(piece)
            piece, size = " ", 1
        piece += character
        size += width
    return [*pieces, piece]
