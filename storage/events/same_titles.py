"""The form in which titles are compared: letters and digits, without case, spacing, and punctuation."""

from __future__ import annotations

import re
import unicodedata

_MARKS = r"[\s!-/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4-\u00b8\u00bb\u00bf\u2000-\u206f\u2122\u2212\u3000-\u303f]+"
"""Spaces and punctuation of ASCII, Latin-1, and Unicode's blocks for it, in the syntax that Python and Postgres share.
Postgres's own classes depend on the database's locale."""
_MARK = re.compile(_MARKS)


def comparable(title: str) -> str:
    """`rocknroll` for "Rock 'n' Roll!"; "and" for "&". A title of punctuation alone stays as it is."""
    lower = unicodedata.normalize("NFKC", title).lower()
    return _MARK.sub("", lower.replace("&", "and")) or lower


def comparable_sql(title: str) -> str:
    """SQL for the same of a column or parameter."""
    lower = f"lower(normalize({title}, NFKC))"
    return f"coalesce(nullif(regexp_replace(replace({lower}, '&', 'and'), '{_MARKS}', '', 'g'), ''), {lower})"
