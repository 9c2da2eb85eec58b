"""Whether the iCalendar feed of The Events Calendar, which a site may switch off, can be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from core.fetching.fetcher import Fetched
from scrapers.discovery.findings import Candidate
from scrapers.discovery.first_asks import first_asks, first_day_left_out
from scrapers.reading.contract import Window
from scrapers.reading.windows import within


@dataclass
class TribeFeeds:
    """`tried` asks for an address: None if it can't be read. `today` in the town."""

    tried: Callable[[str], Fetched | None]
    today: date
    _missing: dict[str, dict[str, str]] = field(default_factory=dict)

    def missing(self, one: Candidate) -> dict[str, str]:
        """What is wrong, by the candidate's address; empty if its feed can be read."""
        if one.base_url not in self._missing:
            feeds = [asked.url for asked in first_asks(one.platform, one.base_url, self.today)]
            found = any(map(self._is_calendar, feeds))
            said = f"The site shows The Events Calendar, but its iCalendar feed can't be read ({feeds[0]})."
            self._missing[one.base_url] = {} if found else {one.base_url: said}
        return self._missing[one.base_url]

    def of_months(self, one: Candidate) -> Candidate:
        """With the dates in the months that a harvest reads."""
        window = Window(ends=first_day_left_out(one.platform, self.today))
        return replace(one, events=within(one.events, window))

    def _is_calendar(self, url: str) -> bool:
        answer = self.tried(url)
        return answer is not None and answer.body.lstrip(b"\xef\xbb\xbf \t\r\n")[:15].upper() == b"BEGIN:VCALENDAR"
