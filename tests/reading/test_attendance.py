"""Whether a schema.org event says that people can attend online."""

from __future__ import annotations

import pytest

from scrapers.reading.structured.attendance import online_words

HALL = {"@type": "Place", "name": "Gray Heron Hall"}
STREAM = {"@type": "VirtualLocation", "url": "https://stream.example/1"}


@pytest.mark.parametrize(
    ("location", "mode", "words"),
    [
        (STREAM, None, "VirtualLocation"),
        ({"@type": ["Place", "https://schema.org/VirtualLocation"]}, None, "VirtualLocation"),
        ([HALL, STREAM], "OfflineEventAttendanceMode", "VirtualLocation"),
        ("https://us02web.zoom.us/j/1", None, "https://us02web.zoom.us/j/1"),
        ({"@type": "Place", "name": "https://meet.google.com/abc"}, None, "https://meet.google.com/abc"),
        ({"@type": "Place", "url": "https://teams.microsoft.com/l/1"}, None, "https://teams.microsoft.com/l/1"),
        (HALL, "https://schema.org/OnlineEventAttendanceMode", "OnlineEventAttendanceMode"),
        (HALL, {"@id": "schema:MixedEventAttendanceMode"}, "MixedEventAttendanceMode"),
        (HALL, "https://schema.org/OfflineEventAttendanceMode", None),
        (HALL, None, None),
        ("https://hall.example/#place", None, None),
        ("https://zoom.us.another.example/j/1", None, None),
        (None, "online", None),
    ],
)
def test_online(location, mode, words):
    assert online_words(location, mode) == words
