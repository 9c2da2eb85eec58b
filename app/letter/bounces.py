"""Reads returned mail: whose it was, and whether the address is dead.

A mail comes back to LETTER_BOUNCES with the delivery's token in the recipient (a variable envelope return path). Some
servers return to the sender's address instead, with the letter's headers inside: then the token is in its
List-Unsubscribe. Only delivery status notifications (RFC 3464) count; vacation notices and answers of people do not.
"""

from __future__ import annotations

import logging
import mailbox
import re
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from pathlib import Path

from app.letter.handover import is_dead
from storage.access.credentials import digest
from storage.database.engine import transaction
from storage.letters import deliveries, subscribers

LARGEST_BYTES = 5_000_000
_RECIPIENT_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
_SUBADDRESS = re.compile(r"\+([0-9a-f]{32})@", re.IGNORECASE)
_LINK = re.compile(r"/letter/unsubscribe/([0-9a-f]{32})", re.IGNORECASE)
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Returned:
    """`token`: of the delivery. `status`: an enhanced status code (RFC 3463) such as `5.1.1`."""

    token: str
    status: str


def read_returned(raw: bytes) -> Returned | None:
    """None for anything that doesn't say of one of our mails that it failed for good, and for a mail that Python can't
    parse."""
    try:
        message = message_from_bytes(raw[:LARGEST_BYTES])
        status, token = _failed_status(message), _token(message)
    except Exception as error:  # noqa: BLE001 - strangers write these mails, and the parser has no error of its own
        logger.warning("Ignored a mail that can't be parsed: %s", type(error).__name__)
        return None
    return None if status is None or token is None else Returned(token, status)


def messages_in(path: Path) -> Iterator[bytes]:
    """The messages of an mbox file, a Maildir, or a file with one message."""
    if path.is_dir():
        maildir = mailbox.Maildir(path, create=False)
        yield from (maildir.get_bytes(key) for key in maildir.keys())  # noqa: SIM118 - iterating parses each mail
    elif path.read_bytes()[:5] == b"From ":
        with closing(mailbox.mbox(path, create=False)) as box:
            yield from (box.get_bytes(key) for key in box.keys())  # noqa: SIM118 - iterating parses each mail
    else:
        yield path.read_bytes()


def take(messages: Iterable[bytes]) -> dict[str, int]:
    """Records what came back, and ends the subscriptions of dead addresses and of those that return every letter.
    Reading the same mail again changes nothing. Returns how many were `returned`, `ended`, and `ignored`."""
    counts = {"returned": 0, "ended": 0, "ignored": 0}
    for raw in messages:
        found = read_returned(raw)
        if found is None:
            counts["ignored"] += 1
            continue
        with transaction() as connection:
            subscriber_id = deliveries.note_return(connection, digest(found.token), f"came back: {found.status}")
            if subscriber_id is None:
                counts["ignored"] += 1
                continue
            counts["returned"] += 1
            if is_dead(found.status) or deliveries.came_back_lately(connection, subscriber_id):
                subscribers.mark_dead(connection, subscriber_id, f"mail came back: {found.status}")
                counts["ended"] += 1
    return counts


def _failed_status(message: Message) -> str | None:
    """The status of the first recipient for whom delivery failed (RFC 3464, 2.3)."""
    if message.get_content_type() != "multipart/report" or message.get_param("report-type") != "delivery-status":
        return None
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for fields in part.walk():
            status = _STATUS.search(str(fields["Status"]))
            if str(fields["Action"]).strip().lower() == "failed" and status and status[0].startswith("5"):
                return status[0]
    return None


def _token(message: Message) -> str | None:
    for name in _RECIPIENT_HEADERS:
        for value in message.get_all(name, []):
            if found := _SUBADDRESS.search(str(value)):
                return found[1].lower()
    for part in message.walk():
        if part.get_content_type() not in ("message/rfc822", "text/rfc822-headers"):
            continue
        if found := _LINK.search(part.as_bytes().decode("ascii", "replace")):
            return found[1].lower()
    return None
