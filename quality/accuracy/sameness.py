"""Measures the rules of `storage.matching` on labeled pairs, groups, and places of listings.

A folder holds `events.jsonl` (id, town, source, title, start, end, all_day, timezone, location, geo, description, url,
categories, and perhaps uid), `pairs.jsonl` (a, b, label, kind, town), `groups.jsonl` (members, not_members),
`venues.jsonl` (a, b, label, town), and, if it has whole windows, `all_events.jsonl.gz` in the form of `events.jsonl`.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from storage.matching.gazetteer import Gazetteer, learn
from storage.matching.groups import group
from storage.matching.listing import Listing
from storage.matching.pairs import Verdict, judge
from storage.matching.prepared import Prepared, prepare
from storage.matching.same_place import Where, compare_places

Record = Mapping[str, Any]

SAME, DIFFERENT = "same", "different"


@dataclass
class Tally:
    """Counts of label and verdict. Labels other than `same` and `different` are in no rate."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, label: str, verdict: str) -> None:
        self.counts[label, verdict] += 1

    @property
    def precision(self) -> float:
        right, wrong = self.counts[SAME, SAME], self.counts[DIFFERENT, SAME]
        return right / (right + wrong) if right + wrong else 1.0

    @property
    def recall(self) -> float:
        known = sum(count for (label, _), count in self.counts.items() if label == SAME)
        return self.counts[SAME, SAME] / known if known else 1.0

    def __str__(self) -> str:
        return f"precision {self.precision:.3f} recall {self.recall:.3f}"


@dataclass
class Sameness:
    """`mistakes`: what each wrong or missed pair says, for people."""

    pairs: Tally = field(default_factory=Tally)
    kinds: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)
    towns: dict[str, Tally] = field(default_factory=dict)
    places: Tally = field(default_factory=Tally)
    groups: int = 0
    groups_wrong: int = 0
    groups_whole: int = 0
    mistakes: list[str] = field(default_factory=list)


def measure_sameness(folder: Path) -> Sameness:
    """Raises OSError, ValueError, and KeyError if the folder isn't of the form that the module describes."""
    windows = _windows(folder)
    events = {record["id"]: record for record in windows}
    venues = list(_records(folder / "venues.jsonl"))
    gazetteers = _gazetteers([*events.values()], venues)
    prepared = {key: prepare(listing_of(event), gazetteers[event["town"]]) for key, event in events.items()}
    result = Sameness()
    _measure_pairs(folder, prepared, gazetteers, result)
    _measure_groups(folder, events, prepared, gazetteers, result)
    for venue in venues:
        result.places.add(*_place_verdict(venue, gazetteers[venue["town"]]))
    return result


def lines(result: Sameness, *, verbose: bool) -> Iterator[str]:
    """A table by kind, the towns, and the three lines for programs."""
    for (label, kind), verdicts in sorted(result.kinds.items()):
        parts = " ".join(f"{verdict.value} {verdicts[verdict.value]:3}" for verdict in Verdict)
        yield f"{label:9} {kind:24} {parts}"
    for town, tally in sorted(result.towns.items()):
        yield f"town {town:20} {tally}"
    if verbose:
        yield from result.mistakes
    yield f"places {result.places}"
    yield f"groups wrong {result.groups_wrong} of {result.groups}, whole {result.groups_whole}"
    yield f"same {result.pairs}"


def listing_of(event: Record) -> Listing:
    """The listing of a record. A date without an hour is a local day; an end that equals the start is left out."""
    zone = ZoneInfo(event["timezone"])
    start = _moment(event["start"], zone)
    end = _moment(event["end"], zone) if event["end"] else None
    latitude, longitude = event["geo"] or (None, None)
    return Listing(
        title=event["title"],
        start=start,
        end=None if end == start else end,
        all_day=event["all_day"],
        time_known=not event["all_day"],
        venue=event["location"] or "",
        latitude=latitude,
        longitude=longitude,
        url=event["url"] or "",
        description=event["description"] or "",
        categories=tuple(event["categories"]),
        source=event["source"],
        uid=event.get("uid") or "",
    )


def _measure_pairs(
    folder: Path, prepared: Mapping[str, Prepared], gazetteers: Mapping[str, Gazetteer], result: Sameness
) -> None:
    for pair in _records(folder / "pairs.jsonl"):
        left, right = prepared[pair["a"]], prepared[pair["b"]]
        judgment = judge(left, right, gazetteers[pair["town"]])
        verdict = judgment.verdict.value
        result.pairs.add(pair["label"], verdict)
        result.towns.setdefault(pair["town"], Tally()).add(pair["label"], verdict)
        result.kinds.setdefault((pair["label"], pair["kind"]), Counter())[verdict] += 1
        if pair["label"] in (SAME, DIFFERENT) and (pair["label"] == SAME) != (verdict == SAME):
            titles = f"{left.listing.title!r} and {right.listing.title!r}"
            result.mistakes.append(f"{pair['label']}, judged {verdict}: {titles}: {'; '.join(judgment.reasons)}")


def _measure_groups(
    folder: Path,
    events: Mapping[str, Record],
    prepared: Mapping[str, Prepared],
    gazetteers: Mapping[str, Gazetteer],
    result: Sameness,
) -> None:
    number_of: dict[str, tuple[str, int]] = {}
    for town, gazetteer in gazetteers.items():
        keys = [key for key, event in events.items() if event["town"] == town]
        for number, positions in enumerate(group([prepared[key] for key in keys], gazetteer)):
            number_of.update({keys[at]: (town, number) for at in positions})
    for known in _records(folder / "groups.jsonl"):
        members = {number_of[key] for key in known["members"]}
        result.groups += 1
        result.groups_whole += len(members) == 1
        result.groups_wrong += any(number_of[key] in members for key in known["not_members"])


def _place_verdict(venue: Record, gazetteer: Gazetteer) -> tuple[str, str]:
    """A room inside a building agrees with it, so `inside` counts as the same place."""
    where = compare_places(gazetteer.place(venue["a"]), gazetteer.place(venue["b"]), gazetteer).where
    label = SAME if venue["label"] == "inside" else venue["label"]
    if where.agrees:
        return label, SAME
    return label, "unknown" if where is Where.UNKNOWN else DIFFERENT


def _gazetteers(events: Sequence[Record], venues: Sequence[Record]) -> dict[str, Gazetteer]:
    texts: dict[str, list[str]] = {}
    for event in events:
        texts.setdefault(event["town"], []).append(event["location"] or "")
    for venue in venues:
        texts.setdefault(venue["town"], []).extend((venue["a"], venue["b"]))
    return {town: learn(known) for town, known in texts.items()}


def _windows(folder: Path) -> list[Record]:
    """The labeled events, then the others of the whole windows."""
    records = list(_records(folder / "events.jsonl"))
    known = {record["id"] for record in records}
    whole = folder / "all_events.jsonl.gz"
    if whole.is_file():
        with gzip.open(whole, "rt", encoding="utf-8") as stream:
            records += [record for line in stream if (record := json.loads(line))["id"] not in known]
    return records


def _records(path: Path) -> Iterator[Record]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


def _moment(text: str, zone: ZoneInfo) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
