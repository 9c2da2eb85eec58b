"""How often an event takes place, which decides where a list shows it. Pure."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import StrEnum

from storage.search.listings import Listing
from storage.search.more_dates import MoreDates


class Rhythm(StrEnum):
    """Lists put first what happens only then.

    once      on a few dates.
    series    again and again, such as every Saturday.
    daily     on most days, or without a break for days: an exhibition, a season.
    standing  for months on end, or all day every week: opening hours, a bar's offers.
    """

    ONCE = "once"
    SERIES = "series"
    DAILY = "daily"
    STANDING = "standing"


FEW_DATES = 4
LONG_SPAN, STANDING_SPAN = timedelta(days=4), timedelta(days=120)
MOST_DAYS = 5 / 7
ALL_DAY_DATES = 26
"""So many all-day dates are an offer, not events: half a year of Fridays."""
_HOURS = re.compile(r"\b(open(ing)? hours|open (daily|to visitors)|center open|happy hour)\b", re.IGNORECASE)


def rhythm(listing: Listing, more: MoreDates | None) -> Rhythm:
    """Of an occurrence, with the further dates of its series."""
    span = timedelta() if listing.ends_at is None else listing.ends_at - listing.starts_at
    dates = 1 if more is None else more.count + 1
    if more is not None and more.until is not None:
        whole = timedelta(days=(more.until - listing.local_date).days + 1)
        span = max(span, whole if dates >= MOST_DAYS * whole.days else timedelta())
    if _HOURS.search(listing.title) or (listing.all_day and dates >= ALL_DAY_DATES) or span >= STANDING_SPAN:
        return Rhythm.STANDING
    if span >= LONG_SPAN:
        return Rhythm.DAILY
    return Rhythm.ONCE if dates <= FEW_DATES else Rhythm.SERIES
