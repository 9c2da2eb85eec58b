"""Reads the query of a link to a calendar of a CivicPlus site."""

from __future__ import annotations


def query(written: str) -> str | None:
    """As it stands; None for the calendar of a single event, which `EID` names."""
    return None if "eid=" in written.lower() else written
