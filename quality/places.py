"""Where the measured files are."""

from __future__ import annotations

from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
PLATFORM_TESTS = REPOSITORY / "tests" / "platforms"
RECORDED = REPOSITORY.parent / "shared" / "real"
"""Recorded pages of real sites. They are other people's, so the repository has only their facts."""

RECORDED_MORE = REPOSITORY.parent / "shared" / "real-more"
"""Recorded pages of more systems, without expectation files."""

LABELED_PAIRS = REPOSITORY.parent / "shared" / "same"
"""Pairs, groups, and places of listings of three towns, with labels. They are other people's too."""

RECORDED_TOWN = REPOSITORY.parent / "shared" / "town"
"""The feeds of a town on one day."""

LABELED_CARDS = REPOSITORY.parent / "shared" / "cards" / "dev"
"""Listing pages without structured data, with the events that they show."""
