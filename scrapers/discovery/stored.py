"""Reads a source once as its row says: what its harvest asks first, without looking for other ways."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from core.errors import SourceError
from scrapers.discovery.asking import FAILURES, BudgetSpent
from scrapers.discovery.event_pages import joined
from scrapers.discovery.explorer import Explorer
from scrapers.discovery.findings import Candidate, Findings
from scrapers.discovery.first_asks import first_asks
from scrapers.discovery.pages import candidate
from scrapers.discovery.refusals import sentence
from scrapers.platforms.asking import Ask
from scrapers.platforms.registry import platform


def read_source(explorer: Explorer, kind: str, base_url: str, feeds: Sequence[str]) -> Findings:
    """The first page, or the feeds, of a source. `kind`: the platform that it is read as. What a page of its own events
    needs more is looked at as for a new source. Raises ValueError for a malformed address."""
    if not feeds and kind in ("cards", "jsonld"):
        return explorer.explore(base_url, kind)
    try:
        today = explorer.now.astimezone(ZoneInfo(explorer.timezone)).date()
        asked = first_asks(kind, base_url, today, feeds)
    except ValueError as error:
        return Findings(url=base_url, title="", refusal=f"{error}.")
    read_as = platform("ics" if feeds or kind == "tribe" else kind)
    found: list[Candidate] = []
    failures: list[str] = []
    for number, one in enumerate(asked):
        try:
            answer = explorer.site.get(one.url, one.headers, one.body)
            context = explorer.context(answer)
            reading = read_as.read_events(answer.body, context)
        except BudgetSpent:
            failures.append(f"{len(asked) - number} of {len(asked)} feeds were not asked: a look asks only so often")
            break
        except FAILURES as error:
            failures.append(str(error) if isinstance(error, SourceError) else sentence(error))
            continue
        found.append(candidate(read_as, base_url, "", reading, answer.body, context))
    return _findings(explorer, found, failures, f"its row: {_said(asked, feeds)}")


def _said(asked: Sequence[Ask], feeds: Sequence[str]) -> str:
    if len(asked) > 1:
        return f"{len(asked)} feeds" if feeds else f"the feeds of {len(asked)} months"
    return asked[0].url


def _findings(explorer: Explorer, found: Sequence[Candidate], failures: Sequence[str], reason: str) -> Findings:
    url = found[0].base_url if found else ""
    if not any(one.events for one in found):
        refusal = " ".join(failures) or "It has no upcoming events."
        return Findings(url=url, title="", refusal=refusal, asked=explorer.site.asked)
    one = joined([one for one in found if one.events], reason=reason, problems=failures)
    return Findings(url=url, title="", candidates=[one], asked=explorer.site.asked)
