"""Reads the numbers of the calendars that an element of a Finalsite page shows."""

from __future__ import annotations


def calendar_ids(written: str) -> str | None:
    """`9&calendar_ids[]=12` for `9,12`; None without a number."""
    return "&calendar_ids[]=".join(number for number in written.split(",") if number) or None
