"""Hands one mail after another to the mail server, and says for certain whether each was taken."""

from __future__ import annotations

import re
import smtplib
from contextlib import suppress

from app.alerts.mail_server import connected
from app.letter.mails import Mail
from core.config import settings

PER_CONNECTION = 50
CONNECTION_S = 300.0
"""The longest conversation. Shorter than a claim lasts (`storage.letters.deliveries.STALE`)."""
_ENHANCED = re.compile(r"\b[45]\.\d{1,3}\.\d{1,3}\b")


class ServerTrouble(RuntimeError):
    """The mail server takes nothing now. The mail was not sent, and it isn't the recipient's fault."""


class Refused(RuntimeError):
    """The server refused the mail.

    forever   not only for now.
    dead      the address itself is wrong: nobody has it, or its mailbox is closed.
    """

    def __init__(self, message: str, *, forever: bool, dead: bool) -> None:
        super().__init__(message)
        self.forever, self.dead = forever, dead


class Uncertain(RuntimeError):
    """The connection broke after the mail was sent and before the server's answer: it may have arrived (RFC 1047)."""


class Post:
    """A connection to the mail server, opened when needed."""

    def __init__(self) -> None:
        self.server: smtplib.SMTP | None = None
        self.handed = 0

    def hand_over(self, mail: Mail) -> None:
        """Raises ServerTrouble, Refused, or Uncertain."""
        if self.handed >= PER_CONNECTION:
            self.close()
        server = self.server or self._connect()
        self.handed += 1
        try:
            self._envelope(server, mail)
            self._body(server, mail)
        except (ServerTrouble, Uncertain):
            self.close()
            raise

    def close(self) -> None:
        if self.server is not None:
            with suppress(smtplib.SMTPException, OSError):
                self.server.quit()
            self.server.close()
        self.server, self.handed = None, 0

    def _connect(self) -> smtplib.SMTP:
        chosen = settings()
        if chosen.smtp_host is None or chosen.smtp_from is None:
            raise ServerTrouble("SMTP_HOST and SMTP_FROM are not set")
        try:
            server = connected(chosen.smtp_host, chosen.smtp_port, chosen.smtp_security, CONNECTION_S)
        except (smtplib.SMTPException, OSError, ValueError) as error:
            raise ServerTrouble(f"the mail server can't be reached: {type(error).__name__}") from error
        try:
            if chosen.smtp_username is not None and chosen.smtp_password is not None:
                server.login(chosen.smtp_username, chosen.smtp_password.get_secret_value())
            server.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError) as error:
            server.close()
            raise ServerTrouble(_trouble("the mail server refuses the connection", error)) from error
        self.server = server
        return server

    def _envelope(self, server: smtplib.SMTP, mail: Mail) -> None:
        """Nothing is sent before both are accepted."""
        try:
            code, said = server.mail(mail.sender)
            if code != 250:
                raise ServerTrouble(f"the mail server refuses the sender {mail.sender.rpartition('@')[2]}: {code}")
            code, said = server.rcpt(mail.recipient)
        except (smtplib.SMTPException, OSError) as error:
            raise ServerTrouble(_trouble("the mail server breaks off", error)) from error
        if code == 421:
            raise ServerTrouble("the mail server is closing: 421")
        if code not in (250, 251):
            self._reset(server)
            raise _refusal(code, said, at_address=True)

    def _body(self, server: smtplib.SMTP, mail: Mail) -> None:
        try:
            code, said = server.data(mail.as_bytes())
        except smtplib.SMTPDataError as error:  # before the content
            code, said = error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b""
        except (smtplib.SMTPException, OSError) as error:
            raise Uncertain(_trouble("the mail server broke off while it took the mail", error)) from error
        if code == 421:
            raise ServerTrouble("the mail server is closing: 421")
        if code != 250:
            self._reset(server)
            raise _refusal(code, said, at_address=False)

    def _reset(self, server: smtplib.SMTP) -> None:
        try:
            server.rset()
        except (smtplib.SMTPException, OSError):
            self.close()


def is_dead(status: str) -> bool:
    """Whether an enhanced status code (RFC 3463) says that nobody has the address. 5.1: the address; 5.2.1: the mailbox
    is disabled. Not dead: 5.2.2, a full mailbox; 5.7, a policy, which is rather about the sender."""
    return status.startswith(("5.1.", "5.0.")) or status == "5.2.1"


def _refusal(code: int, said: bytes, *, at_address: bool) -> Refused:
    """Only the codes are kept: the server's text often repeats the address."""
    found = _ENHANCED.search(said.decode("utf-8", "replace"))
    status = found[0] if found else ""
    forever = code >= 500
    dead = forever and at_address and (is_dead(status) if status else code in (550, 551, 553))
    return Refused(f"the mail server answers {code} {status}".rstrip(), forever=forever, dead=dead)


def _trouble(what: str, error: Exception) -> str:
    code = f" {error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else ""
    return f"{what}: {type(error).__name__}{code}"
