"""Texts in a language, and dates, times, and amounts as text, in the same words as the page's script
(`web/src/time/format.ts`, `web/src/events/price.ts`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, get_day_names, get_month_names
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit

from app.feeds import wording
from app.language.files import Texts
from core.items import EventStatus
from storage.events.progress import TimeProgress, progress
from storage.search.listings import Listing
from storage.search.more_dates import MoreDates

LONGEST_PRICE = 32
"""In characters: a longer text of a source isn't shown as the price."""
NIGHT_ENDS = "06"
"""An end before this hour counts as the same night."""
ALL_DAYS = (1, 2, 3, 4, 5, 6, 7)
MOST_WEEKDAYS = 3
MILES, KM_PER_MILE = frozenset({"US", "GB", "LR", "MM"}), 1.609344
NEAR = 10
"""Miles or kilometers that have a decimal."""
REGULAR = 4
"""So many further dates are worth a rule instead of their number."""


@dataclass(frozen=True, eq=False)
class Words:
    """A language in a region. Compared by identity, because there is one for each locale."""

    language: str
    locale: Locale
    texts: Texts

    def __call__(self, name: str, /, **values: str | int) -> str:
        """The text at a path such as `event.tickets`, with the values filled in. `count` chooses the plural."""
        found = self.texts[name]
        if not isinstance(found, str):
            found = found.get(self.locale.plural_form(int(values["count"])), found["other"])
        return found.format(**{key: self._shown(value) for key, value in values.items()}) if values else found

    def has(self, name: str) -> bool:
        return name in self.texts

    @property
    def tag(self) -> str:
        """For the `lang` attribute: `es-US`."""
        return f"{self.language}-{self.locale.territory or 'US'}"

    @property
    def direction(self) -> str:
        return "rtl" if self.locale.character_order == "right-to-left" else "ltr"

    def _shown(self, value: str | int) -> str:
        return value if isinstance(value, str) else format_decimal(value, locale=self.locale)

    def day(self, value: date, today: date | None = None) -> str:
        """`Tuesday, November 24`; with the year, unless it is the current one."""
        year = "" if today is not None and today.year == value.year else "y"
        return _plain(format_date(value, self._whole_day(year), locale=self.locale))

    def _whole_day(self, year: str) -> str:
        """The locale's pattern of a day, with the names of its weekday and month written out: CLDR has many only with
        short names, which browsers widen as here (UTS 35, 2.6.2.2)."""
        skeletons = self.locale.datetime_skeletons
        name = next(each for each in ("MMMMEEEEd", "MMMMEd", "MMMEd") if f"{year}{each}" in skeletons)
        pattern = str(skeletons[f"{year}{name}"].pattern)
        return re.sub("M{3,}", "MMMM", re.sub("E+", "EEEE", pattern))

    def short_day(self, value: date) -> str:
        """`Nov 24`"""
        return _plain(format_skeleton("MMMd", value, locale=self.locale))

    def near_day(self, value: date, today: date) -> str:
        """`Today`, `Tomorrow`, or ``."""
        names = {today: "when.today", today + timedelta(days=1): "when.tomorrow"}
        return self(names[value]) if value in names else ""

    def future_day(self, value: date, start: date) -> str:
        """`January 3`; with the year if it is a year or more after `start`."""
        a_year_later = (start.year + 1, start.month, start.day)
        skeleton = "MMMMd" if (value.year, value.month, value.day) < a_year_later else "yMMMMd"
        return _plain(format_skeleton(skeleton, value, locale=self.locale))

    def whole_date(self, value: date) -> str:
        """`November 30, 2026`"""
        return _plain(format_date(value, "long", locale=self.locale))

    def month(self, value: date) -> str:
        """`November 2026`"""
        return _plain(format_skeleton("yMMMM", value, locale=self.locale))

    def weekday(self, number: int) -> str:
        """`Monday` for 1 (ISO)."""
        return str(get_day_names("wide", "stand-alone", self.locale)[number - 1])

    def short_month(self, value: date) -> str:
        """`Nov`"""
        return str(get_month_names("abbreviated", "stand-alone", self.locale)[value.month])

    def short_weekday(self, number: int) -> str:
        return str(get_day_names("abbreviated", "stand-alone", self.locale)[number - 1])

    @property
    def weekdays(self) -> Sequence[int]:
        """A week's days, from the one on which this language's readers begin it (ISO: 1 is Monday)."""
        first = int(self("calendar.weekBegins"))
        return [(first - 1 + number) % 7 + 1 for number in range(7)]

    def week_begin(self, day: date) -> date:
        """The first day of the day's week."""
        return day - timedelta(days=self.weekdays.index(day.isoweekday()))

    def clock(self, local: datetime) -> str:
        """`7:30 PM`"""
        return _plain(format_time(local, "short", locale=self.locale))

    def moment(self, local: datetime) -> str:
        """`Nov 22, 2026, 6:04 AM`"""
        return f"{_plain(format_date(local, 'medium', locale=self.locale))}, {self.clock(local)}"

    def start(self, listing: Listing) -> str:
        if listing.all_day:
            return self("when.allDay")
        return self.clock(wording.local_start(listing)) if listing.time_known else self("when.noTime")

    def hours(self, listing: Listing) -> str:
        """`7:30 PM to 9:30 PM`, `All day, until Nov 29`."""
        start, end, last = self.start(listing), wording.local_end(listing), wording.last_day(listing)
        later = last > listing.local_date
        if end is not None and not wording.by_day(listing):
            same_night = end.date() == listing.local_date + timedelta(days=1) and f"{end:%H}" < NIGHT_ENDS
            if not later or same_night:
                return self("when.range", **{"from": start, "to": self.clock(end)})
        return self("when.startUntil", start=start, day=self.short_day(last)) if later else start

    def zone(self, local: datetime) -> str:
        """`Eastern Time`; `CET` or `+04` for zones without a name in the language file. `local`: in a ZoneInfo."""
        name = f"zones.{local.tzinfo}"
        return self(name) if self.has(name) else local.tzname() or ""

    def listing_zone(self, listing: Listing) -> str:
        return "" if wording.by_day(listing) else self.zone(wording.local_start(listing))

    def span(self, listing: Listing) -> str:
        """`since Nov 10, until Jan 8`, of what began earlier."""
        first, last = self.short_day(listing.local_date), wording.last_day(listing)
        if last <= listing.local_date:
            return self("when.since", day=first)
        return self("when.sinceUntil", since=first, until=self.future_day(last, listing.local_date))

    def more_dates(self, listing: Listing, more: MoreDates | None) -> str:
        """`daily until May 31`, `every Saturday until January 3`, `also at 8:00 PM; and 30 more dates, until …`."""
        if more is None:
            return ""
        zone = ZoneInfo(listing.timezone)
        times = ", ".join(self.clock(start.astimezone(zone)) for start in more.same_day)
        parts = [self("when.alsoAt", times=times)] if times else []
        if more.until is not None:
            parts.append(self._until(more, self.future_day(more.until, listing.local_date)))
        return "; ".join(parts)

    def _until(self, more: MoreDates, until: str) -> str:
        if more.count >= REGULAR and more.every == ALL_DAYS:
            return self("when.daily", until=until)
        if more.count >= REGULAR and 0 < len(more.every) <= MOST_WEEKDAYS:
            days = self.listed([self.weekday(number) for number in more.every])
            return self("when.every", days=days, until=until)
        return self("when.more", count=more.count, until=until)

    def listed(self, words: Sequence[str]) -> str:
        """`Monday, Friday and Sunday`"""
        if len(words) < 2:
            return "".join(words)
        return self("when.and", first=", ".join(words[:-1]), last=words[-1])

    def price(self, listing: Listing) -> str:
        """`Free`, `$35 to $75`, or else the source's own text if it is short; "" if it is unknown."""
        if listing.is_free:
            return self("price.free")
        least, most = listing.price_min_cents, listing.price_max_cents
        if least is None:
            said = listing.price_text
            return said if said is not None and len(said) <= LONGEST_PRICE else ""
        currency = listing.price_currency or "USD"
        if most is None or most == least:
            return self.money(least, currency)
        return self("price.range", **{"from": self.money(least, currency), "to": self.money(most, currency)})

    def money(self, cents: int, currency: str) -> str:
        """`$45`, `$45.50`. `currency`: ISO 4217."""
        pattern = self.locale.currency_formats["standard"].pattern
        if currency == "USD":
            pattern = pattern.replace("¤", "$")
        if cents % 100 == 0:
            pattern = pattern.replace(".00", "")
        return _plain(format_currency(cents / 100, currency, pattern, locale=self.locale, currency_digits=False))

    def distance(self, km: float) -> str:
        """`2.3 mi` where the locale's region has miles, else `3.7 km`."""
        miles = self.locale.territory in MILES
        value = km / KM_PER_MILE if miles else km
        digits = f"#,##0{'.#' if value < NEAR else ''}"
        unit = "length-mile" if miles else "length-kilometer"
        return _plain(format_unit(value, unit, length="short", format=digits, locale=self.locale))

    def marks(self, listing: Listing, now: datetime) -> list[str]:
        """What people should know before they go: `Cancelled`, `Sold out`, `Running now`."""
        found = [self(f"status.names.{listing.status}")] if listing.status is not EventStatus.SCHEDULED else []
        if listing.withdrawn_at is not None:
            found = [self("status.gone")]
        at = progress(listing, now)
        if at is TimeProgress.OVER:
            found.append(self("status.over"))
        elif at is TimeProgress.RUNNING and not found:
            found.append(self("status.running"))
        return [*found, self("status.soldOut")] if listing.sold_out else found


def _plain(text: str) -> str:
    """With ordinary spaces, as browsers write it."""
    return text.replace("\u202f", " ").replace("\xa0", " ")
