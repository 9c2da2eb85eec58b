"""What can go wrong with Marquee itself, and what that means."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from storage.health import words
from storage.health.judge import SourceState
from storage.health.words import Meaning


class Matter(StrEnum):
    """stopped  Marquee harvests nothing.
    letter   a letter waits: the mail server takes none, a setting is missing, or it would be empty.
    """

    STOPPED = "stopped"
    LETTER = "letter"


MEANINGS: Mapping[Matter, Meaning] = {
    Matter.STOPPED: Meaning(
        "has stopped harvesting.",
        "Readers see the events that Marquee has; what changes at the sources does not arrive.",
        "Nothing is harvested until all parts run again.",
        "Run `python -m app doctor` on the computer that Marquee runs on. It says what is down and how to start it.",
    ),
    Matter.LETTER: Meaning(
        "cannot send the weekly letter.",
        "Readers who don't have this letter yet get it as soon as it can be sent.",
        "Marquee tries again at least once an hour, and sends nobody the same letter twice.",
        "Check the settings (SMTP_HOST and its login, PUBLIC_URL), and whether the account may send so many mails.",
    ),
}
"""`what` follows the name Marquee."""


def meaning_of(state: SourceState | Matter) -> Meaning:
    return MEANINGS[state] if isinstance(state, Matter) else words.MEANINGS[state]
