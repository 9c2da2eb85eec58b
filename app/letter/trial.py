"""Sends a letter to one address as a test."""

from __future__ import annotations

from app.letter import html, plain
from app.letter.handover import Post, Refused, ServerTrouble, Uncertain
from app.letter.issue import EMPTY, CannotSend, Draft, content_of, require_mail
from app.letter.mails import BadAddress, clean_address, trial_mail
from storage.letters.issues import Edition


def send_trial(draft: Draft, language: str, address: str) -> None:
    """Raises CannotSend."""
    require_mail()
    if not draft.chosen:
        raise CannotSend(EMPTY)
    content = content_of(draft, language)
    edition = Edition(
        letter_id=draft.issue.id,
        language=content.words.language,
        subject=content.subject,
        html=html.top(content),
        plain=plain.top(content),
    )
    post = Post()
    try:
        post.hand_over(trial_mail(edition, clean_address(address)))
    except BadAddress as error:
        raise CannotSend("This is not an email address.") from error
    except (ServerTrouble, Refused, Uncertain) as error:
        raise CannotSend(f"Not sent: {error}.") from error
    finally:
        post.close()
