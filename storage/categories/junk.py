"""Recognizes categories of sources that say nothing: dates, numbers, addresses, halves of sentences."""

from __future__ import annotations

import re

_JUNK = re.compile(
    r"""^(?:
        [\W\d_]*                                                          # numbers, times, and punctuation
        | https?:.* | www\..* | \S*schema\.org\S* | \S+@\S+ | \S+\.(?:com|org|net|gov|edu)(?:/\S*)?
        | (?:and|or|the|of|with|for|in|at|to|a|an)\s.*                    # the second half of a split list
        | .*\s(?:and|or|of|with|for|&)
        | [^()]*\) | [^()]*\([^()]*                                       # half of parentheses
        | (?:mon|tues|wednes|thurs|fri|satur|sun)days?
        | (?:jan|febr)uary | march | april | may | june | july | august | (?:septem|octo|novem|decem)ber
        | (?:\d+\w{0,2}\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d.*
        | (?:all[\s-]?day | every\s?day | today | tomorrow | this\s(?:week|weekend|month) | weekly | daily | recurring)
          (?:\sevents?)?
        | featured(?:\sevents?)? | main | default | general | uncategori[sz]ed | none | null | n/?a | undefined | other
        | events? | all(?:\sevents)? | calendar | category | misc(?:ellaneous)?
    )$""",
    re.IGNORECASE | re.VERBOSE,
)


def is_junk(word: str) -> bool:
    """Whether the word says nothing about the event, so that people need not see it or map it."""
    return _JUNK.match(word.strip()) is not None
