"""The measurement of sameness: a made-up folder, and the recorded one where it is at hand."""

from __future__ import annotations

import json

import pytest

from quality.accuracy.__main__ import main
from quality.accuracy.sameness import Tally, measure_sameness
from quality.places import LABELED_PAIRS

HALL = "Gray Heron Hall, 12 Water St, Harborville, FL"
EVENT = {
    "town": "harborville",
    "source": "Weekly",
    "title": "Salt Choir",
    "start": "2026-12-04T19:30:00-05:00",
    "end": "2026-12-04T19:30:00-05:00",
    "all_day": False,
    "timezone": "America/New_York",
    "location": HALL,
    "geo": None,
    "description": "",
    "url": "",
    "categories": [],
    "uid": None,
}
EVENTS = [
    EVENT | {"id": "choir"},
    EVENT | {"id": "choir-hall", "source": "Gray Heron Hall", "location": ""},
    EVENT | {"id": "gulls", "title": "Nine Gulls", "source": "Tide Theatre", "location": "Tide Theatre"},
    EVENT | {"id": "saturday", "start": "2026-12-05T19:30:00-05:00", "source": "City Calendar"},
]


@pytest.fixture
def folder(tmp_path):
    def write(name, records):
        (tmp_path / name).write_text("".join(json.dumps(record) + "\n" for record in records))

    town = {"town": "harborville"}
    write("events.jsonl", EVENTS)
    write(
        "pairs.jsonl",
        [
            town | {"a": "choir", "b": "choir-hall", "label": "same", "kind": "no_venue"},
            town | {"a": "choir", "b": "saturday", "label": "different", "kind": "other_day"},
            town | {"a": "choir", "b": "gulls", "label": "same", "kind": "retitled"},
        ],
    )
    write("groups.jsonl", [{"members": ["choir", "choir-hall"], "not_members": ["saturday"]}])
    write("venues.jsonl", [town | {"a": HALL, "b": "The Gray Heron", "label": "same"}])
    return tmp_path


def test_figures(folder, capsys):
    assert main(["--same", str(folder)]) == 0
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "places precision 1.000 recall 1.000",
        "groups wrong 0 of 1, whole 1",
        "same precision 1.000 recall 0.500",
    ]


def test_a_folder_of_another_form(tmp_path, capsys):
    assert main(["--same", str(tmp_path)]) == 1
    assert "no readable events" in capsys.readouterr().err


def test_unsure_is_no_join():
    tally = Tally()
    for label, verdict in (("same", "same"), ("same", "unsure"), ("different", "unsure"), ("unsure", "same")):
        tally.add(label, verdict)
    assert (tally.precision, tally.recall) == (1.0, 0.5)


@pytest.mark.skipif(
    not LABELED_PAIRS.is_dir(), reason="the labeled pairs are other people's, and not in the repository"
)
def test_labeled_pairs():
    result = measure_sameness(LABELED_PAIRS)
    assert result.pairs.precision >= 0.99
    assert result.pairs.recall >= 0.90
    assert result.groups_wrong == 0
    assert result.places.precision >= 0.99
    assert result.places.recall >= 0.90
