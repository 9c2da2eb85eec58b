"""Says in plain words what a state means: what readers see, what happens next, and what a person can do."""

from __future__ import annotations

from dataclasses import dataclass

from storage.health.judge import SourceState


@dataclass(frozen=True, slots=True)
class Meaning:
    """`what`: follows the source's title. `readers`: what the calendar shows meanwhile. Each is a sentence."""

    what: str
    readers: str
    next: str
    do: str


KEPT = "Readers still see the events of its last good run; after some days these are marked as not confirmed."
TRIED = "Marquee tries again at its next scheduled run."
LESS_OFTEN = "Marquee asks it less and less often, and pauses it after 30 days."
MEANINGS = {
    SourceState.NEW: Meaning(
        "has not been harvested yet.", "Readers see none of its events yet.", TRIED, "Wait, or start a run."
    ),
    SourceState.HEALTHY: Meaning(
        "is harvested as it should be.", "Readers see its current events.", "It runs as scheduled.", "Nothing."
    ),
    SourceState.SUSPECT: Meaning(
        "gave a result that Marquee does not trust.",
        "Readers see what the run found, and the older events that it missed.",
        "Once runs on several days agree, Marquee takes the result as the new usual.",
        "Compare the run with the site. Accept the run if it is right; fix the source if it isn't.",
    ),
    SourceState.QUARANTINED: Meaning(
        "gave nothing that Marquee can trust.",
        KEPT,
        "Nothing from this source is published until a good run, or until a person accepts one.",
        "Open the site. Accept the run if the site really lists nothing; otherwise fix the source.",
    ),
    SourceState.BLOCKED: Meaning(
        "refuses Marquee's requests.",
        KEPT,
        f"{LESS_OFTEN} It never bypasses a block.",
        "Ask the site's owner for access or a feed, or pause the source.",
    ),
    SourceState.PAUSED: Meaning(
        "is paused.",
        KEPT,
        "Nothing, until a person resumes it.",
        "Correct its address and resume it, or remove it if it is no longer needed.",
    ),
    SourceState.FAILING: Meaning(
        "cannot be read.",
        KEPT,
        LESS_OFTEN,
        "Open the run. Correct the address, or fix the source if the page has changed.",
    ),
    SourceState.DEAD: Meaning(
        "is gone from the web.",
        KEPT,
        LESS_OFTEN,
        "Look for the site's new address and set it. If there isn't one, remove the source.",
    ),
}
