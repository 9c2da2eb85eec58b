"""Writes the message about one trouble, its end, or many at once. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from core.visible_text import one_line, visible
from storage.alerts.outbox import OVER, Message
from storage.alerts.outbox import STOPPED as STOPPED_STATE
from storage.health.words import MEANINGS, STOPPED, Meaning


@dataclass(frozen=True, slots=True)
class Letter:
    """`subject`: one line. `facts`: for programs, as JSON. `link`: the run, if PUBLIC_URL is set."""

    subject: str
    text: str
    html: str
    urgent: bool
    facts: dict[str, Any]
    link: str | None = None


def write(messages: Sequence[Message], total: int, public_url: str | None) -> Letter:
    """`messages`: the worst of `total`."""
    return _single(messages[0], public_url) if total == 1 else _digest(messages, total, public_url)


def _single(message: Message, public_url: str | None) -> Letter:
    link, meaning = _link(message, public_url), _meaning(message)
    lines = [_happened(message)]
    if message.kind != OVER or message.state is not None:
        lines.append(meaning.readers)
    if message.kind != OVER:
        lines.append(f"{meaning.next} What to do: {meaning.do}")
    return _letter(_subject(message), lines, message.severity > 1, [_facts(message, public_url)], link)


def _digest(messages: Sequence[Message], total: int, public_url: str | None) -> Letter:
    lines = [f"{_happened(one)} {_link(one, public_url) or ''}".rstrip() for one in messages]
    if total > len(messages):
        lines.append(f"And {total - len(messages)} more: `python -m app sources health` lists all.")
    facts = [_facts(one, public_url) for one in messages]
    return _letter(f"{total} changes in Marquee's sources", lines, any(one.severity > 1 for one in messages), facts)


def _letter(
    subject: str, lines: Sequence[str], urgent: bool, facts: Sequence[dict[str, Any]], link: str | None = None
) -> Letter:
    shown = [*lines, *([link] if link else [])]
    paragraphs = [f"<p>{escape(line)}</p>" for line in lines]
    if link:
        paragraphs.append(f'<p><a href="{escape(link)}">The run</a></p>')
    body = "\n".join(paragraphs)
    return Letter(subject, "\n\n".join(shown), body, urgent, {"subject": subject, "messages": list(facts)}, link)


def _meaning(message: Message) -> Meaning:
    return STOPPED if message.state is None else MEANINGS[message.state]


def _subject(message: Message) -> str:
    title = _line(message.title)
    if message.state is None:
        return "Over: Marquee harvests again" if message.kind == OVER else "Marquee has stopped harvesting"
    return f"Over: {title} is healthy again" if message.kind == OVER else f"{title}: {message.state}"


def _happened(message: Message) -> str:
    title = _line(message.title)
    if message.kind == OVER:
        return "Marquee harvests again." if message.state is None else f"{title} is healthy again."
    reason = f" ({_line(message.reason)})" if message.reason else ""
    return f"{title} {_meaning(message).what.rstrip('.')}{reason}."


def _line(text: str) -> str:
    return one_line(visible(text))[:300]


def _link(message: Message, public_url: str | None) -> str | None:
    """The run's page in the back office."""
    run = quote(message.run_id or "", safe="")
    return f"{public_url.rstrip('/')}/admin/runs/?id={run}" if public_url and run else None


def _facts(message: Message, public_url: str | None) -> dict[str, Any]:
    """`run`: its address in the API."""
    meaning = _meaning(message)

    return {
        "id": message.id,
        "source_id": message.source_id,
        "title": message.title,
        "kind": message.kind,
        "state": STOPPED_STATE if message.state is None else message.state.value,
        "reason": message.reason,
        "at": message.at.isoformat(),
        "readers": meaning.readers,
        "next": meaning.next,
        "do": meaning.do,
        "run": f"{public_url.rstrip('/')}/api/runs/{message.run_id}" if public_url and message.run_id else None,
    }
