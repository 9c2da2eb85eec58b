"""Turns the records of a platform's answers into events: what the readers of such answers share."""

from scrapers.reading.records.events import Facts, event_of, read_each
from scrapers.reading.records.moments import by_epoch, instant_of, modified, when, whole_days
from scrapers.reading.records.parts import Record, cents, document_of, inner, list_at, objects, place
from scrapers.reading.records.series import joined

__all__ = [
    "Facts",
    "Record",
    "by_epoch",
    "cents",
    "document_of",
    "event_of",
    "inner",
    "instant_of",
    "joined",
    "list_at",
    "modified",
    "objects",
    "place",
    "read_each",
    "when",
    "whole_days",
]
