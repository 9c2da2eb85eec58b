"""What the steps before the store make of events, for previews: the events that a harvest would store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from core.errors import BadRecord
from core.items import EventItem
from pipelines.clean import clean
from pipelines.curate import curate
from pipelines.find_price import with_said_price
from pipelines.identify import stable_uid
from pipelines.shorten import shorten
from pipelines.validate import validate
from storage.sources.rules import SourceRules


@dataclass(frozen=True, slots=True)
class Previewed:
    """left_out: how many events the rules leave out, by reason. rejected: those that are not valid."""

    events: tuple[EventItem, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    rejected: tuple[BadRecord, ...] = ()


def previewed(events: Iterable[EventItem], rules: SourceRules, *, partial: bool = False) -> Previewed:
    """`partial`: the harvest reads a page more for each event, which may have what these lack."""
    kept, rejected = [], []
    left_out: Counter[str] = Counter()
    for event in events:
        try:
            valid = validate(shorten(clean(event))[0])
        except BadRecord as error:
            rejected.append(error)
            continue
        curated = curate(replace(valid, uid=stable_uid(valid.uid)), rules)
        if curated.event is not None:
            kept.append(with_said_price(curated.event))
        else:
            left_out[curated.reason + (" in this list; its page may" if partial and curated.unsure else "")] += 1
    return Previewed(tuple(kept), left_out, tuple(rejected))
