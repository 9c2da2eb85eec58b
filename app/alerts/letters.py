"""Writes the message about one trouble, its end, or many at once, in the language of its route. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from app.language.files import languages
from app.language.locales import words_in
from app.language.server import LONGEST, translated
from app.language.words import Words
from core.visible_text import one_line, visible
from storage.alerts.matters import Matter, meaning_of
from storage.alerts.outbox import OVER, Message
from storage.health.words import Meaning

_KIND = re.compile(r"^[A-Z]\w+(?: \[[^\]]+\])?: (?:(?:[\w-]+ )?https?://\S+: )?(?=\S)")
"""The name, field, source, and address that an error begins with. The run's page shows them."""
LISTS_ALL = "`python -m app sources health`"


@dataclass(frozen=True, slots=True)
class Letter:
    """`subject`: one line. `facts`: for programs, as JSON. `link`: the run, if PUBLIC_URL is set; `link_name`: its
    text."""

    subject: str
    text: str
    html: str
    urgent: bool
    facts: dict[str, Any]
    link: str | None = None
    link_name: str = ""


def write(messages: Sequence[Message], total: int, public_url: str | None, language: str) -> Letter:
    """`messages`: the worst of `total`."""
    writer = _Writer(_words(language), public_url)
    return writer.single(messages[0]) if total == 1 else writer.digest(messages, total)


def write_test(language: str) -> Letter:
    """The message that shows whether a route works."""
    words = _words(language)
    subject, said = words("alert.test"), words("alert.testText")
    return Letter(subject, said, f"<p>{escape(said)}</p>", False, {"subject": subject, "messages": []})


def _words(language: str) -> Words:
    """English if the route's language has no texts anymore."""
    return words_in(language if language in languages() else "en")


@dataclass(frozen=True)
class _Writer:
    words: Words
    public_url: str | None

    def single(self, message: Message) -> Letter:
        return self._letter(self._subject(message), self._said(message), [message], self._link(message))

    def digest(self, messages: Sequence[Message], total: int) -> Letter:
        lines = [" ".join([*self._said(one), self._link(one) or ""]).rstrip() for one in messages]
        if more := total - len(messages):
            lines.append(self.words("alert.more", count=more, command=LISTS_ALL))
        return self._letter(self.words("alert.many", count=total), lines, messages)

    def _said(self, message: Message) -> list[str]:
        """What happened, what readers see, and, for a trouble, what comes next and what to do."""
        meaning, lines = self._meaning(message), [self._happened(message)]
        if message.kind != OVER or message.source_id is not None:
            lines.append(meaning.readers)
        if message.kind != OVER:
            lines.append(self.words("alert.next", next=meaning.next, do=meaning.do))
        return lines

    def _letter(
        self, subject: str, lines: Sequence[str], messages: Sequence[Message], link: str | None = None
    ) -> Letter:
        urgent, name = any(one.severity > 1 for one in messages), self.words("alert.run")
        shown = [*lines, *([link] if link else [])]
        paragraphs = [f"<p>{escape(line)}</p>" for line in lines]
        if link:
            paragraphs.append(f'<p><a href="{escape(link)}">{escape(name)}</a></p>')
        facts = {"subject": subject, "messages": [self._facts(one) for one in messages]}
        return Letter(subject, "\n\n".join(shown), "\n".join(paragraphs), urgent, facts, link, name)

    def _subject(self, message: Message) -> str:
        if isinstance(message.state, Matter):
            return self.words(f"alert.{message.state}{'Over' if message.kind == OVER else ''}")
        title = _line(message.title)
        if message.kind == OVER:
            return self.words("alert.healthy", title=title)
        return self.words("alert.trouble", title=title, state=self.words(f"alert.states.{message.state}"))

    def _happened(self, message: Message) -> str:
        title = _line(message.title)
        if message.kind == OVER and isinstance(message.state, Matter):
            return self.words(f"alert.{message.state}OverText")
        if message.kind == OVER:
            return self.words("alert.healthyText", title=title)
        reason = f" ({self._say(_line(_KIND.sub('', message.reason)).rstrip('.'))})" if message.reason else ""
        return f"{title} {self._meaning(message).what.rstrip('.')}{reason}."

    def _meaning(self, message: Message) -> Meaning:
        found = meaning_of(message.state)
        return Meaning(*map(self._say, (found.what, found.readers, found.next, found.do)))

    def _say(self, text: str) -> str:
        return translated(text, self.words.language)

    def _link(self, message: Message) -> str | None:
        """The run's page in the back office."""
        run = quote(message.run_id or "", safe="")
        return f"{self.public_url.rstrip('/')}/admin/runs/?id={run}" if self.public_url and run else None

    def _facts(self, message: Message) -> dict[str, Any]:
        """`run`: its address in the API."""
        meaning, url = self._meaning(message), self.public_url
        return {
            "id": message.id,
            "source_id": message.source_id,
            "title": message.title,
            "kind": message.kind,
            "state": message.state,
            "reason": message.reason and self._say(message.reason),
            "at": message.at.isoformat(),
            "readers": meaning.readers,
            "next": meaning.next,
            "do": meaning.do,
            "run": f"{url.rstrip('/')}/api/runs/{message.run_id}" if url and message.run_id else None,
        }


def _line(text: str) -> str:
    return one_line(visible(text))[:LONGEST]
