"""Hands one mail after another to the mail server, and says for certain whether each was taken."""

from __future__ import annotations

import re
import smtplib
import time
from contextlib import suppress

from app.alerts.mail_server import TIMEOUT_S, connected
from app.letter.mails import Mail
from core.config import settings

PER_CONNECTION = 50
TAKING_S = 180.0
"""How long a server may think about a mail that it has, such as to scan it. RFC 5321, 4.5.3.2.6 asks for ten minutes,
which is as long as a claim lasts (`storage.letters.deliveries.STALE`)."""
MAIL_S = TAKING_S + 60
CONNECTION_S = 2 * MAIL_S
"""The longest conversation. No mail begins in its second half, so none is cut off."""
_DOT = re.compile(rb"^\.", re.MULTILINE)
_OF_SENDER = re.compile(r"relay|sender|from address|spam|block|denied|policy|authenticat", re.IGNORECASE)
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
    """The connection broke while the mail was sent, or before the server's answer: it may have arrived (RFC 1047)."""


class Post:
    """A connection to the mail server, opened when needed."""

    def __init__(self) -> None:
        self.server: smtplib.SMTP | None = None
        self.handed, self.opened = 0, 0.0

    def hand_over(self, mail: Mail) -> None:
        """Raises ServerTrouble, Refused, or Uncertain."""
        if self.handed >= PER_CONNECTION or time.monotonic() - self.opened > CONNECTION_S - MAIL_S:
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
        self.server, self.opened = server, time.monotonic()
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
        if code in (530, 535):
            raise ServerTrouble(f"the mail server wants a login: {code}")
        if code not in (250, 251):
            self._reset(server)
            raise _refusal(code, said, at_address=True)

    def _body(self, server: smtplib.SMTP, mail: Mail) -> None:
        try:
            code, said = server.docmd("DATA")
        except (smtplib.SMTPException, OSError) as error:
            raise ServerTrouble(_trouble("the mail server breaks off", error)) from error
        if code == 354:
            code, said = _taken(server, mail.as_bytes())
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


def _taken(server: smtplib.SMTP, content: bytes) -> tuple[int, bytes]:
    """Sends the content, and returns the server's answer. Raises Uncertain."""
    try:
        if server.sock is not None:
            server.sock.settimeout(TAKING_S)
        server.send(_DOT.sub(b"..", content) + b".\r\n")  # RFC 5321, 4.5.2
        answer = server.getreply()
        if server.sock is not None:
            server.sock.settimeout(TIMEOUT_S)
    except (smtplib.SMTPException, OSError) as error:
        raise Uncertain(_trouble("the mail server broke off while it took the mail", error)) from error
    return answer


def is_dead(status: str) -> bool:
    """Whether an enhanced status code (RFC 3463) says that nobody has the address. 5.1: the address; 5.2.1: the mailbox
    is disabled. Not dead: 5.1.7 and 5.1.8, which are about the sender's address; 5.2.2, a full mailbox; 5.7, a policy,
    which is rather about the sender; 5.0, which says nothing."""
    return status == "5.2.1" or (status.startswith("5.1.") and status not in ("5.1.7", "5.1.8"))


def _refusal(code: int, said: bytes, *, at_address: bool) -> Refused:
    """Only the codes are kept: the server's text often repeats the address."""
    text = said.decode("utf-8", "replace")
    found = _ENHANCED.search(text)
    status = found[0] if found else ""
    forever = code >= 500
    of_address = is_dead(status) if status else code in (550, 551, 553) and not _OF_SENDER.search(text)
    return Refused(
        f"the mail server answers {code} {status}".rstrip(), forever=forever, dead=forever and at_address and of_address
    )


def _trouble(what: str, error: Exception) -> str:
    code = f" {error.smtp_code}" if isinstance(error, smtplib.SMTPResponseException) else ""
    return f"{what}: {type(error).__name__}{code}"
