"""Dates and times as people write them on pages."""

from scrapers.reading.dates.days import DateSpan, read_dates
from scrapers.reading.dates.iso import read_iso
from scrapers.reading.dates.times import Times, read_times
from scrapers.reading.dates.zones import end_of_day, local, zone_names

__all__ = ["DateSpan", "Times", "end_of_day", "local", "read_dates", "read_iso", "read_times", "zone_names"]
