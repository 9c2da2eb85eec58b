"""Every recorded crawl, repeated without the site: the spider still reads the events that somebody reviewed."""

from __future__ import annotations

import pytest

from scrapers.recording.making import EXPECTED, FOLDER, Expectation, replay

SPIDERS = sorted(path.parent.name for path in FOLDER.glob(f"*/{EXPECTED}"))


@pytest.mark.parametrize("spider", SPIDERS)
def test_recording(spider: str) -> None:
    expectation = Expectation.read(spider)
    assert expectation.reviewed, f"review tests/spiders/{spider}/{EXPECTED}: {expectation.note}"
    assert replay(spider, expectation) == expectation.events
