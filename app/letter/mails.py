"""Builds the mails of the letter: an issue for one subscriber, a test, and the mail that asks to confirm. Also builds
other mails that ask to open a link."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import formatdate, make_msgid, parseaddr

from app.feeds.markup import escape
from app.language.words import Words
from app.letter import html, plain
from app.letter.issue import footer_of, language_words, name_in, site
from core.config import settings
from storage.letters.issues import Edition

LONGEST_ADDRESS, LONGEST_LOCAL_PART = 254, 64
"""RFC 5321, 4.5.3.1."""
_HOST_NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+\Z)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
"""Letters, digits, and inner hyphens (RFC 1123, 2.1). The last label isn't a number: that would be an IPv4 address."""


class _Unfolded(UnstructuredHeader, BaseHeader):
    """A header with one long address, which must stay one word: Python would fold it into RFC 2047's encoded words,
    where no mail program looks for an address."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _Unfolded)
_POLICY = SMTP.clone(header_factory=_HEADERS)


class BadAddress(ValueError):
    """A letter can't be sent to this e-mail address."""


@dataclass(frozen=True, slots=True)
class Mail:
    """`sender`: the envelope's, to which mail comes back."""

    sender: str
    recipient: str
    message: EmailMessage

    def as_bytes(self) -> bytes:
        return self.message.as_bytes()


def clean_address(given: str) -> str:
    """The address with its domain in lower case and as ASCII (IDNA). Raises BadAddress, also for a local part that is
    not ASCII: few mail servers take it (RFC 6531)."""
    local, at, domain = given.strip().rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode().lower()
        address = f"{local}@{ascii_domain}"
        parsed = Address(addr_spec=address) if address.isascii() and address.isprintable() else None
    except (UnicodeError, HeaderParseError, ValueError, IndexError) as error:
        raise BadAddress(given) from error
    odd = parsed is None or not at or set(address) & set(' "(),:;<>[]\\') or not _HOST_NAME.fullmatch(ascii_domain)
    if odd or len(address) > LONGEST_ADDRESS or len(local) > LONGEST_LOCAL_PART:
        raise BadAddress(given)
    return address


def masked(address: str) -> str:
    """`a…@reader.example`"""
    return f"{address[:1]}…@{address.rpartition('@')[2]}"


def issue_mail(letter_id: int, edition: Edition, recipient: str, token: str) -> Mail:
    """With a one-click unsubscribe link (RFC 8058), which mail programs show only over https. `token`: of this
    delivery."""
    leave = f"{site()}/letter/unsubscribe/{token}"
    words = language_words(edition.language)
    footer = footer_of(words, letter_id, leave)
    message = _message(edition.subject, recipient, edition.language)
    message["List-Id"] = f"<letter.{_domain()}>"
    message["List-Unsubscribe"] = f"<{leave}>"
    if leave.startswith("https://"):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    _fill(message, plain.whole(edition.plain, footer), html.whole(edition.html, footer))
    return Mail(return_address(token), recipient, message)


def trial_mail(edition: Edition, recipient: str) -> Mail:
    """A test for editors, without an unsubscribe link."""
    footer = footer_of(language_words(edition.language), None, None)
    message = _message(f"[Test] {edition.subject}", recipient, edition.language)
    _fill(message, plain.whole(edition.plain, footer), html.whole(edition.html, footer))
    return Mail(_from_address(), recipient, message)


def confirmation_mail(recipient: str, language: str, token: str) -> Mail:
    words = language_words(language)
    name = name_in(words)
    return mail_with_link(
        words,
        recipient,
        subject=words("letter.confirmSubject", letter=name),
        ask=words("letter.confirmAsk", letter=name),
        link=f"{site()}/letter/confirm/{token}",
        label=words("letter.confirmLink"),
        otherwise=words("letter.confirmElse"),
    )


def mail_with_link(
    words: Words, recipient: str, *, subject: str, ask: str, link: str, label: str, otherwise: str
) -> Mail:
    """Asks the recipient to open a link. `otherwise`: what happens if they don't."""
    message = _message(subject, recipient, words.language)
    text = "\n\n".join(("\n".join(plain.wrapped(ask)), link, "\n".join(plain.wrapped(otherwise))))
    page = (
        f'<!DOCTYPE html>\n<html lang="{words.tag}" dir="{words.direction}"><head><meta charset="utf-8">'
        f"<title>{escape(subject)}</title></head>\n<body>\n<p>{escape(ask)}</p>\n"
        f'<p><a href="{escape(link)}">{escape(label)}</a></p>\n<p>{escape(otherwise)}</p>\n</body></html>\n'
    )
    _fill(message, f"{text}\n", page)
    return Mail(_from_address(), recipient, message)


def return_address(token: str) -> str:
    """A variable envelope return path: the mailbox LETTER_BOUNCES with the delivery's token as a subaddress (RFC 5233).
    Without LETTER_BOUNCES, SMTP_FROM."""
    mailbox = settings().letter_bounces
    if mailbox is None:
        return _from_address()
    local, _, domain = mailbox.partition("@")
    return f"{local}+{token}@{domain}"


def _message(subject: str, recipient: str, language: str) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    name = name_in(language_words(language))
    message["Subject"] = subject
    message["From"] = Address(display_name=name, addr_spec=_from_address())
    message["To"] = Address(addr_spec=recipient)
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=_domain())
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no vacation notices, please
    return message


def _fill(message: EmailMessage, text: str, page: str) -> None:
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(page, subtype="html", cte="quoted-printable")


def _from_address() -> str:
    return parseaddr(settings().smtp_from or "")[1]


def _domain() -> str:
    return _from_address().rpartition("@")[2] or "marquee.invalid"
