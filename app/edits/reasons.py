"""The reasons that the rules give, as data: a code with its values, so that each language has its own words.

The rules write their reasons in English, and the database keeps them so. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

TEXT = "text"
"""The code of a reason that these rules don't give: its value is the text, such as a person's or an earlier rule's."""

ENGLISH: Mapping[str, str] = {
    "same_start": "the same start",
    "same_end": "the same end",
    "all_day": "all day on the same day",
    "one_without_hour": "the same day, one without an hour",
    "both_without_hour": "the same day, both without an hour",
    "twelve_hours": "twelve hours apart",
    "one_after_other": "{} minutes apart, one after the other",
    "doors_and_show": "{} minutes apart, as doors and show",
    "minutes_apart": "{} minutes apart",
    "run_holds_start": "one is a run that holds the other's start",
    "run_holds_day": "one is a run of days that holds the other's day",
    "other_days": "other days",
    "lengths_differ": "one lasts more than twice as long",
    "same_title": "the same title",
    "title_holds_other": "one title holds the other",
    "titles_share_name": "the titles share a name",
    "other_subtitles": "the titles share a name, with other subtitles",
    "titles_nearly_equal": "the titles agree but for some letters",
    "titles_share": "the titles share {}",
    "titles_oppose": "the titles oppose each other: {}",
    "other_titles": "other titles",
    "common_words": "of common words only",
    "own_words": "{} words that set it apart",
    "title_in_description": "one description names the other's title",
    "part_of_event": "only one title names a part of an event",
    "same_page": "the same page",
    "same_mark": "the same picture or ticket page",
    "same_uid": "the same UID",
    "same_description": "the same description",
    "nothing_alike": "other titles, pages, and descriptions",
    "source_lists_both": "one source lists both, under two titles",
    "source_doubles": "one source lists both, and nothing sets them apart",
    "maybe_showing": "it may be another showing",
    "maybe_day_of_run": "it may be one day of a run",
    "maybe_session": "it may be another session",
    "same_town": "the same town",
    "same_address": "same address: {}",
    "other_suites": "in other suites",
    "other_number": "same name and street, other number",
    "two_addresses": "two addresses",
    "known_at": "known to be at {}",
    "known_apart": "known to be at two addresses",
    "known_part": "known as part of the other",
    "same_name": "same name",
    "name_of_chain": "a name with several addresses",
    "common_name": "a common name",
    "spelled_otherwise": "same name, spelled otherwise",
    "one_shortened": "same name, one shortened",
    "one_longer": "same name, one longer",
    "two_names": "under two names",
    "names_differ": "names differ",
    "other_names": "other names",
    "part_of_other": "one is part of the other",
    "room_of_other": "one is a room of the other",
    "same_room": "same room of {}",
    "both_in": "both in {}",
    "part_of": "a part of {}",
    "other_buildings": "other buildings",
    "whole_campus": "one is a whole campus or district",
    "town_of": "the town of {}",
    "other_towns": "other towns: {}",
    "no_place": "one names no place",
    "place_missing": "a place isn't given",
    "both_online": "both are online",
    "one_online": "one is online",
    "source_is_place": "one source is the other's place",
    "description_names_place": "one description names the other's place",
    "title_names_place": "one title names the other's place",
    "meters_apart": "{} meters apart",
    "km_apart": "{} km apart",
    "near_and_similar": "{} meters apart, and their names are similar",
    "own_place": "its own place",
    "building_of": "the building of {} rooms",
    "alias": "another name: {}",
    "by_person": "decided by a person",
    "merged": "merged",
    "split": "split",
}
_POINTS = re.compile(r"(.+) \(([+-]\d+(?:\.\d+)?)\)\Z", re.DOTALL)
_EXACT = {said: code for code, said in ENGLISH.items() if "{}" not in said}
_PATTERNS = [
    (code, re.compile(re.escape(said).replace(r"\{\}", "(.+)") + r"\Z", re.DOTALL))
    for code, said in sorted(ENGLISH.items(), key=lambda one: -len(one[1]))
    if "{}" in said
]


class Reason(NamedTuple):
    """`value`: what the reason names, such as an address; "" for none. `points`: of the reason and those before it that
    have none; None if it gives none."""

    code: str
    value: str
    points: float | None


def read_reasons(text: str) -> list[Reason]:
    """`same address: 5 bay, under two names (+2)` has two reasons; the last has the points."""
    scored = _POINTS.match(text)
    said, points = (scored[1], float(scored[2])) if scored else (text, None)
    found = _parts(said) or [(TEXT, said)]
    return [Reason(code, value, points if at == len(found) - 1 else None) for at, (code, value) in enumerate(found)]


def _parts(said: str) -> list[tuple[str, str]] | None:
    if said in _EXACT:
        return [(_EXACT[said], "")]
    head, comma, tail = said.rpartition(", ")
    if comma and (last := _parts(tail)) is not None and (first := _parts(head)) is not None:
        return first + last
    for code, pattern in _PATTERNS:
        if found := pattern.match(said):
            return [(code, found[1])]
    return None
