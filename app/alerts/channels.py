"""Sends a letter over a route's channel, within limits on time and size."""

from __future__ import annotations

import hashlib
import hmac
import json
import smtplib
import time
from collections.abc import Callable, Mapping
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Any

from app.alerts.letters import Letter
from app.alerts.mail_server import connected
from core.addresses import NotPublic, check_public, well_formed
from core.config import settings
from core.fetching.fetcher import Fetcher, FetchFailed
from storage.alerts.routes import Channel, Route

DEADLINE_S = 15.0
INVISIBLE = "\u200b"


class SendFailed(RuntimeError):
    """The message was not sent. Contains no address and no secret."""


class BadTarget(ValueError):
    """The route's address can't be used."""


def check_target(channel: Channel, target: str) -> None:
    """Raises BadTarget."""
    try:
        if channel is Channel.EMAIL:
            if not target.isprintable() or not target.isascii() or not Address(addr_spec=target).domain:
                raise BadTarget("this is not an e-mail address")
        elif settings().private_alerts:
            well_formed(target)
        else:
            check_public(target)
    except (NotPublic, HeaderParseError, ValueError, IndexError) as error:
        raise BadTarget(str(error) or "this is not an address") from error


def send(route: Route, letter: Letter) -> None:
    """Raises SendFailed."""
    if route.channel is Channel.EMAIL:
        _mail(route.target, letter)
    else:
        url, headers, body = _REQUESTS[route.channel](route, letter)
        _post(url, {"Content-Type": "application/json", **headers}, body)


def _mail(target: str, letter: Letter) -> None:
    chosen = settings()
    if chosen.smtp_host is None or chosen.smtp_from is None:
        raise SendFailed("SMTP_HOST and SMTP_FROM are not set, so no e-mail can be sent")
    mail = EmailMessage()
    try:
        mail["Subject"], mail["From"], mail["To"] = letter.subject, chosen.smtp_from, target
        mail["Date"], mail["Message-ID"] = formatdate(), make_msgid(domain="marquee.invalid")
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(letter.text)
        mail.add_alternative(letter.html, subtype="html")
        with connected(chosen.smtp_host, chosen.smtp_port, chosen.smtp_security) as server:
            if chosen.smtp_username is not None and chosen.smtp_password is not None:
                server.login(chosen.smtp_username, chosen.smtp_password.get_secret_value())
            server.send_message(mail)
    except smtplib.SMTPResponseException as error:
        raise SendFailed(f"the mail server refuses: {type(error).__name__} {error.smtp_code}") from error
    except (smtplib.SMTPException, OSError, ValueError) as error:
        raise SendFailed(f"the mail could not be sent: {type(error).__name__}") from error


def _post(url: str, headers: Mapping[str, str], body: str) -> None:
    """A redirect counts as a failure: its target would not get the message."""
    chosen = settings()
    fetcher = Fetcher(f"Marquee (+{chosen.contact_url})", anywhere=chosen.private_alerts, deadline_s=DEADLINE_S)
    try:
        answer = fetcher.fetch(url, headers, body)
    except FetchFailed as error:
        raise SendFailed(f"the webhook could not be reached: {error}") from error
    except NotPublic as error:
        raise SendFailed("the webhook is not on the public internet") from error
    if answer.url != url:
        raise SendFailed("the webhook redirects to another address")
    if not 200 <= answer.status < 300:
        raise SendFailed(f"the webhook answers HTTP {answer.status}")


Request = tuple[str, dict[str, str], str]


def _slack(route: Route, letter: Letter) -> Request:
    """Slack's three escapes, and a break after @, so that a title notifies nobody at Mattermost either."""
    text = f"{letter.subject}\n{letter.text}".replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return route.target, {}, json.dumps({"text": text.replace("@", f"@{INVISIBLE}")})


def _teams(route: Route, letter: Letter) -> Request:
    """An adaptive card, which the webhooks of Teams' workflows take. Its text blocks know Markdown's links."""
    texts = [text.replace("[", f"[{INVISIBLE}") for text in (letter.subject, letter.text)]
    blocks = [{"type": "TextBlock", "text": text, "wrap": True} for text in texts]
    card: dict[str, Any] = {"type": "AdaptiveCard", "version": "1.4", "body": blocks}
    if letter.link:
        card["actions"] = [{"type": "Action.OpenUrl", "title": letter.link_name, "url": letter.link}]
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
    return route.target, {}, json.dumps({"type": "message", "attachments": [attachment]})


def _ntfy(route: Route, letter: Letter) -> Request:
    """ntfy takes JSON at its root; the last part of the target is the topic."""
    server, _, topic = route.target.rstrip("/").rpartition("/")
    given = {"topic": topic, "title": letter.subject, "message": letter.text, "priority": 4 if letter.urgent else 3}
    headers = {"Authorization": f"Bearer {route.secret}"} if route.secret else {}
    return f"{server}/", headers, json.dumps({**given, **({"click": letter.link} if letter.link else {})})


def _webhook(route: Route, letter: Letter) -> Request:
    """Signed like Stripe's and Slack's: HMAC-SHA256 of the time, a dot, and the body."""
    body, at = json.dumps(letter.facts), str(int(time.time()))
    headers = {"X-Marquee-Timestamp": at}
    if route.secret:
        signature = hmac.new(route.secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
        headers["X-Marquee-Signature"] = f"sha256={signature}"
    return route.target, headers, body


_REQUESTS: Mapping[Channel, Callable[[Route, Letter], Request]] = {
    Channel.SLACK: _slack,
    Channel.TEAMS: _teams,
    Channel.NTFY: _ntfy,
    Channel.WEBHOOK: _webhook,
}
