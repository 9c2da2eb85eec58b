"""Chooses the check for a body."""

from __future__ import annotations

from datetime import date

from scrapers.reading.lint.calendar import lint_calendar
from scrapers.reading.lint.findings import Finding
from scrapers.reading.lint.structured_data import lint_page


def lint(body: bytes, today: date) -> list[Finding]:
    """The findings in an iCalendar feed or a page, the worst first."""
    head = body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").upper()
    is_page = head.startswith((b"<!DOCTYPE", b"<HTML", b"<?XML", b"<"))
    return lint_page(body, today) if is_page else lint_calendar(body, today)
