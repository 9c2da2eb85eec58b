"""The form in which titles are compared: letters and digits, without case, spacing, punctuation, and marks such as
`CANCELLED:` and `(Sold Out)`."""

from __future__ import annotations

import re
import unicodedata

_PUNCTUATION = (
    r"[\s!-/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4-\u00b8\u00bb\u00bf\u2000-\u206f\u2122\u2212\u3000-\u303f]"
)
"""Spaces and punctuation of ASCII, Latin-1, and Unicode's blocks for it, in the syntax that Python and Postgres share.
Postgres's own classes depend on the database's locale."""
_MARK = (
    "(cancell?ed|cxl|called off|postponed|re-?scheduled|sold[ -]?out|new date|new time|date changed?|moved online"
    "|now online|cancelad[oa]s?|suspendid[oa]s?|agotad[oa]s?|aplazad[oa]s?|pospuest[oa]s?|reprogramad[oa]s?"
    "|annulé?e?s?|reportée?s?|complet|abgesagt|ausverkauft|verschoben|entfällt|annullat[aeio]|rinviat[aeio]|esaurit[oa])"
)
"""The most frequent of the words that readers know (`scrapers.reading.status`)."""
_SET_APART = r"[!()*/:;<>\[\]_|~\u2010-\u2015\u2022\u00b7-]"
_STATUS = (
    rf"[(\[]{_PUNCTUATION}*{_MARK}({_PUNCTUATION}[^()\[\]]*)?[)\]]"
    rf"|\A({_PUNCTUATION}*{_MARK}{_PUNCTUATION}*{_SET_APART})+"
    rf"|({_SET_APART}{_PUNCTUATION}*{_MARK}{_PUNCTUATION}*)+\Z"
)
"""A mark in brackets, or set apart at the beginning or end: `[Canceled due to rain] x`, `CANCELLED: x`, `x - Sold Out`.
"Cancelled Lives" has none. No group is written with a colon, which SQLAlchemy would take for a parameter."""
_PUNCTUATIONS = re.compile(f"{_PUNCTUATION}+")
_STATUSES = re.compile(_STATUS)


def comparable(title: str) -> str:
    """`rocknroll` for "Rock 'n' Roll!"; "and" for "&". A title of marks or punctuation alone keeps them."""
    lower = unicodedata.normalize("NFKC", title).lower()
    words = lower.replace("&", "and")
    return _PUNCTUATIONS.sub("", _STATUSES.sub("", words)) or _PUNCTUATIONS.sub("", words) or lower


def comparable_sql(title: str) -> str:
    """SQL for the same of a column or parameter."""
    lower = f"lower(normalize({title}, NFKC))"
    words = f"replace({lower}, '&', 'and')"

    def letters(value: str) -> str:
        return f"nullif(regexp_replace({value}, '{_PUNCTUATION}+', '', 'g'), '')"

    unmarked = f"regexp_replace({words}, '{_STATUS}', '', 'g')"
    return f"coalesce({letters(unmarked)}, {letters(words)}, {lower})"
