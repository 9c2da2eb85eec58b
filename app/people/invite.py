"""Invites a person to the back office: with a link that makes one account, sent by mail or handed over."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from app.branding.site import current
from app.letter.handover import Post, Refused, ServerTrouble, Uncertain
from app.letter.issue import language_words, missing_settings
from app.letter.mails import mail_with_link
from storage.access import accounts, audit, credentials, invitations
from storage.access.accounts import Scope
from storage.access.invitations import Invitation

LASTS = timedelta(days=7)
PATH = "/admin/invitation/"


class HasAccount(ValueError):
    """The address belongs to an account."""


def invite(connection: Connection, email: str, scope: Scope, *, by: str) -> tuple[Invitation, str]:
    """Returns the path of the link, too. The token is behind the `#`, which browsers send to no server. `email`: as
    `clean_address` returns it. Raises HasAccount."""
    if person := accounts.find_by_email(connection, email):
        raise HasAccount(f"{person.name} has an account with this address.")
    token = credentials.new_session()
    made = invitations.add_invitation(
        connection, email=email, scope=scope, digest=credentials.digest(token), created_by=by, lasts=LASTS
    )
    audit.record(connection, actor=by, action="invite", subject=f"invitation:{email}", after={"scope": scope.value})
    return made, f"{PATH}#{token}"


def send_invitation(invitation: Invitation, link: str, language: str) -> str | None:
    """Call it after the commit. Returns why the mail was not sent, or None if the mail server took it."""
    if missing := missing_settings():
        return f"No mail can be sent: {', '.join(missing)} not set."
    words = language_words(language)
    name = current().name
    mail = mail_with_link(
        words,
        invitation.email,
        subject=words("invitation.subject", site=name),
        ask=words("invitation.ask", site=name, by=invitation.created_by.removeprefix("account:")),
        link=link,
        label=words("invitation.link"),
        otherwise=words("invitation.otherwise"),
    )
    post = Post()
    try:
        post.hand_over(mail)
    except (ServerTrouble, Refused, Uncertain) as error:
        return f"The mail was not sent: {error}."
    finally:
        post.close()
    return None
