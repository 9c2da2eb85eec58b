"""Content lines are folded, escaped, and free of control characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.feeds.content_lines import address_line, list_line, parameter, text_line, written
from scrapers.platforms.ics.lines import parse_line, split_list, unescape

texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufffe\uffff"))


def unfolded(line: str) -> str:
    return written([line]).replace(b"\r\n ", b"").decode().removesuffix("\r\n")


@given(texts)
def test_lines_have_at_most_75_octets_and_split_no_character(text):
    octets = written([text_line("DESCRIPTION", text)])
    assert octets.endswith(b"\r\n")
    for line in octets.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    read = parse_line(unfolded(text_line("DESCRIPTION", text)))
    assert read is not None
    assert read.text == text


@given(st.lists(texts, min_size=1))
def test_lists_keep_their_entries_apart(entries):
    read = parse_line(unfolded(list_line("CATEGORIES", entries)))
    assert read is not None
    assert [unescape(item) for item in split_list(read.value)] == entries


@given(texts.map(str.strip))
def test_parameters_hold_quotes_colons_and_commas(text):
    read = parse_line(unfolded(text_line("ATTENDEE", "x", CN=text)))
    assert read is not None
    assert read.parameters["CN"] == text


def test_line_ends_are_unified_and_control_characters_dropped():
    assert unfolded(text_line("SUMMARY", "a\r\nb\rc\u2028d\x00\x07\x85e")) == "SUMMARY:a\\nb\\nc\\nd\\ne"
    assert parameter('a\r\nEND:VEVENT"b"') == "\"a^nEND:VEVENT^'b^'\""


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("https://hall.example/ü?a=b c", "URL:https://hall.example/%C3%BC?a=b%20c"),
        ("https://hall.example/a\r\nBEGIN:VALARM", "URL:https://hall.example/aBEGIN:VALARM"),
        ("javascript:alert(1)", ""),
        ("mailto:a@b.example", ""),
        ("/relative", ""),
        ("http://[broken", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_only_web_addresses_are_written(address, line):
    assert unfolded(address_line("URL", address)) == line
