"""A town with a week of events, and a mail server."""

from __future__ import annotations

from datetime import datetime
from email import message_from_bytes
from email.policy import default
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from sqlalchemy import text

from app.letter import issue
from app.letter.choose import week_from
from app.services import ports
from core.config import settings
from storage.database.engine import transaction
from storage.letters import issues, subscribers
from tests.alerts.conftest import refusing_mail, use_mail_server
from tests.api.conftest import client
from tests.api.harvest import ZONE, at, concert, harvest, seed
from tests.health.conftest import acting, admin, editor, marquee, queue, quick_hashes, reader, service

__all__ = [
    "acting",
    "admin",
    "client",
    "editor",
    "marquee",
    "queue",
    "quick_hashes",
    "reader",
    "refusing_mail",
    "service",
]


class MailServer:
    """Keeps what it takes. Answers an address in `answers` with that reply to RCPT, or, in `data_answers`, to the mail.

    `quota`: it takes so many mails. `hangs_up`: "before" or "after" it has a mail, without an answer.
    """

    def __init__(self):
        self.mails, self.answers, self.data_answers, self.after_data = [], {}, {}, None
        self.quota, self.hangs_up = None, None

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802  # aiosmtpd's name
        if answer := self.answers.get(address) or self.answers.get("*"):
            return answer
        if self.quota is not None and len(self.mails) >= self.quota:
            return "550 5.4.5 daily quota exceeded"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # aiosmtpd's name
        if answer := self.data_answers.get(envelope.rcpt_tos[0]):
            return answer
        self.mails.append((envelope.mail_from, envelope.rcpt_tos[0], envelope.content))
        if self.hangs_up == "after":
            server.transport.close()
        if self.after_data is not None:
            await self.after_data()
        return "250 OK"

    def to(self, address):
        """The parsed mails that an address got."""
        return [message_from_bytes(content, policy=default) for _, to, content in self.mails if to == address]

    @property
    def recipients(self):
        return sorted(to for _, to, _ in self.mails)


class HangingUp(SMTP):
    """Closes the connection at the command DATA, if its handler says so."""

    async def smtp_DATA(self, arg):  # noqa: N802  # aiosmtpd's name
        if self.event_handler.hangs_up == "before":
            self.transport.close()
        else:
            await super().smtp_DATA(arg)


class MailController(Controller):
    def factory(self):
        return HangingUp(self.handler, **self.SMTP_kwargs)


@pytest.fixture
def mail(service_environment, monkeypatch):
    server = MailServer()
    port = ports.choose()
    controller = MailController(server, hostname="127.0.0.1", port=port)
    controller.start()
    monkeypatch.setenv("LETTER", "true")
    monkeypatch.setenv("LETTER_BOUNCES", "bounces@events.example")
    monkeypatch.setenv("LETTER_POSTAL_ADDRESS", "Marquee, 12 Main Street, Sarasota, FL 34236")
    monkeypatch.setenv("TOWN_NAME", "Sarasota")
    use_mail_server(monkeypatch, port)
    try:
        yield server
    finally:
        controller.stop()
        settings.cache_clear()


@pytest.fixture
def town(service_environment):
    """What happens only then, what is weekly, and what is always there."""
    seed()
    harvest(
        concert("only", at(1, 20), title="Only Tomorrow"),
        concert("later", at(3, 20), title="Later That Week"),
        concert("weekly", *(at(2 + 7 * week, 19) for week in range(12)), title="Quiz Night"),
        concert("hours", *(at(day, 9) for day in range(200)), title="Gallery Open Daily"),
        concert("deal", *(at(7 * week + 1, None, all_day=True) for week in range(52)), title="$5 Drafts"),
    )


def today():
    return datetime.now(ZoneInfo(ZONE)).date()


def subscribed(*addresses, language="en"):
    with transaction() as connection:
        for address in addresses:
            subscribers.add_confirmed(connection, address, language)


def drafted(**given):
    """The id of a letter of the next seven days."""
    span = week_from(today())
    with transaction() as connection:
        made = issues.add_issue(connection, first_day=span.first, last_day=span.last, created_by="test", **given)
    return made.id


def started(**given):
    """The id of a letter whose sending has begun."""
    letter_id = drafted(**given)
    with transaction() as connection:
        issue.begin(connection, letter_id)
    return letter_id


def let_time_pass():
    """Everything that waits for another try is due."""
    with transaction() as connection:
        connection.execute(text("UPDATE letters SET retry_at = now()"))
        connection.execute(text("UPDATE letter_deliveries SET due_at = now() WHERE state = 'due'"))
