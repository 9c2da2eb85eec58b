"""Connects to the mail server, with a deadline for the whole conversation."""

from __future__ import annotations

import smtplib
import socket
import ssl
import threading
from contextlib import suppress
from typing import Any

from core.config import SmtpSecurity

TIMEOUT_S = 15.0
"""For each step of the conversation."""
DEADLINE_S = 60.0
"""For all steps together: a server that sends a byte now and then never reaches a step's timeout."""


def connected(host: str, port: int, security: SmtpSecurity, deadline_s: float = DEADLINE_S) -> smtplib.SMTP:
    """`deadline_s`: for the whole conversation. Raises SMTPException, OSError, or ValueError."""
    context = ssl.create_default_context()
    if security is SmtpSecurity.TLS:
        return _TlsServer(host, port, timeout=TIMEOUT_S, context=context, deadline_s=deadline_s)
    server = _Bounded(host, port, timeout=TIMEOUT_S, deadline_s=deadline_s)
    if security is SmtpSecurity.STARTTLS:
        try:
            server.starttls(context=context)
        except (smtplib.SMTPException, OSError):
            server.close()
            raise
    return server


class _Bounded(smtplib.SMTP):
    """Ends the conversation at the deadline."""

    def __init__(self, *arguments: Any, deadline_s: float, **options: Any) -> None:
        self.deadline = threading.Timer(deadline_s, self._cut)
        self.deadline.daemon = True
        self.deadline.start()
        try:
            super().__init__(*arguments, **options)
        except (smtplib.SMTPException, OSError, ValueError):
            self.close()
            raise

    def close(self) -> None:
        self.deadline.cancel()
        super().close()

    def _cut(self) -> None:
        """Closing would not wake the thread that waits for the server."""
        if (waiting := self.sock) is not None:
            with suppress(OSError):
                waiting.shutdown(socket.SHUT_RDWR)


class _TlsServer(_Bounded, smtplib.SMTP_SSL):
    """With TLS from the first byte."""
