"""An event of the Tribe site: a WordPress post, or an instance of a recurring one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HOST = "aquarium.example"
ZONE = ZoneInfo("America/New_York")


@dataclass(frozen=True, slots=True)
class Hall:
    """A venue in The Events Calendar. `line`: how the iCalendar export writes it."""

    post_id: int
    name: str
    address: str
    city: str = "Sarasota"
    state: str = "FL"
    postcode: str = "34236"

    @property
    def full_address(self) -> str:
        return f"{self.address}, {self.city}, {self.state}, {self.postcode}, United States"

    @property
    def line(self) -> str:
        return f"{self.name}, {self.full_address}"


AQUARIUM = Hall(311, "Bayside Aquarium", "1 Causeway Loop")
MARINA = Hall(312, "Tern Point Marina", "88 Dockside Way", "Cortez", "FL", "34215")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """An event.

    starts, ends  local wall-clock times; for an all-day event, midnight of its first and of its *last* day.
    path          the path of its page; for an instance of a recurring event it ends with the date.
    cost          as the REST route writes it; empty if unknown. The calendars don't have it.
    cancelled     shown only by a prefix of the title (the export has no STATUS line) and by the page's status label.
    """

    post_id: int
    path: str
    title: str
    starts: datetime
    ends: datetime
    all_day: bool = False
    hall: Hall | None = AQUARIUM
    categories: tuple[str, ...] = ()
    cost: str = ""
    cancelled: bool = False
    image: str = ""
    description: str = ""

    @property
    def first_day(self) -> date:
        return self.starts.date()

    @property
    def last_day(self) -> date:
        return self.ends.date()

    @property
    def uid(self) -> str:
        """The plugin's UID: it changes when the times change; only the post id in front stays."""
        ends = self.ends + timedelta(hours=23, minutes=59, seconds=59) if self.all_day else self.ends
        return f"{self.post_id}-{timestamp(self.starts)}-{timestamp(ends)}@{HOST}"

    def overlaps(self, first: date, last: date) -> bool:
        return self.first_day <= last and self.last_day >= first


def timestamp(local: datetime) -> int:
    return int(local.replace(tzinfo=ZONE).timestamp())


def utc(local: datetime) -> datetime:
    return local.replace(tzinfo=ZONE).astimezone(UTC)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute))
