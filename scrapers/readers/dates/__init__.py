"""Days and hours as people write them on pages."""

from scrapers.readers.dates.days import DateSpan, read_dates
from scrapers.readers.dates.iso import read_iso
from scrapers.readers.dates.times import Times, read_times
from scrapers.readers.dates.zones import end_of_day, local

__all__ = ["DateSpan", "Times", "end_of_day", "local", "read_dates", "read_iso", "read_times"]
