"""Writes findings and reports as plain text, for a person who runs a small site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from app.owners.report import OwnerReport
from core.visible_text import one_line, visible
from scrapers.reading.lint.findings import Finding, Level

NAMES = {"place": "a place", "hour": "an hour", "picture": "a picture", "price": "a price", "link": "a link"}
LEVELS = {Level.ERROR: "Wrong", Level.WARNING: "Unclear", Level.ADVICE: "Better"}
"""What a level is called for people."""


def finding(one: Finding) -> str:
    """`Wrong, line 12 (RFC 5545, 3.6.1): … How to fix it: …`."""
    many = f", {one.times} times" if one.times > 1 else ""
    about = f" For example: {_line(one.about)}." if one.about else ""
    place = f"{LEVELS[one.level]}, line {one.line}{many} ({one.clause})"
    return f"{place}: {_line(one.what)}{about} How to fix it: {_line(one.fix)}"


def report(found: OwnerReport, zone: ZoneInfo) -> str:
    """The whole report, for a mail or a terminal."""
    return "\n".join(_lines(found, zone)) + "\n"


def _lines(found: OwnerReport, zone: ZoneInfo) -> Iterator[str]:
    yield f"{_line(found.title)}: what the town's calendar reads from you"
    yield _line(found.url)
    yield ""
    yield from summary(found, zone)
    for answer in found.answers:
        yield ""
        yield f"{_line(answer.url)}, read {moment(answer.fetched_at, zone)}, {answer.events} events"
        yield from (f"- {finding(one)}" for one in answer.findings)
        if not answer.findings:
            yield "- Nothing is wrong here."
    if found.wishes:
        yield ""
        yield "What would make it better:"
        yield from (f"- {wish}" for wish in found.wishes)


def summary(found: OwnerReport, zone: ZoneInfo) -> Sequence[str]:
    """Sentences on what is read, how fresh it is, and whether something is wrong."""
    said = [f"We show {found.upcoming} upcoming {'event' if found.upcoming == 1 else 'events'} of yours."]
    if found.next_title is not None and found.next_at is not None:
        said.append(f"The next one is {_line(found.next_title)}, {moment(found.next_at, zone)}.")
    if found.confirmed_at is None:
        said.append("We haven't been able to read your site yet.")
    else:
        said.append(f"We last read your site without problems {moment(found.confirmed_at, zone)}.")
    if found.changed_at is not None:
        said.append(f"Something in it last changed {moment(found.changed_at, zone)}.")
    if found.reason:
        said.append(f"Something is wrong now: {_line(found.reason)}. {found.means}")
    shares = [f"{share:.0%} have {NAMES[name]}" for name, share in found.shares.items()]
    if shares:
        said.append(f"Of your events, {', '.join(shares)}.")
    return said


def moment(at: datetime, zone: ZoneInfo) -> str:
    """`on Saturday, December 5, 2026, at 8:00 PM`."""
    local = at.astimezone(zone)
    hour = local.hour % 12 or 12
    return f"on {local:%A, %B} {local.day}, {local.year}, at {hour}:{local:%M %p}"


def _line(text: str) -> str:
    return one_line(visible(text))
