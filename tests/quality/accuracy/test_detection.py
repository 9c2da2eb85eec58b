"""How recorded pages are recognized: none as another system than the one they are of."""

from __future__ import annotations

import pytest

from quality.accuracy.detection import ALL, RIGHT, UNSURE, WRONG, detection_lines, judge, measure_detection, named_by
from quality.places import RECORDED, RECORDED_MORE


def test_verdicts():
    assert judge("tribe", ["jsonld", "tribe"]) == RIGHT
    assert judge("tribe", ["jsonld", "rss"]) == UNSURE
    assert judge("tribe", []) == UNSURE
    assert judge("tribe", ["wix", "tribe"]) == WRONG
    assert judge("jsonld", ["mec", "jsonld"]) == RIGHT


def test_a_page_names_its_system_by_its_links():
    page = b"<html><head><link href='/wp-json/tribe/events/v1/'></head><body><p>Hello</p></body></html>"
    assert "tribe" in named_by(page)


def test_pages_in_folders_are_counted(tmp_path):
    folder = tmp_path / "tribe_html"
    folder.mkdir()
    (folder / "a.html").write_text("<link href='/wp-json/tribe/events/v1/'>")
    (folder / "a.html.expected").write_text("not a page")
    (tmp_path / "somebody").mkdir()
    found = measure_detection([tmp_path])
    assert list(detection_lines(found)) == [
        "detection tribe_html right 1 wrong 0 unsure 0",
        "detection all right 1 wrong 0 unsure 0",
    ]


@pytest.mark.skipif(not RECORDED.is_dir(), reason="recorded pages are not in the repository")
def test_no_recorded_page_is_recognized_as_another_system():
    found = measure_detection([one for one in (RECORDED, RECORDED_MORE) if one.is_dir()])
    assert {name: counts[WRONG] for name, counts in found.items() if counts[WRONG]} == {}
    assert found[ALL][RIGHT] > found[ALL][UNSURE]
